import type { JsonValue } from '@atomiton/contracts';
import { EventLoopSlices } from './event-loop-slices.js';

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

/** A container that is being written: how far it is. */
interface Level {
  list: JsonValue[] | undefined;
  map: { [key: string]: JsonValue };
  keys: string[];
  index: number;
  length: number;
}

function levelOf(value: JsonValue[] | { [key: string]: JsonValue }): Level {
  if (Array.isArray(value)) return { list: value, map: {}, keys: [], index: 0, length: value.length };
  const keys = Object.keys(value);
  return { list: undefined, map: value, keys, index: 0, length: keys.length };
}

/** Plain data as msgpack, in slices of a few milliseconds: the event loop is never held. */
export async function encodeJsonInSlices(root: JsonValue): Promise<Uint8Array> {
  const output = new Output();
  const slices = new EventLoopSlices();
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
