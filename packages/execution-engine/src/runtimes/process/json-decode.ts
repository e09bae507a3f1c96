import type { JsonValue } from '@atomiton/contracts';
import { isForbiddenKey } from '@atomiton/contracts';
import { EventLoopSlices } from './event-loop-slices.js';
import { FrameError } from './frame.js';

const MAX_DEPTH = 200;

/** Reads the parts of msgpack that JSON has. */
class Input {
  private readonly view: DataView;
  private readonly buffer: Buffer;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at === this.buffer.length;
  }

  /** Moves on by `count` bytes and returns where they begin. */
  skip(count: number): number {
    const at = this.at;
    this.at += count;
    if (this.at > this.buffer.length)
      throw new FrameError('received JSON that ends in the middle of a value');
    return at;
  }

  private text(length: number): string {
    const at = this.skip(length);
    return this.buffer.toString('utf8', at, at + length);
  }

  private unsigned(size: 1 | 2 | 4): number {
    const at = this.skip(size);
    return size === 1
      ? this.view.getUint8(at)
      : size === 2
        ? this.view.getUint16(at)
        : this.view.getUint32(at);
  }

  private number(value: number): number {
    if (!Number.isFinite(value)) throw new FrameError(`received ${value}, which JSON cannot hold`);
    return value;
  }

  /** One scalar, or the size of the container that begins here. */
  next(): null | boolean | number | string | { list: number } | { map: number } {
    const code = this.unsigned(1);
    if (code <= 0x7f) return code;
    if (code >= 0xe0) return code - 0x100;
    if (code <= 0x8f) return { map: code & 0x0f };
    if (code <= 0x9f) return { list: code & 0x0f };
    if (code <= 0xbf) return this.text(code & 0x1f);
    switch (code) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return this.number(this.view.getFloat32(this.skip(4)));
      case 0xcb:
        return this.number(this.view.getFloat64(this.skip(8)));
      case 0xcc:
        return this.unsigned(1);
      case 0xcd:
        return this.unsigned(2);
      case 0xce:
        return this.unsigned(4);
      case 0xcf:
        return Number(this.view.getBigUint64(this.skip(8)));
      case 0xd0:
        return this.view.getInt8(this.skip(1));
      case 0xd1:
        return this.view.getInt16(this.skip(2));
      case 0xd2:
        return this.view.getInt32(this.skip(4));
      case 0xd3:
        return Number(this.view.getBigInt64(this.skip(8)));
      case 0xd9:
        return this.text(this.unsigned(1));
      case 0xda:
        return this.text(this.unsigned(2));
      case 0xdb:
        return this.text(this.unsigned(4));
      case 0xdc:
        return { list: this.unsigned(2) };
      case 0xdd:
        return { list: this.unsigned(4) };
      case 0xde:
        return { map: this.unsigned(2) };
      case 0xdf:
        return { map: this.unsigned(4) };
      default:
        throw new FrameError(
          `received JSON with the msgpack code 0x${code.toString(16)}, which has no counterpart`,
        );
    }
  }
}

/** A container that is being read: how far it is. */
interface Level {
  list: JsonValue[] | undefined;
  map: { [key: string]: JsonValue };
  /** The key whose value comes next. */
  key: string;
  index: number;
  length: number;
}

/**
 * Plain data from msgpack, in slices of a few milliseconds. What comes out is JSON and nothing else.
 * @throws FrameError for numbers that are not finite, keys that could reach a prototype, depth beyond 200, other types.
 */
export async function decodeJsonInSlices(bytes: Uint8Array): Promise<JsonValue> {
  const input = new Input(bytes);
  const slices = new EventLoopSlices();
  const levels: Level[] = [];
  for (;;) {
    const top = levels.at(-1);
    if (top !== undefined && top.list === undefined) top.key = readKey(input);
    const part = input.next();
    let value: JsonValue;
    if (typeof part !== 'object' || part === null) value = part;
    else {
      const length = 'list' in part ? part.list : part.map;
      const list = 'list' in part ? [] : undefined;
      const level: Level = { list, map: {}, key: '', index: 0, length };
      value = list ?? level.map;
      if (length > 0) {
        if (levels.length >= MAX_DEPTH)
          throw new FrameError(`received JSON nested deeper than ${MAX_DEPTH} levels`);
        levels.push(level);
        if (slices.isOver()) await slices.next();
        continue;
      }
    }
    for (;;) {
      const level = levels.at(-1);
      if (level === undefined) {
        if (!input.isAtEnd) throw new FrameError('received JSON with bytes after its end');
        return value;
      }
      if (level.list !== undefined) level.list.push(value);
      else level.map[level.key] = value;
      level.index++;
      if (level.index < level.length) break;
      levels.pop();
      value = level.list ?? level.map;
    }
    if (slices.isOver()) await slices.next();
  }
}

function readKey(input: Input): string {
  const key = input.next();
  if (typeof key !== 'string') throw new FrameError('received JSON with a key that is no text');
  if (isForbiddenKey(key)) throw new FrameError(`received JSON with the reserved key "${key}"`);
  return key;
}
