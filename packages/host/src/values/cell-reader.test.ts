import { describe, expect, test } from 'vitest';
import { cellInFull, tablePage } from './table-page.js';
import { EVERY_TYPE_CELLS, everyType, inSharedMemory } from './testing/every-type.js';

const table = inSharedMemory(everyType());

describe('cells of every column type', () => {
  const page = tablePage(table, 0, 10);
  test.each(page.columns.map(({ name, type }, column) => [name, type, column] as const))(
    '%s: %s',
    (name, _type, column) => {
      expect(page.rows.map((row) => row[column])).toEqual(EVERY_TYPE_CELLS[name]);
    },
  );

  test('no type is without an expectation, and everything is plain JSON', () => {
    expect(page.columns.map(({ name }) => name)).toEqual(Object.keys(EVERY_TYPE_CELLS));
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
  });

  test('columns and rows are chosen', () => {
    const part = tablePage(table, 0, 2, Uint32Array.from([2, 0]), { first: 2, count: 2 });
    expect(part.columns.map(({ name }) => name)).toEqual(['small', 'count']);
    expect(part.rows).toEqual([
      [null, null],
      [-128, 4_294_967_295],
    ]);
    expect(part.numbers).toEqual([2, 0]);
  });

  test('a cell comes in full, cut where it is asked to be', () => {
    const text = page.columns.findIndex(({ name }) => name === 'text');
    expect(cellInFull(table, 0, text, undefined, 1000)).toEqual({
      text: 'é "quoted", new\nline',
      totalChars: 20,
    });
    expect(cellInFull(table, 0, text, undefined, 3)).toEqual({ text: 'é "', totalChars: 20 });
  });
});
