import type { Data, Field } from 'apache-arrow';
import { DataType, DateUnit, TimeUnit, Type } from 'apache-arrow';
import type { ReadFloat, ReadText, ReadWhole, Typed, WholeType } from './typed-expression.js';

const NANOSECONDS_PER: Record<TimeUnit, bigint> = {
  [TimeUnit.SECOND]: 1_000_000_000n,
  [TimeUnit.MILLISECOND]: 1_000_000n,
  [TimeUnit.MICROSECOND]: 1_000n,
  [TimeUnit.NANOSECOND]: 1n,
};
const DAY_MS = 86_400_000n;

/** A column of a filter: `typed` reads from the batch that was bound last. */
export interface ColumnReader {
  typed: Typed;
  bind(data: Data): void;
}

/** Whether the row holds a value; the bitmap is absent where nothing is missing. */
function isValid(bitmap: Uint8Array | undefined, position: number): boolean {
  return bitmap === undefined || ((bitmap[position >> 3] as number) & (1 << (position & 7))) !== 0;
}

function bitmapOf(data: Data): Uint8Array | undefined {
  const bitmap = data.nullBitmap as Uint8Array | undefined;
  return data.nullCount > 0 && bitmap !== undefined && bitmap.length > 0 ? bitmap : undefined;
}

function wholeReader(type: WholeType, convert: (value: bigint) => bigint): ColumnReader {
  let values: ArrayLike<bigint | number> = [];
  let bitmap: Uint8Array | undefined;
  let offset = 0;
  const read: ReadWhole = (row) => {
    if (!isValid(bitmap, row + offset)) return null;
    const value = values[row] as bigint | number;
    return convert(typeof value === 'bigint' ? value : BigInt(value));
  };
  return {
    typed: { type, read },
    bind: (data) => {
      values = data.values as ArrayLike<bigint | number>;
      bitmap = bitmapOf(data);
      offset = data.offset;
    },
  };
}

function boolReader(): ColumnReader {
  let bits: Uint8Array = new Uint8Array(0);
  let bitmap: Uint8Array | undefined;
  let offset = 0;
  const read: ReadWhole = (row) => {
    if (!isValid(bitmap, row + offset)) return null;
    return isValid(bits, row + offset) ? 1n : 0n;
  };
  return {
    typed: { type: 'bool', read },
    bind: (data) => {
      bits = data.values as Uint8Array;
      bitmap = bitmapOf(data);
      offset = data.offset;
    },
  };
}

function floatReader(): ColumnReader {
  let values: ArrayLike<number> = [];
  let bitmap: Uint8Array | undefined;
  let offset = 0;
  const read: ReadFloat = (row) => (isValid(bitmap, row + offset) ? (values[row] as number) : null);
  return {
    typed: { type: 'float64', read },
    bind: (data) => {
      values = data.values as ArrayLike<number>;
      bitmap = bitmapOf(data);
      offset = data.offset;
    },
  };
}

/** utf8 columns with offsets of 32 or 64 bits. */
function textReader(): ColumnReader {
  let bytes: Buffer = Buffer.alloc(0);
  let offsets: ArrayLike<bigint | number> = [];
  let bitmap: Uint8Array | undefined;
  let offset = 0;
  const read: ReadText = (row) => {
    if (!isValid(bitmap, row + offset)) return null;
    return bytes.toString('utf8', Number(offsets[row]), Number(offsets[row + 1]));
  };
  return {
    typed: { type: 'string', read },
    bind: (data) => {
      const values = data.values as Uint8Array;
      bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
      offsets = data.valueOffsets as ArrayLike<bigint | number>;
      bitmap = bitmapOf(data);
      offset = data.offset;
    },
  };
}

/** Text by key: each different text of the dictionary is decoded once. */
function dictionaryReader(): ColumnReader {
  let keys: ArrayLike<bigint | number> = [];
  let words: (string | null)[] = [];
  let bitmap: Uint8Array | undefined;
  let offset = 0;
  const read: ReadText = (row) => (isValid(bitmap, row + offset) ? (words[Number(keys[row])] ?? null) : null);
  return {
    typed: { type: 'string', read },
    bind: (data) => {
      keys = data.values as ArrayLike<bigint | number>;
      words = (data.dictionary?.toArray() ?? []) as (string | null)[];
      bitmap = bitmapOf(data);
      offset = data.offset;
    },
  };
}

/** The reader of a column, or undefined for a type that a filter cannot read (lists, structs, decimals, …). */
export function columnReader(field: Field): ColumnReader | undefined {
  const type = field.type as DataType;
  if (DataType.isInt(type)) return wholeReader('int64', (value) => value);
  if (DataType.isFloat(type) && type.typeId === Type.Float && type.precision > 0) return floatReader();
  if (DataType.isBool(type)) return boolReader();
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return textReader();
  if (DataType.isDictionary(type) && DataType.isUtf8(type.dictionary)) return dictionaryReader();
  if (DataType.isDate(type)) {
    return wholeReader('date', type.unit === DateUnit.DAY ? (days) => days : (ms) => ms / DAY_MS);
  }
  if (DataType.isTimestamp(type)) {
    const scale = NANOSECONDS_PER[type.unit as TimeUnit];
    return wholeReader('timestamp', (value) => value * scale);
  }
  return undefined;
}
