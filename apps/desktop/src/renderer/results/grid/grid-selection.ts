/** A cell; row -1 is the header. */
export interface GridCell {
  row: number;
  column: number;
}

/** The cell that has the focus, and the corner that a selection was begun at. */
export interface GridSelection {
  active: GridCell;
  anchor: GridCell;
}

export interface GridSize {
  rows: number;
  columns: number;
}

/** A rectangle of cells; both ends belong to it. */
export interface GridRange {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

export function selectCell(row: number, column: number): GridSelection {
  return { active: { row, column }, anchor: { row, column } };
}

export function rangeOf({ active, anchor }: GridSelection): GridRange {
  return {
    firstRow: Math.max(0, Math.min(active.row, anchor.row)),
    lastRow: Math.max(active.row, anchor.row),
    firstColumn: Math.min(active.column, anchor.column),
    lastColumn: Math.max(active.column, anchor.column),
  };
}

export function contains(range: GridRange, row: number, column: number): boolean {
  return (
    row >= range.firstRow && row <= range.lastRow && column >= range.firstColumn && column <= range.lastColumn
  );
}

/** What a key press has to do with the selection. `ctrl` is Command on a Mac. */
export interface GridKey {
  key: string;
  ctrl: boolean;
  shift: boolean;
}

/** Where a key leads, or undefined where it is none of the grid's. `page` is the number of rows that are seen. */
export function moveSelection(
  selection: GridSelection,
  { key, ctrl, shift }: GridKey,
  size: GridSize,
  page: number,
): GridSelection | undefined {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const { row, column } = selection.active;
  const to = (nextRow: number, nextColumn: number): GridSelection => {
    const active = {
      row: Math.min(lastRow, Math.max(-1, nextRow)),
      column: Math.min(lastColumn, Math.max(0, nextColumn)),
    };
    return { active, anchor: shift ? selection.anchor : active };
  };
  switch (key) {
    case 'ArrowUp':
      return ctrl ? to(row <= 0 ? -1 : 0, column) : to(row - 1, column);
    case 'ArrowDown':
      return ctrl ? to(lastRow, column) : to(row + 1, column);
    case 'ArrowLeft':
      return to(row, ctrl ? 0 : column - 1);
    case 'ArrowRight':
      return to(row, ctrl ? lastColumn : column + 1);
    case 'Home':
      return ctrl ? to(0, 0) : to(row, 0);
    case 'End':
      return ctrl ? to(lastRow, lastColumn) : to(row, lastColumn);
    case 'PageUp':
      return to(Math.max(Math.min(row, 0), row - page), column);
    case 'PageDown':
      return to(row + page, column);
    case 'a':
    case 'A':
      return ctrl
        ? { active: { row: lastRow, column: lastColumn }, anchor: { row: 0, column: 0 } }
        : undefined;
    case ' ':
      if (ctrl) return { active: { row: lastRow, column }, anchor: { row: 0, column } };
      if (shift) return { active: { row, column: lastColumn }, anchor: { row, column: 0 } };
      return undefined;
    default:
      return undefined;
  }
}
