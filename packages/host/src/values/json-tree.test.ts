import { describe, expect, test } from 'vitest';
import { JsonKeys, jsonPage, pathText, searchJson } from './json-tree.js';

const keys = new JsonKeys();
const value = {
  rows: [
    { name: 'Oslo', n: 1 },
    { name: 'Rome', n: null },
  ],
  'odd key': 'x'.repeat(300),
  empty: {},
};

describe('a JSON value by its entries', () => {
  test('one page of an object and of a list inside it', () => {
    expect(jsonPage(value, [], 0, 2, keys)).toMatchObject({
      kind: 'object',
      total: 3,
      entries: [
        { key: 'rows', kind: 'array', size: 2, preview: '' },
        { key: 'odd key', kind: 'string', size: 300 },
      ],
    });
    expect(jsonPage(value, ['rows', 1], 0, 10, keys).entries).toEqual([
      { key: 'name', kind: 'string', size: 4, preview: '"Rome"' },
      { key: 'n', kind: 'null', size: 0, preview: 'null' },
    ]);
  });

  test('a path that leads nowhere is refused; prototypes are no entries', () => {
    expect(() => jsonPage(value, ['rows', 9], 0, 1, keys)).toThrow('rows[9]');
    expect(() => jsonPage(value, ['constructor'], 0, 1, keys)).toThrow('constructor');
  });

  test('paths read like code', () => {
    expect(pathText(['rows', 1, 'name'])).toBe('rows[1].name');
    expect(pathText(['odd key', 'a'])).toBe('["odd key"].a');
  });

  test('a search finds keys and values in order, and says when there are more', async () => {
    const found = await searchJson(value, 'O', 10, keys, () => undefined);
    expect(found.matches.map(({ path }) => pathText(path))).toEqual([
      'rows',
      'rows[0].name',
      'rows[1].name',
      '["odd key"]',
    ]);
    expect(found.matches[2]?.places).toEqual([0, 1, 0]);
    expect(await searchJson(value, 'o', 2, keys, () => undefined)).toMatchObject({ more: true });
    expect((await searchJson('Tomorrow', 'morr', 2, keys, () => undefined)).matches).toEqual([
      { path: [], places: [] },
    ]);
  });

  test('a large search gives way to others and can be ended', async () => {
    const large = Array.from({ length: 400_000 }, (_, index) => ({ index }));
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const found = await searchJson(large, '399999', 10, keys, () => undefined);
    clearInterval(timer);
    expect(found.matches).toHaveLength(1);
    expect(turns).toBeGreaterThan(1);
    const ended = searchJson(large, 'nothing', 10, keys, () => {
      throw new Error('ended');
    });
    await expect(ended).rejects.toThrow('ended');
  });
});
