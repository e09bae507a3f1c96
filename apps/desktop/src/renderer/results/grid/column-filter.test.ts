import { describe, expect, it } from 'vitest';
import { conditionText, joinConditions, operatorsOf } from './column-filter';
import { cycleSort, setSort } from './sort-keys';

describe('a condition on a column as CEL', () => {
  it.each([
    ['price', 'Float64', '>', '12.5', 'price > 12.5'],
    ['any name', 'Int64', '==', '7', 'row["any name"] == 7'],
    ['city', 'Utf8', 'contains', 'a"b', 'city.contains("a\\"b")'],
    ['city', 'Dictionary<Int32, Utf8>', '==', 'Oslo', 'city == "Oslo"'],
    ['day', 'Date32<DAY>', '<', '2026-01-01', 'day < "2026-01-01"'],
    ['flag', 'Bool', '==', 'True', 'flag == true'],
    ['in', 'Int32', 'null', '', 'row["in"] == null'],
  ] as const)('%s %s %s %s', (name, type, operator, value, text) => {
    expect(operatorsOf(type)).toContain(operator);
    expect(conditionText(name, type, operator, value)).toBe(text);
  });

  it('has none for lists and decimals, and joins so that both hold', () => {
    expect(operatorsOf('List<Int32>')).toEqual([]);
    expect(operatorsOf('Decimal[20e+2]')).toEqual([]);
    expect(joinConditions('', 'a > 1')).toBe('a > 1');
    expect(joinConditions('a > 1 || b', 'c')).toBe('(a > 1 || b) && c');
  });
});

describe('the keys of a sort', () => {
  it('go from ascending to descending to none', () => {
    const up = cycleSort([], 2, false);
    const down = cycleSort(up, 2, false);
    expect([up, down, cycleSort(down, 2, false)]).toEqual([
      [{ column: 2, descending: false }],
      [{ column: 2, descending: true }],
      [],
    ]);
  });

  it('are added behind those that are there, and change in their place', () => {
    const two = cycleSort([{ column: 0, descending: false }], 1, true);
    expect(two.map(({ column }) => column)).toEqual([0, 1]);
    expect(cycleSort(two, 0, true)).toEqual([
      { column: 0, descending: true },
      { column: 1, descending: false },
    ]);
    expect(setSort(two, 3, true, false)).toEqual([{ column: 3, descending: true }]);
  });
});
