import { describe, expect, it } from 'vitest';
import { contains, moveSelection, rangeOf, selectCell } from './grid-selection';

const size = { rows: 100, columns: 5 };
const move = (row: number, column: number, key: string, more: { ctrl?: boolean; shift?: boolean } = {}) =>
  moveSelection(selectCell(row, column), { key, ctrl: false, shift: false, ...more }, size, 10)?.active;

describe('keys in the grid', () => {
  it.each([
    ['ArrowDown', {}, { row: 5, column: 2 }],
    ['ArrowUp', {}, { row: 3, column: 2 }],
    ['ArrowLeft', {}, { row: 4, column: 1 }],
    ['ArrowRight', {}, { row: 4, column: 3 }],
    ['Home', {}, { row: 4, column: 0 }],
    ['End', {}, { row: 4, column: 4 }],
    ['PageDown', {}, { row: 14, column: 2 }],
    ['PageUp', {}, { row: 0, column: 2 }],
    ['Home', { ctrl: true }, { row: 0, column: 0 }],
    ['End', { ctrl: true }, { row: 99, column: 4 }],
    ['ArrowDown', { ctrl: true }, { row: 99, column: 2 }],
    ['ArrowUp', { ctrl: true }, { row: 0, column: 2 }],
  ] as const)('%s %j', (key, more, to) => expect(move(4, 2, key, more)).toEqual(to));

  it('leads to the header above the first row and back', () => {
    expect(move(0, 1, 'ArrowUp')).toEqual({ row: -1, column: 1 });
    expect(move(-1, 1, 'ArrowDown')).toEqual({ row: 0, column: 1 });
    expect(move(-1, 1, 'ArrowUp')).toEqual({ row: -1, column: 1 });
  });

  it('extends a rectangle with Shift and takes whole rows, columns and everything', () => {
    const start = selectCell(4, 2);
    const wider = moveSelection(start, { key: 'ArrowUp', ctrl: false, shift: true }, size, 10);
    expect(rangeOf(wider ?? start)).toEqual({ firstRow: 3, lastRow: 4, firstColumn: 2, lastColumn: 2 });
    const all = moveSelection(start, { key: 'a', ctrl: true, shift: false }, size, 10);
    expect(rangeOf(all ?? start)).toEqual({ firstRow: 0, lastRow: 99, firstColumn: 0, lastColumn: 4 });
    const column = moveSelection(start, { key: ' ', ctrl: true, shift: false }, size, 10);
    expect(contains(rangeOf(column ?? start), 77, 2)).toBe(true);
    expect(contains(rangeOf(column ?? start), 77, 1)).toBe(false);
  });

  it('leaves other keys to others', () => {
    expect(move(4, 2, 'x')).toBeUndefined();
    expect(move(4, 2, ' ')).toBeUndefined();
  });
});
