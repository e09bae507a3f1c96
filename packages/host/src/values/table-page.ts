import type { JsonValue } from '@atomiton/contracts';
import type { DataType, Table, Vector } from 'apache-arrow';
import { Type } from 'apache-arrow';

/** One page of a table as the viewer receives it. */
export interface TablePage {
  columns: { name: string; type: string }[];
  rows: JsonValue[][];
  total: number;
}

/** Longest text, in characters, and longest list shown in one cell; the rest is cut with `…`. */
const MAX_CELL_CHARS = 2000;
const MAX_CELL_ITEMS = 50;

function cutText(text: string): string {
  return text.length > MAX_CELL_CHARS ? `${text.slice(0, MAX_CELL_CHARS)}…` : text;
}

function wholeNumber(value: bigint): JsonValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function decimalText(words: Uint32Array, scale: number): string {
  let value = 0n;
  for (let index = words.length - 1; index >= 0; index--) {
    value = (value << 32n) | BigInt(words[index] as number);
  }
  const bits = BigInt(words.length * 32);
  if (value >> (bits - 1n) === 1n) value -= 1n << bits;
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return scale > 0 ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : sign + digits;
}

function dateText(milliseconds: number, dayOnly: boolean): JsonValue {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return milliseconds;
  const text = date.toISOString();
  return dayOnly ? text.slice(0, 10) : text;
}

function bytesText(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.subarray(0, 64)).toString('hex')}${bytes.length > 64 ? '…' : ''}`;
}

/** One cell as JSON: 64-bit integers beyond 2^53 as text, dates as ISO text, NaN and infinities as text. */
export function cellToJson(value: unknown, type: DataType): JsonValue {
  if (value === null || value === undefined) return null;
  if (type.typeId === Type.Dictionary) {
    return cellToJson(value, (type as DataType & { dictionary: DataType }).dictionary);
  }
  if (type.typeId === Type.Decimal && value instanceof Uint32Array) {
    return decimalText(value, (type as DataType & { scale: number }).scale);
  }
  if ((type.typeId === Type.Date || type.typeId === Type.Timestamp) && typeof value === 'number') {
    const unit = (type as DataType & { unit: number }).unit;
    return dateText(value, type.typeId === Type.Date && unit === 0);
  }
  return plainToJson(value, type);
}

function plainToJson(value: unknown, type: DataType | undefined): JsonValue {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return cutText(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return wholeNumber(value);
    default:
      break;
  }
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return dateText(value.getTime(), false);
  const children = type?.children ?? [];
  if (value instanceof Uint8Array && type?.typeId !== Type.List) return bytesText(value);
  if (ArrayBuffer.isView(value)) {
    const items = [...(value as unknown as Iterable<unknown>)];
    return items.slice(0, MAX_CELL_ITEMS).map((item) => plainToJson(item, undefined));
  }
  if (isVector(value)) {
    const items: JsonValue[] = [];
    const element = children[0]?.type as DataType | undefined;
    for (let index = 0; index < Math.min(value.length, MAX_CELL_ITEMS); index++) {
      const item: unknown = value.get(index);
      items.push(element === undefined ? plainToJson(item, undefined) : cellToJson(item, element));
    }
    return items;
  }
  const record: Record<string, JsonValue> = {};
  const entries =
    Symbol.iterator in (value as object)
      ? [...(value as Iterable<[string, unknown]>)]
      : Object.entries(value as object);
  for (const [name, item] of entries.slice(0, MAX_CELL_ITEMS)) {
    const field = children.find((child) => child.name === name);
    record[String(name)] =
      field === undefined ? plainToJson(item, undefined) : cellToJson(item, field.type as DataType);
  }
  return record;
}

function isVector(value: unknown): value is Vector {
  return typeof value === 'object' && value !== null && 'get' in value && 'length' in value;
}

/** The rows `offset … offset + limit` of an Arrow table; only those cells are read. */
export function tablePage(table: Table, offset: number, limit: number): TablePage {
  const columns = table.schema.fields.map((field) => ({ name: field.name, type: String(field.type) }));
  const end = Math.min(table.numRows, offset + limit);
  const rows: JsonValue[][] = [];
  const vectors = table.schema.fields.map((field, index) => ({
    vector: table.getChildAt(index),
    type: field.type as DataType,
  }));
  for (let row = offset; row < end; row++) {
    rows.push(
      vectors.map(({ vector, type }) =>
        vector === null ? null : cellToJson(vector.get(row) as unknown, type),
      ),
    );
  }
  return { columns, rows, total: table.numRows };
}
