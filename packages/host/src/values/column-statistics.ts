import type { ColumnStatistics } from '@atomiton/contracts';
import type { DataType, Table } from 'apache-arrow';
import { DateUnit, Precision, Type } from 'apache-arrow';
import { cellText, decimalWhole, PAGE_CELL, validityOf } from './cell-reader.js';
import { type ColumnKeys, columnKeys, compareKeys, isOrdered } from './column-keys.js';
import { DistinctCount } from './distinct-count.js';
import { halfToNumber } from './half-float.js';
import { columnField, columnParts, columnReader } from './table-columns.js';
import { dayText, PER_SECOND, timestampWriter } from './time-text.js';
import type { Work } from './work.js';
import { STEP_ROWS } from './work.js';

const BINS = 24;
const TOP_VALUES = 8;

/** Numbers of a column for its mean and its bins; NaN where a row has none. Undefined for what is no number. */
function columnNumbers(table: Table, column: number): Float64Array | undefined {
  const type = columnField(table, column).type as DataType & { precision?: number; scale?: number };
  const numbers = new Float64Array(table.numRows).fill(Number.NaN);
  for (const { data, firstRow } of columnParts(table, column)) {
    const valid = validityOf(data);
    const values = data.values as ArrayLike<number | bigint>;
    let read: (row: number) => number;
    switch (type.typeId as Type) {
      case Type.Float:
        read =
          type.precision === Precision.HALF
            ? (row) => halfToNumber(Number(values[row]))
            : (row) => values[row] as number;
        break;
      case Type.Int:
      case Type.Date:
      case Type.Timestamp:
      case Type.Time:
      case Type.Duration:
        read = (row) => Number(values[row]);
        break;
      case Type.Decimal: {
        const words = data.values as unknown as Uint32Array;
        const factor = 10 ** -(type.scale ?? 0);
        read = (row) => Number(decimalWhole(words, row * data.stride, data.stride)) * factor;
        break;
      }
      default:
        return undefined;
    }
    for (let row = 0; row < data.length; row++) {
      if (valid === undefined || valid(row)) numbers[firstRow + row] = read(row);
    }
  }
  return numbers;
}

/** A bound of a bin as it would be shown in a cell of the column. */
function boundWriter(type: DataType): (value: number) => string {
  switch (type.typeId as Type) {
    case Type.Date: {
      const perDay = (type as DataType & { unit: DateUnit }).unit === DateUnit.DAY ? 1 : 86_400_000;
      return (value) => dayText(Math.floor(value / perDay));
    }
    case Type.Timestamp: {
      const write = timestampWriter(type);
      const per = PER_SECOND[(type as DataType & { unit: 0 | 1 | 2 | 3 }).unit];
      return (value) => write(BigInt(Math.round(value)) - (BigInt(Math.round(value)) % per));
    }
    default:
      return (value) => String(Number(value.toPrecision(10)));
  }
}

/** How many of the numbers lie in each of some ranges of equal width. NaN and infinities lie in none. */
export function histogram(
  numbers: ArrayLike<number>,
  rows: Uint32Array | undefined,
  write: (value: number) => string,
  whole: boolean,
): ColumnStatistics['bins'] {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  const count = rows?.length ?? numbers.length;
  for (let index = 0; index < count; index++) {
    const value = numbers[rows === undefined ? index : (rows[index] as number)] as number;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least > greatest) return [];
  const spread = greatest - least;
  const bins = whole ? Math.min(BINS, spread + 1) : spread === 0 ? 1 : BINS;
  // Whole numbers: every bin holds the same number of them, as far as that goes.
  const width = whole ? (spread + 1) / bins : spread / bins || 1;
  const counts = new Float64Array(bins);
  for (let index = 0; index < count; index++) {
    const value = numbers[rows === undefined ? index : (rows[index] as number)] as number;
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(bins - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return Array.from(counts, (inBin, bin) => ({
    from: write(least + bin * width),
    to: write(bin === bins - 1 ? greatest : least + (bin + 1) * width),
    count: inBin,
  }));
}

function hashRow(distinct: DistinctCount, keys: ColumnKeys, row: number): void {
  distinct.begin();
  if (keys.text !== undefined) {
    const { bytes, starts } = keys.text;
    const end = starts[row + 1] as number;
    let at = starts[row] as number;
    distinct.part(end - at);
    for (; at + 4 <= end; at += 4) {
      distinct.part(
        (bytes[at] as number) |
          ((bytes[at + 1] as number) << 8) |
          ((bytes[at + 2] as number) << 16) |
          ((bytes[at + 3] as number) << 24),
      );
    }
    let rest = 0;
    for (let shift = 0; at < end; at++, shift += 8) rest |= (bytes[at] as number) << shift;
    distinct.part(rest);
  }
  for (const word of keys.words ?? []) distinct.part(word[row] as number);
  distinct.end(row);
}

/** Columns without an order: only how many cells are missing. */
function plainStatistics(table: Table, column: number, rows: Uint32Array | undefined): ColumnStatistics {
  let nulls = 0;
  if (rows === undefined) {
    for (const { data } of columnParts(table, column)) nulls += data.nullCount;
  } else {
    const read = columnReader(table, column, { chars: 1, items: 0 });
    for (const row of rows) if (read(row) === null) nulls++;
  }
  const count = rows?.length ?? table.numRows;
  return { rows: count, nulls, nans: 0, distinct: 0, distinctExact: false, bins: [] };
}

/**
 * What a column holds, of all rows or of those given: missing cells, least and greatest value, mean, different values,
 * and how they are spread. Takes up to 24 bytes a row (or the text) while it works.
 */
export function columnStatistics(
  table: Table,
  column: number,
  rows: Uint32Array | undefined,
  work: Work,
): ColumnStatistics {
  const type = columnField(table, column).type as DataType;
  if (!isOrdered(type)) return plainStatistics(table, column, rows);
  const keys = columnKeys(table, column);
  work.step(0.1);
  const numbers = columnNumbers(table, column);
  work.step(0.2);
  const isFloat = type.typeId === Type.Float;
  const count = rows?.length ?? table.numRows;
  const distinct = new DistinctCount();
  let nulls = 0;
  let nans = 0;
  let least = -1;
  let greatest = -1;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    if (index % STEP_ROWS === 0) work.step(0.2 + (0.7 * index) / count);
    const row = rows === undefined ? index : (rows[index] as number);
    if (keys.valid !== undefined && keys.valid[row] === 0) {
      nulls++;
      continue;
    }
    hashRow(distinct, keys, row);
    if (numbers !== undefined) {
      const value = numbers[row] as number;
      if (isFloat && Number.isNaN(value)) {
        nans++;
        continue;
      }
      sum += value;
    }
    if (least < 0 || compareKeys(keys, row, least) < 0) least = row;
    if (greatest < 0 || compareKeys(keys, row, greatest) > 0) greatest = row;
  }
  const read = columnReader(table, column, PAGE_CELL);
  const present = count - nulls - nans;
  const average =
    numbers !== undefined && present > 0 && type.typeId !== Type.Timestamp && type.typeId !== Type.Date;
  const top = distinct
    .occurrences()
    ?.sort((left, right) => right.count - left.count || left.row - right.row)
    .slice(0, TOP_VALUES)
    .map((seen) => {
      const text = cellText(read(seen.row));
      return { from: text, to: text, count: seen.count };
    });
  return {
    rows: count,
    nulls,
    nans,
    ...(least < 0 ? {} : { min: cellText(read(least)), max: cellText(read(greatest)) }),
    ...(average && Number.isFinite(sum) ? { mean: sum / present } : {}),
    distinct: distinct.count(),
    distinctExact: distinct.isExact,
    bins:
      numbers === undefined
        ? (top ?? [])
        : histogram(
            numbers,
            rows,
            boundWriter(type),
            type.typeId !== Type.Float && type.typeId !== Type.Decimal,
          ),
  };
}
