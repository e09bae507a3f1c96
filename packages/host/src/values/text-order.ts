import { radixOrder } from './radix-order.js';
import { compareRows, type TextColumn } from './text-column.js';
import type { Work } from './work.js';

/** Bytes compared at a time. */
const CHUNK = 8;
/** Below this many rows comparing is faster than counting. */
const FEW = 512;

interface Range {
  start: number;
  end: number;
  /** Bytes that are equal in all of these rows. */
  depth: number;
}

/**
 * Sorts rows by their text, stable, in the order of Unicode characters. Eight bytes of each row are sorted as a number;
 * rows that agree in them are sorted by the next eight.
 * @param order row numbers; sorted in place.
 */
export function textOrder(order: Uint32Array, column: TextColumn, descending: boolean, work: Work): void {
  const total = Math.max(1, order.length);
  const ranges: Range[] = [{ start: 0, end: order.length, depth: 0 }];
  let settled = 0;
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    work.step(Math.min(1, settled / total));
    const { start, end } = range;
    if (end - start <= FEW) {
      sortFew(order, range, column, descending);
      settled += end - start;
      continue;
    }
    const next = sortMany(
      order,
      range,
      column,
      descending,
      work.part(settled / total, (settled + (end - start)) / total),
    );
    let open = 0;
    for (const inner of next) open += inner.end - inner.start;
    settled += end - start - open;
    ranges.push(...next.reverse());
  }
}

function sortFew(
  order: Uint32Array,
  { start, end, depth }: Range,
  column: TextColumn,
  descending: boolean,
): void {
  const sign = descending ? -1 : 1;
  const rows = Array.from(order.subarray(start, end));
  rows.sort((left, right) => sign * compareRows(column, left, right, depth));
  order.set(rows, start);
}

/** Sorts by the next eight bytes; gives the ranges that agree in them and have more. */
function sortMany(
  order: Uint32Array,
  range: Range,
  column: TextColumn,
  descending: boolean,
  work: Work,
): Range[] {
  const { start, end, depth } = range;
  const { bytes, starts } = column;
  const count = end - start;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const invert = descending ? 0xffffffff : 0;
  const lengthOf = (row: number) => (starts[row + 1] as number) - (starts[row] as number);
  for (let index = 0; index < count; index++) {
    const row = order[start + index] as number;
    const at = (starts[row] as number) + depth;
    const left = Math.min(CHUNK, (starts[row + 1] as number) - at);
    let top = 0;
    let bottom = 0;
    for (let byte = 0; byte < left; byte++) {
      const shift = 24 - (byte & 3) * 8;
      if (byte < 4) top |= (bytes[at + byte] as number) << shift;
      else bottom |= (bytes[at + byte] as number) << shift;
    }
    high[index] = (top ^ invert) >>> 0;
    low[index] = (bottom ^ invert) >>> 0;
  }
  const places = new Uint32Array(count);
  for (let index = 0; index < count; index++) places[index] = index;
  radixOrder(places, [low, high], work);
  const sorted = new Uint32Array(count);
  for (let index = 0; index < count; index++)
    sorted[index] = order[start + (places[index] as number)] as number;
  order.set(sorted, start);
  const further: Range[] = [];
  for (let first = 0; first < count; ) {
    const place = places[first] as number;
    let last = first + 1;
    let longer = lengthOf(sorted[first] as number) > depth + CHUNK;
    let sameLength = true;
    while (
      last < count &&
      high[places[last] as number] === high[place] &&
      low[places[last] as number] === low[place]
    ) {
      const length = lengthOf(sorted[last] as number);
      longer ||= length > depth + CHUNK;
      sameLength &&= length === lengthOf(sorted[first] as number);
      last++;
    }
    if (last - first > 1 && (longer || !sameLength)) {
      // Where only the length differs, the rest are zero bytes at the end: few and short.
      if (longer) further.push({ start: start + first, end: start + last, depth: depth + CHUNK });
      else sortFew(order, { start: start + first, end: start + last, depth }, column, descending);
    }
    first = last;
  }
  return further;
}
