import { AtomitonError } from '@atomiton/contracts';
import type { Data, DataType, Table, Vector } from 'apache-arrow';
import { Precision, Type } from 'apache-arrow';
import { validityOf } from './cell-reader.js';
import { halfToNumber } from './half-float.js';
import { type ColumnPart, columnField, columnParts } from './table-columns.js';
import { compareRows, type TextColumn, textColumn } from './text-column.js';

/** A column in a form that can be put in order: numbers of fixed width, or text. One entry for each row of the table. */
export interface ColumnKeys {
  /** Unsigned words whose order is that of the values, the least significant first; absent for text. */
  words?: Uint32Array[];
  text?: TextColumn;
  /** 1 where a value is there; absent where none is missing. */
  valid?: Uint8Array;
}

const SIGN = 0x80000000;

function validFlags(parts: readonly ColumnPart[], rows: number): Uint8Array | undefined {
  if (parts.every(({ data }) => data.nullCount === 0)) return undefined;
  const flags = new Uint8Array(rows).fill(1);
  for (const { data, firstRow } of parts) {
    const valid = validityOf(data);
    if (valid === undefined) continue;
    for (let row = 0; row < data.length; row++) if (!valid(row)) flags[firstRow + row] = 0;
  }
  return flags;
}

/** Puts the numbers of a part of a column into its words. */
type Fill = (data: Data, firstRow: number, words: Uint32Array[]) => void;

function integers(bits: number, signed: boolean): { count: number; fill: Fill } {
  if (bits < 64) {
    const shift = signed ? SIGN : 0;
    return {
      count: 1,
      fill: (data, firstRow, [low]) => {
        const values = data.values as Int32Array;
        if (low === undefined) return;
        for (let row = 0; row < data.length; row++)
          low[firstRow + row] = ((values[row] as number) ^ shift) >>> 0;
      },
    };
  }
  const flip = signed ? SIGN : 0;
  return {
    count: 2,
    fill: (data, firstRow, [low, high]) => {
      const values = data.values as BigInt64Array;
      const halves = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
      if (low === undefined || high === undefined) return;
      for (let row = 0; row < data.length; row++) {
        low[firstRow + row] = halves[row * 2] as number;
        high[firstRow + row] = ((halves[row * 2 + 1] as number) ^ flip) >>> 0;
      }
    },
  };
}

/** Floats in numeric order, -0 and 0 alike, NaN above everything. */
function floats(precision: Precision): { count: number; fill: Fill } {
  const scratch = new Float64Array(1);
  const bits = new Uint32Array(scratch.buffer);
  const number = precision === Precision.HALF ? halfToNumber : (value: number) => value;
  return {
    count: 2,
    fill: (data, firstRow, [low, high]) => {
      const values = data.values as Float64Array;
      if (low === undefined || high === undefined) return;
      for (let row = 0; row < data.length; row++) {
        const value = number(values[row] as number);
        if (Number.isNaN(value)) {
          low[firstRow + row] = 0xffffffff;
          high[firstRow + row] = 0xffffffff;
          continue;
        }
        scratch[0] = value + 0;
        const top = bits[1] as number;
        const negative = top >= SIGN;
        low[firstRow + row] = negative ? ~(bits[0] as number) >>> 0 : (bits[0] as number);
        high[firstRow + row] = negative ? ~top >>> 0 : (top | SIGN) >>> 0;
      }
    },
  };
}

function decimals(stride: number): { count: number; fill: Fill } {
  return {
    count: stride,
    fill: (data, firstRow, words) => {
      const values = data.values as unknown as Uint32Array;
      for (const [place, word] of words.entries()) {
        const flip = place === stride - 1 ? SIGN : 0;
        for (let row = 0; row < data.length; row++) {
          word[firstRow + row] = ((values[row * stride + place] as number) ^ flip) >>> 0;
        }
      }
    },
  };
}

const flags: { count: number; fill: Fill } = {
  count: 1,
  fill: (data, firstRow, [low]) => {
    const bits = data.values as Uint8Array;
    if (low === undefined) return;
    for (let row = 0; row < data.length; row++) {
      const position = row + data.offset;
      low[firstRow + row] = ((bits[position >> 3] as number) >> (position & 7)) & 1;
    }
  },
};

/** Rank of each word of the dictionaries among all of them. */
function dictionaryRanks(parts: readonly ColumnPart[]): { count: number; fill: Fill } | undefined {
  const dictionaries = [...new Set(parts.map(({ data }) => data.dictionary as Vector))];
  const words: (string | null)[][] = dictionaries.map((dictionary) => {
    const type = dictionary.type as DataType;
    if (type.typeId !== Type.Utf8 && type.typeId !== Type.LargeUtf8) return [];
    return dictionary.toArray() as (string | null)[];
  });
  if (words.some((list, index) => list.length !== dictionaries[index]?.length)) return undefined;
  const all = [...new Set(words.flat().filter((word) => word !== null))];
  const encoded = all.map((word) => ({ word, bytes: Buffer.from(word, 'utf8') }));
  encoded.sort((left, right) => Buffer.compare(left.bytes, right.bytes));
  const rank = new Map(encoded.map(({ word }, index) => [word, index]));
  const ranks = new Map(
    dictionaries.map((dictionary, index) => [
      dictionary,
      Uint32Array.from(words[index] ?? [], (word) => (word === null ? 0 : (rank.get(word) ?? 0))),
    ]),
  );
  return {
    count: 1,
    fill: (data, firstRow, [low]) => {
      const keys = data.values as ArrayLike<number | bigint>;
      const ranked = ranks.get(data.dictionary as Vector);
      if (low === undefined || ranked === undefined) return;
      for (let row = 0; row < data.length; row++) low[firstRow + row] = ranked[Number(keys[row])] ?? 0;
    },
  };
}

function layout(type: DataType, parts: readonly ColumnPart[]): { count: number; fill: Fill } | undefined {
  const given = type as DataType & {
    bitWidth?: number;
    isSigned?: boolean;
    precision?: Precision;
    unit?: number;
  };
  switch (type.typeId as Type) {
    case Type.Null:
      return { count: 1, fill: () => undefined };
    case Type.Int:
      return integers(given.bitWidth ?? 64, given.isSigned ?? true);
    case Type.Float:
      return floats(given.precision ?? Precision.DOUBLE);
    case Type.Bool:
      return flags;
    case Type.Timestamp:
    case Type.Duration:
      return integers(64, true);
    case Type.Date:
      return integers(given.unit === 0 ? 32 : 64, true);
    case Type.Time:
      return integers(given.bitWidth ?? 64, true);
    case Type.Decimal:
      return decimals((parts[0]?.data as Data | undefined)?.stride ?? 4);
    case Type.Dictionary:
      return dictionaryRanks(parts);
    default:
      return undefined;
  }
}

/** Whether rows can be put in order by a column of this type. */
export function isOrdered(type: DataType): boolean {
  switch (type.typeId as Type) {
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return true;
    case Type.Dictionary: {
      const { typeId } = (type as DataType & { dictionary: DataType }).dictionary;
      return typeId === Type.Utf8 || typeId === Type.LargeUtf8;
    }
    default:
      return layout(type, []) !== undefined;
  }
}

/**
 * The keys of a column, in memory of their own: 4 to 16 bytes a row, or the text.
 * @throws AtomitonError `not-ordered` for lists, structs and the like; `unknown-column`.
 */
export function columnKeys(table: Table, column: number): ColumnKeys {
  const field = columnField(table, column);
  const type = field.type as DataType;
  const { name } = field;
  const parts = columnParts(table, column);
  const rows = table.numRows;
  const valid = type.typeId === Type.Null ? new Uint8Array(rows) : validFlags(parts, rows);
  const given = valid === undefined ? {} : { valid };
  switch (type.typeId as Type) {
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return { ...given, text: textColumn(parts, rows) };
    default:
      break;
  }
  const plan = layout(type as DataType, parts);
  if (plan === undefined) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'not-ordered',
      message: `Column "${name}" holds ${String(type)}, which has no order.`,
      hint: 'Choose a column of numbers, texts, dates or times.',
    });
  }
  const words = Array.from({ length: plan.count }, () => new Uint32Array(rows));
  for (const { data, firstRow } of parts) plan.fill(data, firstRow, words);
  return { ...given, words };
}

/** Order of two rows by their keys: negative, 0 or positive. Both hold a value. */
export function compareKeys(keys: ColumnKeys, left: number, right: number): number {
  if (keys.text !== undefined) return compareRows(keys.text, left, right);
  const words = keys.words ?? [];
  for (let place = words.length - 1; place >= 0; place--) {
    const word = words[place] as Uint32Array;
    const difference = (word[left] as number) - (word[right] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
