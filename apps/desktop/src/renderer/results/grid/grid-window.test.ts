import { describe, expect, it } from 'vitest';
import {
  columnStarts,
  isScaled,
  lastTop,
  MAX_HEIGHT,
  ROW_HEIGHT,
  scrollHeight,
  scrollOfTop,
  topOfScroll,
  topToSee,
  visibleColumns,
  visibleRows,
} from './grid-window';

const few = { rows: 1000, viewport: 240 };
const many = { rows: 50_000_000, viewport: 240 };

describe('the window over the rows', () => {
  it('scrolls by pixels where the rows fit', () => {
    expect(isScaled(few)).toBe(false);
    expect(scrollHeight(few)).toBe(24_000);
    expect(topOfScroll(few, 1234)).toBe(1234);
  });

  it('reaches the first and the last row of any number of rows', () => {
    expect(isScaled(many)).toBe(true);
    expect(scrollHeight(many)).toBe(MAX_HEIGHT);
    expect(topOfScroll(many, 0)).toBe(0);
    expect(topOfScroll(many, MAX_HEIGHT - many.viewport)).toBe(lastTop(many));
    const { end } = visibleRows(many, lastTop(many), 0);
    expect(end).toBe(many.rows);
  });

  it('goes from the place of the bar to the rows and back', () => {
    for (const top of [0, 77_777, 600_000_000, lastTop(many)]) {
      expect(Math.abs(topOfScroll(many, scrollOfTop(many, top)) - top)).toBeLessThan(0.01);
    }
  });

  it('moves only as far as a row needs', () => {
    expect(topToSee(few, 0, 5)).toBe(0);
    expect(topToSee(few, 0, 10)).toBe(ROW_HEIGHT);
    expect(topToSee(few, 2400, 99)).toBe(99 * ROW_HEIGHT);
    expect(topToSee(many, 0, many.rows - 1)).toBe(lastTop(many));
  });

  it('finds the columns that are seen', () => {
    const starts = columnStarts([100, 50, 200, 80]);
    expect(visibleColumns(starts, 0, 120)).toEqual({ first: 0, end: 2 });
    expect(visibleColumns(starts, 149, 151)).toEqual({ first: 1, end: 3 });
    expect(visibleColumns(starts, 360, 1000)).toEqual({ first: 3, end: 4 });
    expect(visibleColumns(columnStarts([]), 0, 100)).toEqual({ first: 0, end: 0 });
  });
});
