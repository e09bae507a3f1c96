/** Height of a row in pixels; the style sheet says the same. */
export const ROW_HEIGHT = 24;
/**
 * Tallest content that is laid out in pixels. Browsers stop at about 33 million (Chromium) and lose precision before;
 * beyond this height the scroll bar moves in larger steps and the wheel and the keys move by rows.
 */
export const MAX_HEIGHT = 8_000_000;

/** Sizes of a grid's body. Pixels, except `rows`. */
export interface GridExtent {
  rows: number;
  /** Height in which rows are seen. */
  viewport: number;
}

/** Height of all rows. */
export function fullHeight({ rows }: GridExtent): number {
  return rows * ROW_HEIGHT;
}

/** Height that the scroll bar is given. */
export function scrollHeight(extent: GridExtent): number {
  return Math.min(MAX_HEIGHT, fullHeight(extent));
}

export function isScaled(extent: GridExtent): boolean {
  return fullHeight(extent) > MAX_HEIGHT;
}

/** Farthest that the first pixel seen can lie. */
export function lastTop(extent: GridExtent): number {
  return Math.max(0, fullHeight(extent) - extent.viewport);
}

function farthestScroll(extent: GridExtent): number {
  return Math.max(1, scrollHeight(extent) - extent.viewport);
}

export function clampTop(extent: GridExtent, top: number): number {
  return Math.min(lastTop(extent), Math.max(0, top));
}

/** The first pixel seen, for a place of the scroll bar. */
export function topOfScroll(extent: GridExtent, scrollTop: number): number {
  if (!isScaled(extent)) return clampTop(extent, scrollTop);
  return clampTop(extent, (scrollTop / farthestScroll(extent)) * lastTop(extent));
}

/** The place of the scroll bar, for the first pixel seen. */
export function scrollOfTop(extent: GridExtent, top: number): number {
  if (!isScaled(extent)) return top;
  return (clampTop(extent, top) / Math.max(1, lastTop(extent))) * farthestScroll(extent);
}

/** Rows that are seen, wholly or in part, with `overscan` more on both sides. */
export function visibleRows(
  extent: GridExtent,
  top: number,
  overscan: number,
): { first: number; end: number } {
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - overscan);
  const end = Math.min(extent.rows, Math.ceil((top + extent.viewport) / ROW_HEIGHT) + overscan);
  return { first, end: Math.max(first, end) };
}

/** The nearest place from which a row is seen whole. */
export function topToSee(extent: GridExtent, top: number, row: number): number {
  const from = row * ROW_HEIGHT;
  if (from < top) return clampTop(extent, from);
  if (from + ROW_HEIGHT > top + extent.viewport) return clampTop(extent, from + ROW_HEIGHT - extent.viewport);
  return top;
}

/** Columns side by side: where each begins, and one more: the end. Pixels. */
export function columnStarts(widths: readonly number[]): Float64Array {
  const starts = new Float64Array(widths.length + 1);
  for (const [column, width] of widths.entries()) starts[column + 1] = (starts[column] as number) + width;
  return starts;
}

/** Columns that are seen between two places. */
export function visibleColumns(
  starts: Float64Array,
  from: number,
  to: number,
): { first: number; end: number } {
  const count = starts.length - 1;
  let low = 0;
  let high = Math.max(0, count - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= from) low = middle;
    else high = middle - 1;
  }
  let end = low;
  while (end < count && (starts[end] as number) < to) end++;
  return { first: low, end };
}
