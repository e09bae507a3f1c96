import type { JsonEntry } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { type OpenContainer, pathKey, TreeLines } from './visible-entries';

function container(
  kind: JsonEntry['kind'],
  keys: readonly (string | number)[],
  total = keys.length,
): OpenContainer {
  const entries = new Map(keys.map((key, place) => [place, { key, kind, size: 1, preview: '' }] as const));
  return { total, entries };
}

describe('lines of a tree', () => {
  const lines = new TreeLines(
    new Map([
      [pathKey([]), container('object', ['a', 'b', 'c'])],
      [pathKey(['b']), container('array', [0, 1], 1_000_000)],
      [pathKey(['b', 1]), container('number', ['x', 'y'])],
    ]),
  );

  it('are counted without being listed, and found by their number', () => {
    expect(lines.count).toBe(3 + 1_000_000 + 2);
    expect(lines.at(0)).toMatchObject({ path: ['a'], depth: 0, open: false });
    expect(lines.at(1)).toMatchObject({ path: ['b'], depth: 0, open: true });
    expect(lines.at(2)).toMatchObject({ path: ['b', 0], depth: 1, place: 0, siblings: 1_000_000 });
    expect(lines.at(3)).toMatchObject({ path: ['b', 1], open: true });
    expect(lines.at(5)).toMatchObject({ path: ['b', 1, 'y'], depth: 2 });
    expect(lines.at(6)).toMatchObject({ depth: 1, place: 2, entry: undefined });
    expect(lines.at(1_000_003)).toMatchObject({ depth: 1, place: 999_999 });
    expect(lines.at(1_000_004)).toMatchObject({ path: ['c'], depth: 0 });
    expect(lines.at(1_000_005)).toBeUndefined();
  });

  it('give the number of an entry', () => {
    for (const [path, places] of [
      [['a'], [0]],
      [
        ['b', 1, 'y'],
        [1, 1, 1],
      ],
      [['c'], [2]],
    ] as const) {
      const number = lines.numberOf([...path], [...places]);
      expect(lines.at(number)?.path).toEqual(path);
    }
  });
});
