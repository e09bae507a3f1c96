import { formatCell } from '../format';
import type { TablePage } from '../value-cache';

export const MIN_WIDTH = 48;
export const MAX_WIDTH = 900;
const LETTER = 7;
const PADDING = 22;
/** Room in the header for the sign of a sort and the menu. */
const HEADER_EXTRA = 34;
const WIDEST_AT_FIRST = 280;

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

/** The width that the name and these cells need. Pixels. */
export function fittingWidth(
  name: string,
  type: string,
  cells: readonly string[],
  limit = MAX_WIDTH,
): number {
  const head = (name.length + type.length * 0.75) * LETTER + HEADER_EXTRA + PADDING;
  const body = Math.max(0, ...cells.map((cell) => cell.length)) * LETTER + PADDING;
  return clampWidth(Math.min(limit, Math.max(head, body)));
}

/** Widths before anybody has changed them: from the names, and from the first cells where they are known. */
export function firstWidths(
  columns: readonly { name: string; type: string }[],
  page: TablePage | undefined,
): number[] {
  return columns.map(({ name, type }, column) => {
    const cells = (page?.rows ?? []).slice(0, 40).map((row) => formatCell(row[column]));
    return fittingWidth(name, type, cells, WIDEST_AT_FIRST);
  });
}
