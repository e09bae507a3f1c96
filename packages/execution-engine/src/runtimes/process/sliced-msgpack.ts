import type { JsonValue } from '@atomiton/contracts';
import { isForbiddenKey } from '@atomiton/contracts';
import { FrameError } from './frame.js';

/** Work on the event loop is interrupted after this. Milliseconds. */
const SLICE_MS = 5;
/** How many parts are handled between two looks at the clock. */
const PARTS_PER_LOOK = 512;
const MAX_DEPTH = 200;

/** True for plain data of so many parts that it is not written or read in one go. */
export function isLargeJson(root: JsonValue, limit = 4000): boolean {
  const stack: JsonValue[] = [root];
  let parts = 0;
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    parts++;
    if (typeof value === 'string') parts += value.length >>> 4;
    else if (typeof value === 'object' && value !== null) {
      const items = Array.isArray(value) ? value : Object.values(value);
      parts += items.length;
      if (parts <= limit) for (const item of items) stack.push(item);
    }
    if (parts > limit) return true;
  }
  return false;
}

/** Lets the event loop run when a slice is used up; otherwise costs a comparison. */
class Slices {
  private parts = 0;
  private until = performance.now() + SLICE_MS;

  isOver(): boolean {
    if (++this.parts % PARTS_PER_LOOK !== 0) return false;
    return performance.now() > this.until;
  }

  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.until = performance.now() + SLICE_MS;
  }
}

/** Writes msgpack into a buffer that grows. */
class Output {
  private bytes = Buffer.allocUnsafe(64 * 1024);
  private length = 0;

  /** Room for `count` more bytes; returns where they go. */
  private reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.length, this.bytes.length * 2));
      this.bytes.copy(grown, 0, 0, at);
      this.bytes = grown;
    }
    return at;
  }

  byte(value: number): void {
    const at = this.reserve(1);
    this.bytes[at] = value;
  }

  number(value: number): void {
    if (Number.isInteger(value) && value >= -32 && value <= 127 && !Object.is(value, -0)) {
      this.byte(value & 0xff);
    } else if (
      Number.isInteger(value) &&
      value >= -0x8000_0000 &&
      value <= 0x7fff_ffff &&
      !Object.is(value, -0)
    ) {
      const at = this.reserve(5);
      this.bytes[at] = 0xd2;
      this.bytes.writeInt32BE(value, at + 1);
    } else {
      const at = this.reserve(9);
      this.bytes[at] = 0xcb;
      this.bytes.writeDoubleBE(value, at + 1);
    }
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    if (length < 32) {
      this.byte(0xa0 | length);
    } else {
      const at = this.reserve(5);
      this.bytes[at] = 0xdb;
      this.bytes.writeUInt32BE(length, at + 1);
    }
    const at = this.reserve(length);
    this.bytes.write(value, at);
  }

  container(code: 0xdd | 0xdf, count: number): void {
    const at = this.reserve(5);
    this.bytes[at] = code;
    this.bytes.writeUInt32BE(count, at + 1);
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** A container that is being written or read: how far it is. */
interface Level {
  list: JsonValue[] | undefined;
  map: { [key: string]: JsonValue };
  /** Writing: the keys of the map. */
  keys: string[];
  index: number;
  length: number;
  /** Reading: the key whose value comes next. */
  key: string;
}

function levelOf(value: JsonValue[] | { [key: string]: JsonValue }): Level {
  if (Array.isArray(value))
    return { list: value, map: {}, keys: [], index: 0, length: value.length, key: '' };
  const keys = Object.keys(value);
  return { list: undefined, map: value, keys, index: 0, length: keys.length, key: '' };
}

/** Plain data as msgpack, in slices of a few milliseconds: the event loop is never held. */
export async function encodeJsonInSlices(root: JsonValue): Promise<Uint8Array> {
  const output = new Output();
  const slices = new Slices();
  const levels: Level[] = [];
  for (let value: JsonValue | undefined = root; value !== undefined; ) {
    if (value === null) output.byte(0xc0);
    else if (typeof value === 'boolean') output.byte(value ? 0xc3 : 0xc2);
    else if (typeof value === 'number') output.number(value);
    else if (typeof value === 'string') output.text(value);
    else {
      const level = levelOf(value);
      output.container(level.list === undefined ? 0xdf : 0xdd, level.length);
      levels.push(level);
    }
    value = undefined;
    for (let level = levels.at(-1); level !== undefined && value === undefined; level = levels.at(-1)) {
      if (level.index === level.length) {
        levels.pop();
        continue;
      }
      const index = level.index++;
      if (level.list !== undefined) value = level.list[index];
      else {
        const key = level.keys[index] as string;
        output.text(key);
        value = level.map[key];
      }
    }
    if (slices.isOver()) await slices.next();
  }
  return output.finish();
}

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

/**
 * Plain data from msgpack, in slices of a few milliseconds. What comes out is JSON and nothing else.
 * @throws FrameError for numbers that are not finite, keys that could reach a prototype, depth beyond 200, other types.
 */
export async function decodeJsonInSlices(bytes: Uint8Array): Promise<JsonValue> {
  const input = new Input(bytes);
  const slices = new Slices();
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
      const level: Level = { list, map: {}, keys: [], index: 0, length, key: '' };
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
