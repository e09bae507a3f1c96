import type { JsonValue } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, freshColumn, gridOf, parseSpreadsheet, pasteInto, valueOf } from './table-grid';

const NAMES = { key: 'Name', value: 'Value' };
const none = (): undefined => undefined;

describe('gridOf and valueOf', () => {
  it.each<[string, JsonValue]>([
    ['records', [{ a: 1, b: 'x' }, { a: 2 }]],
    ['a map', { zip: 'string', n: 3 }],
    [
      'rows',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['nothing', []],
  ])('%s come back as they were', (_name, value) => {
    const grid = gridOf(value, [], NAMES);
    expect(grid === undefined ? undefined : valueOf(grid)).toEqual(value);
  });

  it('keeps columns that the specification names in its order, and others behind them', () => {
    expect(gridOf([{ z: 1, b: 2 }], ['a', 'b'], NAMES)).toEqual({
      shape: 'records',
      columns: ['a', 'b', 'z'],
      cells: [[null, 2, 1]],
    });
  });

  it.each<[string, JsonValue]>([
    ['a number', 5],
    ['a list of texts', ['a']],
    ['a map of lists', { a: [1] }],
    ['a mixed list', [{ a: 1 }, 2]],
  ])('leaves %s to the JSON editor', (_name, value) => {
    expect(gridOf(value, [], NAMES)).toBeUndefined();
  });
});

describe('cellOf', () => {
  it.each<[string, string | undefined, JsonValue]>([
    ['12', undefined, 12],
    ['-1,5', undefined, -1.5],
    ['007', undefined, '007'],
    ['12', 'string', '12'],
    ['true', undefined, true],
    ['', undefined, null],
    ['12 rows', 'number', '12 rows'],
  ])('%s as %s is %s', (text, type, value) => {
    expect(cellOf(text, type)).toEqual(value);
  });
});

describe('parseSpreadsheet', () => {
  it('reads tabs, line ends of all systems, and cells in quotes', () => {
    expect(parseSpreadsheet('a\tb\r\n1\t"x ""y""\tz"\n')).toEqual([
      ['a', 'b'],
      ['1', 'x "y"\tz'],
    ]);
    expect(parseSpreadsheet('"open\t2')).toEqual([['"open', '2']]);
    expect(parseSpreadsheet('')).toEqual([['']]);
  });

  it('gives back what a spreadsheet wrote', () => {
    const cell = fc.string().map((text) => text.replaceAll('\r', ''));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (rows) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const text = rows.map((row) => row.map(quoted).join('\t')).join('\n');
          expect(parseSpreadsheet(text)).toEqual(rows);
        },
      ),
    );
  });
});

describe('pasteInto', () => {
  it('replaces cells from one on and grows to the right and down', () => {
    const grid = gridOf([{ a: 1, b: 2 }], [], NAMES);
    if (grid === undefined) throw new Error('no grid');
    const pasted = pasteInto(
      grid,
      0,
      1,
      [
        ['5', '6'],
        ['x', ''],
      ],
      none,
    );
    expect(pasted.columns).toEqual(['a', 'b', 'column3']);
    expect(valueOf(pasted)).toEqual([{ a: 1, b: 5, column3: 6 }, { b: 'x' }]);
  });

  it('keeps a map at two columns', () => {
    const grid = gridOf({ a: 1 }, [], NAMES);
    if (grid === undefined) throw new Error('no grid');
    expect(valueOf(pasteInto(grid, 1, 0, [['b', '2', 'too many']], none))).toEqual({ a: 1, b: 2 });
  });

  it('finds a name for a new column that is not taken', () => {
    expect(freshColumn(['column2'], 'records')).toBe('column3');
  });
});
