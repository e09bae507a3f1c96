import type { Data } from 'apache-arrow';
import { Bool, Float64, Int64, makeData, Utf8 } from 'apache-arrow';

/** From narrow to wide; a column starts at `null` and only ever widens. */
export type ColumnType = 'null' | 'bool' | 'int64' | 'double' | 'utf8';

const INTEGER = /^[+-]?(0|[1-9]\d{0,18})$/;
const DECIMAL = /^[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?$/;
const SPECIAL = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
/** Arrow's utf8 columns address their bytes by 32-bit offsets. */
export const MAX_TEXT_BYTES = 2 ** 31 - 1;

const encoder = new TextEncoder();

/** A cell did not fit what the column held so far: the file has to be read again with this wider type. */
export interface Widening {
  to: 'double' | 'utf8';
}

type Cells = BigInt64Array | Float64Array;

/**
 * One column under construction: typed arrays that grow by doubling, never an array of objects.
 * Numbers with leading zeros ("007") are text, so that codes survive.
 */
export class ColumnBuilder {
  readonly name: string;
  type: ColumnType;
  #rows = 0;
  #nulls = 0;
  #valid = new Uint8Array(1024);
  #cells: Cells = new Float64Array(0);
  #bits = new Uint8Array(0);
  #offsets = new Int32Array(0);
  #text = new Uint8Array(0);
  #textBytes = 0;

  constructor(name: string, type: ColumnType = 'null') {
    this.name = name;
    this.type = 'null';
    if (type !== 'null') this.#become(type);
  }

  /** @returns what the column would have to become, or undefined when the cell was taken. */
  push(cell: string, missing: boolean): Widening | undefined {
    if (this.#rows === this.#valid.length * 8) this.#grow();
    if (missing) {
      this.#nulls++;
      if (this.type === 'utf8') this.#offsets[this.#rows + 1] = this.#textBytes;
      this.#rows++;
      return undefined;
    }
    if (this.type === 'null') this.#become(narrowest(cell));
    const problem = this.#put(cell);
    if (problem !== undefined) return problem;
    const byte = this.#rows >> 3;
    this.#valid[byte] = (this.#valid[byte] ?? 0) | (1 << (this.#rows & 7));
    this.#rows++;
    return undefined;
  }

  #put(cell: string): Widening | undefined {
    const row = this.#rows;
    switch (this.type) {
      case 'int64': {
        if (!INTEGER.test(cell)) return { to: narrowest(cell) === 'double' ? 'double' : 'utf8' };
        const value = BigInt(cell.startsWith('+') ? cell.slice(1) : cell);
        if (value > INT64_MAX || value < INT64_MIN) return { to: 'double' };
        this.#cells[row] = value;
        return undefined;
      }
      case 'double': {
        const value = DECIMAL.test(cell) ? Number(cell) : SPECIAL.get(cell.toLowerCase());
        if (value === undefined) return { to: 'utf8' };
        this.#cells[row] = value;
        return undefined;
      }
      case 'bool': {
        const lower = cell.toLowerCase();
        if (lower !== 'true' && lower !== 'false') return { to: 'utf8' };
        if (lower === 'true') this.#bits[row >> 3] = (this.#bits[row >> 3] ?? 0) | (1 << (row & 7));
        return undefined;
      }
      default:
        this.#putText(cell);
        return undefined;
    }
  }

  #putText(cell: string): void {
    const atMost = this.#textBytes + cell.length * 3;
    if (atMost > this.#text.length) {
      const grown = new Uint8Array(Math.max(atMost, this.#text.length * 2, 4096));
      grown.set(this.#text.subarray(0, this.#textBytes));
      this.#text = grown;
    }
    this.#textBytes += encoder.encodeInto(cell, this.#text.subarray(this.#textBytes)).written;
    if (this.#textBytes > MAX_TEXT_BYTES)
      throw new RangeError(`column "${this.name}" holds more than 2 GB of text`);
    this.#offsets[this.#rows + 1] = this.#textBytes;
  }

  #become(type: Exclude<ColumnType, 'null'>): void {
    this.type = type;
    const capacity = this.#valid.length * 8;
    if (type === 'int64') this.#cells = new BigInt64Array(capacity);
    if (type === 'double') this.#cells = new Float64Array(capacity);
    if (type === 'bool') this.#bits = new Uint8Array(this.#valid.length);
    if (type === 'utf8') this.#offsets = new Int32Array(capacity + 1);
  }

  #grow(): void {
    const bytes = this.#valid.length * 2;
    this.#valid = widened(this.#valid, new Uint8Array(bytes));
    if (this.#cells instanceof BigInt64Array) {
      const grown = new BigInt64Array(bytes * 8);
      grown.set(this.#cells);
      this.#cells = grown;
    } else if (this.type === 'double') {
      const grown = new Float64Array(bytes * 8);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    if (this.type === 'bool') this.#bits = widened(this.#bits, new Uint8Array(bytes));
    if (this.type === 'utf8') {
      const grown = new Int32Array(bytes * 8 + 1);
      grown.set(this.#offsets);
      this.#offsets = grown;
    }
  }

  /** The finished column; an all-null column is utf8. */
  finish(): Data {
    const length = this.#rows;
    const nullCount = this.#nulls;
    const nullBitmap = this.#valid.subarray(0, (length + 7) >> 3);
    if (this.#cells instanceof BigInt64Array) {
      return makeData({
        type: new Int64(),
        length,
        nullCount,
        nullBitmap,
        data: this.#cells.subarray(0, length),
      });
    }
    if (this.type === 'double') {
      return makeData({
        type: new Float64(),
        length,
        nullCount,
        nullBitmap,
        data: this.#cells.subarray(0, length),
      });
    }
    if (this.type === 'bool') {
      return makeData({ type: new Bool(), length, nullCount, nullBitmap, data: this.#bits });
    }
    const valueOffsets =
      this.type === 'utf8' ? this.#offsets.subarray(0, length + 1) : new Int32Array(length + 1);
    const data = this.#text.subarray(0, this.#textBytes);
    return makeData({ type: new Utf8(), length, nullCount, nullBitmap, valueOffsets, data });
  }
}

function widened(from: Uint8Array<ArrayBuffer>, to: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  to.set(from);
  return to;
}

/** The narrowest type that can hold the cell without losing its spelling. */
export function narrowest(cell: string): Exclude<ColumnType, 'null'> {
  if (INTEGER.test(cell)) return 'int64';
  if (DECIMAL.test(cell) || SPECIAL.has(cell.toLowerCase())) return 'double';
  const lower = cell.toLowerCase();
  return lower === 'true' || lower === 'false' ? 'bool' : 'utf8';
}
