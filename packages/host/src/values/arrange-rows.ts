import type { Arrangement, SortKey } from '@atomiton/contracts';
import { compileFilter } from '@atomiton/nodes/tables';
import type { Data, Table } from 'apache-arrow';
import { columnKeys } from './column-keys.js';
import { radixOrder } from './radix-order.js';
import { textOrder } from './text-order.js';
import type { Work } from './work.js';
import { STEP_ROWS } from './work.js';

/**
 * Row numbers of the table for which the filter is true, in the order of the table.
 * @throws AtomitonError of `compileFilter`, `cancelled`.
 */
export function filterRows(table: Table, source: string, work: Work): Uint32Array {
  const filter = compileFilter(source, table.schema);
  const rows = new Uint32Array(table.numRows);
  let count = 0;
  let firstRow = 0;
  for (const batch of table.batches) {
    filter.bind(batch.data.children as Data[]);
    const { accepts } = filter;
    for (let row = 0; row < batch.numRows; row++) {
      if (accepts(row)) rows[count++] = firstRow + row;
      if (row % STEP_ROWS === 0) work.step((firstRow + row) / table.numRows);
    }
    firstRow += batch.numRows;
  }
  return rows.slice(0, count);
}

/** Moves the rows without a value behind the others; both keep their order. @returns how many have one. */
function missingLast(order: Uint32Array, valid: Uint8Array | undefined): number {
  if (valid === undefined) return order.length;
  const missing: number[] = [];
  let count = 0;
  for (const row of order) {
    if (valid[row] === 1) order[count++] = row;
    else missing.push(row);
  }
  for (const [index, row] of missing.entries()) order[count + index] = row;
  return count;
}

function sortByColumn(table: Table, order: Uint32Array, { column, descending }: SortKey, work: Work): void {
  const { words, text, valid } = columnKeys(table, column);
  work.step(0.1);
  const there = order.subarray(0, missingLast(order, valid));
  const rest = work.part(0.1, 1);
  if (text !== undefined) textOrder(there, text, descending, rest);
  if (words === undefined) return;
  if (descending) {
    for (const word of words)
      for (let row = 0; row < word.length; row++) word[row] = ~(word[row] as number) >>> 0;
  }
  radixOrder(there, words, rest);
}

/**
 * The rows of an arrangement: filtered, then sorted by every key (stable; NaN above all numbers, missing values last
 * either way; text by Unicode characters).
 * @returns row numbers in shared memory, 4 bytes a row.
 * @throws AtomitonError `not-ordered`, `unknown-column`, those of the filter, `cancelled`.
 */
export function arrangeRows(table: Table, { sort, filter }: Arrangement, work: Work): Uint32Array {
  const filterShare = filter === '' ? 0 : sort.length === 0 ? 1 : 0.6;
  const kept = filter === '' ? undefined : filterRows(table, filter, work.part(0, filterShare));
  const count = kept?.length ?? table.numRows;
  const order = new Uint32Array(new SharedArrayBuffer(count * 4));
  if (kept === undefined) for (let row = 0; row < count; row++) order[row] = row;
  else order.set(kept);
  const share = (1 - filterShare) / Math.max(1, sort.length);
  for (const [index, key] of [...sort].reverse().entries()) {
    const from = filterShare + share * index;
    sortByColumn(table, order, key, work.part(from, from + share));
  }
  return order;
}
