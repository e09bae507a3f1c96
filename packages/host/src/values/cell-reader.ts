import type { JsonValue } from '@atomiton/contracts';
import type { Data, DataType } from 'apache-arrow';
import { DateUnit, Precision, TimeUnit, Type, Vector } from 'apache-arrow';
import { halfToNumber } from './half-float.js';
import { dayText, timeOfDayText, timestampWriter } from './time-text.js';

/** How much of a cell is read: the rest of long texts and lists is cut with `…`. */
export interface CellLimits {
  chars: number;
  items: number;
}

/** What a page shows of a cell. */
export const PAGE_CELL: CellLimits = { chars: 2000, items: 50 };
export const WHOLE_CELL: CellLimits = {
  chars: Number.POSITIVE_INFINITY,
  items: Number.POSITIVE_INFINITY,
};

/** Gives the cell of a row of this column part as JSON; null where it is missing. */
export type CellReader = (row: number) => JsonValue;

type Numbers = ArrayLike<number | bigint>;

function wholeNumber(value: number | bigint): JsonValue {
  if (typeof value === 'number') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function floatValue(value: number): JsonValue {
  return Number.isFinite(value) ? value : String(value);
}

/** Decimals of any width: words from the least significant, two's complement. */
export function decimalWhole(words: Uint32Array, at: number, stride: number): bigint {
  let value = 0n;
  for (let word = stride - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[at + word] as number);
  return BigInt.asIntN(stride * 32, value);
}

export function decimalText(whole: bigint, scale: number): string {
  const sign = whole < 0n ? '-' : '';
  const digits = (whole < 0n ? -whole : whole).toString().padStart(Math.max(0, scale) + 1, '0');
  if (scale <= 0) return `${sign}${digits}${whole === 0n ? '' : '0'.repeat(-scale)}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function cutText(text: string, { chars }: CellLimits): string {
  return text.length > chars ? `${text.slice(0, chars)}…` : text;
}

function bytesText(bytes: Uint8Array, { chars }: CellLimits): string {
  const shown = Number.isFinite(chars) ? 64 : bytes.length;
  return `0x${Buffer.from(bytes.subarray(0, shown)).toString('hex')}${bytes.length > shown ? '…' : ''}`;
}

/** Where a row's part of a variable-length column begins and ends. */
function ends(data: Data): (row: number) => [number, number] {
  const offsets = data.valueOffsets as Numbers;
  return (row) => [Number(offsets[row]), Number(offsets[row + 1])];
}

function textReader(data: Data, limits: CellLimits): CellReader {
  const bytes = data.values as Uint8Array;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const endsOf = ends(data);
  return (row) => {
    const [from, to] = endsOf(row);
    // Four bytes a character at most: no more of a long text is decoded than is shown.
    const last = Number.isFinite(limits.chars) ? Math.min(to, from + limits.chars * 4 + 4) : to;
    return cutText(buffer.toString('utf8', from, last), limits);
  };
}

function listReader(data: Data, limits: CellLimits, endsOf: (row: number) => [number, number]): CellReader {
  const child = data.children[0] as Data;
  const read = cellReader(child, limits);
  return (row) => {
    const [from, to] = endsOf(row);
    const last = Math.min(to, from + limits.items);
    const items: JsonValue[] = [];
    for (let item = from; item < last; item++) items.push(read(item));
    if (last < to) items.push('…');
    return items;
  };
}

function mapReader(data: Data, limits: CellLimits): CellReader {
  const entries = data.children[0] as Data;
  const [keys, values] = entries.children.map((child) => cellReader(child, limits));
  const endsOf = ends(data);
  return (row) => {
    const [from, to] = endsOf(row);
    const record: Record<string, JsonValue> = {};
    for (let item = from; item < Math.min(to, from + limits.items); item++) {
      const key = keys?.(item) ?? null;
      setOwn(record, typeof key === 'string' ? key : JSON.stringify(key), values?.(item) ?? null);
    }
    return record;
  };
}

/** A key of the data is never taken for the prototype. */
function setOwn(record: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(record, key === '__proto__' ? '__proto__ ' : key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function structReader(data: Data, limits: CellLimits): CellReader {
  const names = (data.type as DataType).children.map(({ name }) => name);
  const readers = data.children.map((child) => cellReader(child, limits));
  return (row) => {
    const record: Record<string, JsonValue> = {};
    for (const [place, read] of readers.entries()) setOwn(record, names[place] ?? String(place), read(row));
    return record;
  };
}

function dictionaryReader(data: Data, limits: CellLimits): CellReader {
  const keys = data.values as Numbers;
  const dictionary = data.dictionary as Vector;
  const parts = (dictionary.data as readonly Data[]).map((part) => ({
    length: part.length,
    read: cellReader(part, limits),
  }));
  return (row) => {
    let key = Number(keys[row]);
    for (const { length, read } of parts) {
      if (key < length) return read(key);
      key -= length;
    }
    return null;
  };
}

function durationText(value: number | bigint, unit: TimeUnit): string {
  const units = {
    [TimeUnit.SECOND]: 's',
    [TimeUnit.MILLISECOND]: 'ms',
    [TimeUnit.MICROSECOND]: 'µs',
    [TimeUnit.NANOSECOND]: 'ns',
  };
  return `${value.toString()} ${units[unit]}`;
}

/** Readers of values that are there; missing ones are taken care of by the caller. */
function presentReader(data: Data, limits: CellLimits): CellReader {
  const type = data.type as DataType & {
    unit?: number;
    scale?: number;
    precision?: number;
    listSize?: number;
    byteWidth?: number;
  };
  const values = data.values as Numbers;
  const at = (row: number) => values[row] as number | bigint;
  switch (type.typeId as Type) {
    case Type.Null:
      return () => null;
    case Type.Int:
      return (row) => wholeNumber(at(row));
    case Type.Float:
      return type.precision === Precision.HALF
        ? (row) => floatValue(halfToNumber(Number(at(row))))
        : (row) => floatValue(at(row) as number);
    case Type.Bool: {
      const bits = data.values as Uint8Array;
      return (row) => {
        const position = row + data.offset;
        return ((bits[position >> 3] as number) & (1 << (position & 7))) !== 0;
      };
    }
    case Type.Utf8:
    case Type.LargeUtf8:
      return textReader(data, limits);
    case Type.Binary:
    case Type.LargeBinary: {
      const endsOf = ends(data);
      return (row) => bytesText((data.values as Uint8Array).subarray(...endsOf(row)), limits);
    }
    case Type.FixedSizeBinary: {
      const width = type.byteWidth ?? 0;
      return (row) => bytesText((data.values as Uint8Array).subarray(row * width, (row + 1) * width), limits);
    }
    case Type.Date:
      return type.unit === DateUnit.DAY
        ? (row) => dayText(Number(at(row)))
        : (row) => dayText(Math.floor(Number(at(row)) / 86_400_000));
    case Type.Timestamp: {
      const write = timestampWriter(type);
      return (row) => write(at(row) as bigint);
    }
    case Type.Time:
      return (row) => timeOfDayText(BigInt(at(row)), type.unit as TimeUnit);
    case Type.Duration:
      return (row) => durationText(at(row), type.unit as TimeUnit);
    case Type.Decimal: {
      const words = data.values as unknown as Uint32Array;
      const stride = data.stride;
      return (row) => decimalText(decimalWhole(words, row * stride, stride), type.scale ?? 0);
    }
    case Type.Dictionary:
      return dictionaryReader(data, limits);
    case Type.List:
      return listReader(data, limits, ends(data));
    case Type.FixedSizeList: {
      const size = type.listSize ?? 0;
      return listReader(data, limits, (row) => [row * size, (row + 1) * size]);
    }
    case Type.Struct:
      return structReader(data, limits);
    case Type.Map:
      return mapReader(data, limits);
    default: {
      const vector = new Vector([data]);
      return (row) => cutText(String(vector.get(row)), limits);
    }
  }
}

/** Whether a row of this column part holds a value. */
export function validityOf(data: Data): ((row: number) => boolean) | undefined {
  const bitmap = data.nullBitmap as Uint8Array | undefined;
  if (data.nullCount === 0 || bitmap === undefined || bitmap.length === 0) return undefined;
  const { offset } = data;
  return (row) => ((bitmap[(row + offset) >> 3] as number) & (1 << ((row + offset) & 7))) !== 0;
}

/**
 * Reads cells straight from the memory of a column part: 64-bit integers beyond 2^53, decimals and times in full as
 * text, NaN and infinities as text, lists and structs as JSON.
 */
export function cellReader(data: Data, limits: CellLimits = PAGE_CELL): CellReader {
  const read = presentReader(data, limits);
  const valid = validityOf(data);
  return valid === undefined ? read : (row) => (valid(row) ? read(row) : null);
}

/** A cell as one piece of text, as it is copied and exported; the empty text where it is missing. */
export function cellText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
