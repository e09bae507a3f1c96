import { AtomitonError } from '@atomiton/contracts';
import type { Data, Field, Table } from 'apache-arrow';
import type { CellLimits, CellReader } from './cell-reader.js';
import { cellReader } from './cell-reader.js';

/** A part of a column and the table's row at which it begins. */
export interface ColumnPart {
  data: Data;
  firstRow: number;
}

/** @throws AtomitonError `unknown-column`. */
export function columnField(table: Table, column: number): Field {
  const field = table.schema.fields[column];
  if (field !== undefined) return field;
  throw new AtomitonError({
    kind: 'validation',
    code: 'unknown-column',
    message: `Column ${column + 1} was asked for; the table has ${table.schema.fields.length}.`,
    hint: 'Look at the table again: it has changed.',
  });
}

/** The parts of a column in the order of the rows. */
export function columnParts(table: Table, column: number): ColumnPart[] {
  columnField(table, column);
  let firstRow = 0;
  return (table.getChildAt(column)?.data ?? []).map((data) => {
    const part = { data: data as Data, firstRow };
    firstRow += data.length;
    return part;
  });
}

/** Finds the part that holds a row: the last one found is tried first, then by halving. */
export function partFinder(parts: readonly { firstRow: number }[]): (row: number) => number {
  let last = 0;
  return (row) => {
    const start = parts[last]?.firstRow ?? 0;
    const next = parts[last + 1]?.firstRow ?? Number.POSITIVE_INFINITY;
    if (row >= start && row < next) return last;
    let low = 0;
    let high = parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((parts[middle]?.firstRow ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    last = low;
    return low;
  };
}

/** Reads any row of a column. */
export function columnReader(table: Table, column: number, limits?: CellLimits): CellReader {
  const parts = columnParts(table, column);
  const find = partFinder(parts);
  const readers: (CellReader | undefined)[] = [];
  return (row) => {
    const index = find(row);
    const part = parts[index];
    if (part === undefined || row - part.firstRow >= part.data.length) return null;
    const read = (readers[index] ??= cellReader(part.data, limits));
    return read(row - part.firstRow);
  };
}
