import type { JsonValue } from '@atomiton/contracts';
import type { Table } from 'apache-arrow';
import { type CellLimits, cellText, PAGE_CELL, WHOLE_CELL } from './cell-reader.js';
import { columnReader } from './table-columns.js';

/** One page of a table as the viewer receives it. */
export interface TablePage {
  columns: { name: string; type: string }[];
  rows: JsonValue[][];
  /** Where each row lies in the table, from 0. */
  numbers: number[];
  total: number;
}

/** Columns `first … first + count`; all of them where absent. */
export interface ColumnSpan {
  first: number;
  count: number;
}

function columnsOf(table: Table, span: ColumnSpan | undefined): number[] {
  const first = span?.first ?? 0;
  const end = Math.min(table.schema.fields.length, first + (span?.count ?? table.schema.fields.length));
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

/**
 * The rows `offset … offset + limit` of an Arrow table in the given order; only those cells are read. Rows beyond the
 * end are simply absent.
 */
export function tablePage(
  table: Table,
  offset: number,
  limit: number,
  order?: Uint32Array,
  span?: ColumnSpan,
  limits: CellLimits = PAGE_CELL,
): TablePage {
  const places = columnsOf(table, span);
  const total = order?.length ?? table.numRows;
  const readers = places.map((place) => columnReader(table, place, limits));
  const rows: JsonValue[][] = [];
  const numbers: number[] = [];
  for (let index = offset; index < Math.min(total, offset + limit); index++) {
    const row = order?.[index] ?? index;
    numbers.push(row);
    rows.push(readers.map((read) => read(row)));
  }
  const columns = places.map((place) => {
    const field = table.schema.fields[place];
    return { name: field?.name ?? '', type: String(field?.type) };
  });
  return { columns, rows, numbers, total };
}

/** One cell in full, cut at `maxChars`. */
export function cellInFull(
  table: Table,
  index: number,
  column: number,
  order: Uint32Array | undefined,
  maxChars: number,
): { text: string; totalChars: number } {
  const read = columnReader(table, column, WHOLE_CELL);
  const value = read(order?.[index] ?? index);
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : cellText(value);
  return { text: text.slice(0, maxChars), totalChars: text.length };
}
