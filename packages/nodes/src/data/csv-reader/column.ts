import type { Data } from 'apache-arrow';
import { Bool, Float64, Int64, makeData, Utf8 } from 'apache-arrow';

/** From narrow to wide; a column starts at `null` and only ever widens. */
export type ColumnType = 'null' | 'bool' | 'int64' | 'double' | 'utf8';

/** Numbers with leading zeros ("007") are text, so that codes survive. */
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
/** Up to 15 digits a double holds every integer, and dividing by these powers rounds once: the nearest double. */
const POWERS_OF_TEN = Float64Array.from({ length: 16 }, (_, power) => 10 ** power);
const TWO_32 = 2 ** 32;

const ZERO = 0x30;
const MINUS = 0x2d;
const DOT = 0x2e;

/** A field does not fit what the column held so far: the file has to be read again with this wider type. */
export interface Widening {
  to: 'double' | 'utf8';
}

/** What means "no value" in every column but a text column, where these words are text. */
const NULL_WORDS = new Set(['', 'NA', 'N/A', 'null', 'NULL']);
const ENDS = /^[ \t\n\f\r]+|[ \t\n\f\r]+$/g;

/** Rows that a column of few has room for at first. */
const SMALLEST_CAPACITY = 64;
const USUAL_CAPACITY = 8192;
/** From so many columns on, each begins small: most such files have few rows. */
const MANY_COLUMNS = 1000;

/**
 * One column under construction: typed arrays that grow by doubling, never an array of objects. Fields are taken as
 * UTF-8 bytes; short numbers are read from them without making text.
 */
export class ColumnBuilder {
  readonly name: string;
  type: ColumnType = 'null';
  #rows = 0;
  #capacity: number;
  #nulls = 0;
  #valid: Uint8Array;
  /** Something was taken for missing before the type was known; in a text column it would have been text. */
  #mayBeText = false;
  #bits = new Uint8Array(0);
  #doubles = new Float64Array(0);
  #integers = new BigInt64Array(0);
  /** The same memory as `#integers`: low and high halves, little endian. */
  #halves = new Int32Array(0);
  #offsets = new Int32Array(0);
  #text = new Uint8Array(0);
  #textBytes = 0;

  /** @param columns how many columns the table has, which decides how much room each begins with. */
  constructor(name: string, type: ColumnType = 'null', columns = 1) {
    this.name = name;
    this.#capacity = columns < MANY_COLUMNS ? USUAL_CAPACITY : SMALLEST_CAPACITY;
    this.#valid = new Uint8Array(this.#capacity / 8);
    if (type !== 'null') this.#become(type);
  }

  /** The column holds nothing but words for "no value": it has to be read again as text. */
  get isTextAfterAll(): boolean {
    return this.type === 'null' && this.#mayBeText;
  }

  pushMissing(): void {
    if (this.#rows === this.#capacity) this.#grow();
    this.#nulls++;
    this.#rows++;
    if (this.type === 'utf8') this.#offsets[this.#rows] = this.#textBytes;
  }

  /**
   * Takes a field that is not missing by itself; a quoted field may be empty.
   * @returns what the column would have to become, or undefined when the field was taken.
   */
  push(bytes: Buffer, start: number, end: number): Widening | undefined {
    if (this.#rows === this.#capacity) this.#grow();
    if (this.type === 'null') {
      const text = bytes.toString('utf8', start, end).replace(ENDS, '');
      if (NULL_WORDS.has(text)) {
        this.#mayBeText = true;
        this.pushMissing();
        return undefined;
      }
      const type = narrowest(text);
      if (type === 'utf8' && this.#mayBeText) return { to: 'utf8' };
      this.#become(type);
    }
    const problem = this.#put(bytes, start, end);
    if (problem === 'missing') {
      this.pushMissing();
      return undefined;
    }
    if (problem !== undefined) return problem;
    const byte = this.#rows >> 3;
    this.#valid[byte] = (this.#valid[byte] as number) | (1 << (this.#rows & 7));
    this.#rows++;
    return undefined;
  }

  #put(bytes: Buffer, start: number, end: number): Widening | 'missing' | undefined {
    switch (this.type) {
      case 'int64':
        return this.#putInteger(bytes, start, end);
      case 'double': {
        let value = shortDecimal(bytes, start, end);
        if (value === undefined) {
          const text = bytes.toString('latin1', start, end).replace(ENDS, '');
          if (NULL_WORDS.has(text)) return 'missing';
          value = longDecimal(text);
        }
        if (value === undefined) return { to: 'utf8' };
        this.#doubles[this.#rows] = value;
        return undefined;
      }
      case 'bool': {
        const text = bytes.toString('latin1', start, end).replace(ENDS, '');
        if (NULL_WORDS.has(text)) return 'missing';
        const word = text.toLowerCase();
        if (word !== 'true' && word !== 'false') return { to: 'utf8' };
        const byte = this.#rows >> 3;
        if (word === 'true') this.#bits[byte] = (this.#bits[byte] as number) | (1 << (this.#rows & 7));
        return undefined;
      }
      default:
        this.#putText(bytes, start, end);
        return undefined;
    }
  }

  #putInteger(bytes: Buffer, start: number, end: number): Widening | 'missing' | undefined {
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    let value = 0;
    let at = first;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const plain =
      at === end && end > first && end - first <= 15 && (bytes[first] !== ZERO || end - first === 1);
    if (plain) {
      const signed = negative ? -value : value;
      this.#halves[this.#rows * 2] = signed | 0;
      this.#halves[this.#rows * 2 + 1] = Math.floor(signed / TWO_32);
      if (value >= TWO_32) this.#halves[this.#rows * 2] = (signed % TWO_32) | 0;
      return undefined;
    }
    const text = bytes.toString('utf8', start, end).replace(ENDS, '');
    if (NULL_WORDS.has(text)) return 'missing';
    if (!INTEGER.test(text)) return { to: narrowest(text) === 'double' ? 'double' : 'utf8' };
    const exact = BigInt(text.startsWith('+') ? text.slice(1) : text);
    if (exact > INT64_MAX || exact < INT64_MIN) return { to: 'double' };
    this.#integers[this.#rows] = exact;
    return undefined;
  }

  #putText(bytes: Buffer, start: number, end: number): void {
    const after = this.#textBytes + end - start;
    if (after > this.#text.length) {
      if (after > MAX_TEXT_BYTES) throw new RangeError(`Column "${this.name}" holds more than 2 GB of text.`);
      const grown = new Uint8Array(Math.min(MAX_TEXT_BYTES, Math.max(after, this.#text.length * 2, 4096)));
      grown.set(this.#text.subarray(0, this.#textBytes));
      this.#text = grown;
    }
    if (end - start > 32) bytes.copy(this.#text, this.#textBytes, start, end);
    else
      for (let at = start, to = this.#textBytes; at < end; at++, to++) this.#text[to] = bytes[at] as number;
    this.#textBytes = after;
    this.#offsets[this.#rows + 1] = after;
  }

  #become(type: Exclude<ColumnType, 'null'>): void {
    this.type = type;
    if (type === 'int64') this.#holdIntegers(new BigInt64Array(this.#capacity));
    if (type === 'double') this.#doubles = new Float64Array(this.#capacity);
    if (type === 'bool') this.#bits = new Uint8Array(this.#valid.length);
    if (type === 'utf8') this.#offsets = new Int32Array(this.#capacity + 1);
  }

  #holdIntegers(integers: BigInt64Array<ArrayBuffer>): void {
    this.#integers = integers;
    this.#halves = new Int32Array(integers.buffer);
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#valid = grown(this.#valid, new Uint8Array(this.#capacity / 8));
    if (this.type === 'int64') this.#holdIntegers(grown(this.#integers, new BigInt64Array(this.#capacity)));
    if (this.type === 'double') this.#doubles = grown(this.#doubles, new Float64Array(this.#capacity));
    if (this.type === 'bool') this.#bits = grown(this.#bits, new Uint8Array(this.#capacity / 8));
    if (this.type === 'utf8') this.#offsets = grown(this.#offsets, new Int32Array(this.#capacity + 1));
  }

  /** The finished column; an all-null column is utf8. */
  finish(): Data {
    const length = this.#rows;
    const nullBitmap = this.#valid.subarray(0, (length + 7) >> 3);
    const shape = { length, nullCount: this.#nulls, nullBitmap };
    switch (this.type) {
      case 'int64':
        return makeData({ ...shape, type: new Int64(), data: this.#integers.subarray(0, length) });
      case 'double':
        return makeData({ ...shape, type: new Float64(), data: this.#doubles.subarray(0, length) });
      case 'bool':
        return makeData({ ...shape, type: new Bool(), data: this.#bits });
      case 'utf8': {
        const valueOffsets = this.#offsets.subarray(0, length + 1);
        return makeData({
          ...shape,
          type: new Utf8(),
          valueOffsets,
          data: this.#text.subarray(0, this.#textBytes),
        });
      }
      case 'null':
        return makeData({
          ...shape,
          type: new Utf8(),
          valueOffsets: new Int32Array(length + 1),
          data: this.#text,
        });
    }
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Reads `-12.5` and its like, at most 15 digits, exactly; undefined for any other spelling. */
function shortDecimal(bytes: Buffer, start: number, end: number): number | undefined {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (end - first > 16 || end === first) return undefined;
  let digits = 0;
  let count = 0;
  let decimals = -1;
  for (let at = first; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === DOT) {
      if (decimals !== -1) return undefined;
      decimals = 0;
      continue;
    }
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    digits = digits * 10 + digit;
    count++;
    if (decimals !== -1) decimals++;
  }
  const leadingZero = bytes[first] === ZERO && end - first > 1 && bytes[first + 1] !== DOT;
  if (count === 0 || count > 15 || leadingZero) return undefined;
  const value = decimals > 0 ? digits / (POWERS_OF_TEN[decimals] as number) : digits;
  return negative ? -value : value;
}

function longDecimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : SPECIAL.get(text.toLowerCase());
}

/** The narrowest type that can hold the text without losing its spelling. */
export function narrowest(text: string): Exclude<ColumnType, 'null'> {
  if (INTEGER.test(text)) return 'int64';
  if (longDecimal(text) !== undefined) return 'double';
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? 'bool' : 'utf8';
}
