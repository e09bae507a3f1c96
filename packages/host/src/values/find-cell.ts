import type { Table } from 'apache-arrow';
import { cellText, WHOLE_CELL } from './cell-reader.js';
import { columnReader } from './table-columns.js';
import type { Work } from './work.js';

/** A cell by its row in the arrangement and its column. */
export interface CellPlace {
  row: number;
  column: number;
}

/**
 * The next cell whose text holds `text`, upper and lower case alike: from `from` on, then from the other end.
 * @throws AtomitonError `cancelled`.
 */
export function findCell(
  table: Table,
  order: Uint32Array | undefined,
  text: string,
  from: CellPlace,
  backwards: boolean,
  work: Work,
): CellPlace | null {
  const columns = table.schema.fields.length;
  const total = order?.length ?? table.numRows;
  if (total === 0 || columns === 0) return null;
  const wanted = text.toLowerCase();
  const readers = table.schema.fields.map((_, column) => columnReader(table, column, WHOLE_CELL));
  const step = backwards ? -1 : 1;
  const startRow = Math.min(from.row, total - 1);
  for (let count = 0; count <= total; count++) {
    const row = (((startRow + step * count) % total) + total) % total;
    const place = order?.[row] ?? row;
    const first = count === 0 ? Math.min(from.column, columns) : backwards ? columns - 1 : 0;
    for (let column = first; column >= 0 && column < columns; column += step) {
      const value = readers[column]?.(place) ?? null;
      if (value !== null && cellText(value).toLowerCase().includes(wanted)) return { row, column };
    }
    if (count % 4096 === 0) work.step(count / total);
  }
  return null;
}
