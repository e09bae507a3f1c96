import { describe, expect, it } from 'vitest';
import type { Words } from '../words';
import { celCompletions, columnReference } from './cel-completions';

const WORDS: Words = {
  columns: [
    { name: 'price', type: 'Float64' },
    { name: 'any "name"', type: 'Utf8' },
    { name: 'in', type: 'Int64' },
  ],
  names: [{ name: 'threshold', type: 'number' }],
};

function labels(
  before: string,
  options: Partial<{ overColumns: boolean; asked: boolean }> = {},
): string[] | undefined {
  return celCompletions(before, WORDS, { overColumns: true, asked: false, ...options })?.options.map(
    ({ label }) => label,
  );
}

describe('celCompletions', () => {
  it('offers the columns of the table with their types, and what a filter over columns can call', () => {
    const found = celCompletions('p', WORDS, { overColumns: true, asked: false });
    expect(found?.from).toBe(0);
    expect(found?.options[0]).toMatchObject({ label: 'price', detail: 'Float64', apply: 'price' });
    expect(labels('p')).toContain('size');
    expect(labels('p')).not.toContain('has');
    expect(labels('p')).not.toContain('threshold');
  });

  it('writes a column whose name is no word, or a word of the language, as row["…"]', () => {
    expect(columnReference('any "name"')).toBe('row["any \\"name\\""]');
    expect(columnReference('in')).toBe('row["in"]');
    expect(columnReference('price_2')).toBe('price_2');
  });

  it('offers columns alone inside row["', () => {
    const found = celCompletions('x > 1 && row["an', WORDS, { overColumns: true, asked: false });
    expect(found?.from).toBe('x > 1 && row["'.length);
    expect(found?.options.map(({ apply }) => apply)).toEqual(['price', 'any \\"name\\"', 'in']);
  });

  it('offers methods after a dot, macros only where they work', () => {
    expect(labels('city.')).toContain('startsWith');
    expect(labels('city.')).not.toContain('exists');
    expect(labels('items.', { overColumns: false })).toContain('exists');
    expect(labels('city.st')).not.toContain('price');
  });

  it('offers names of inputs and parameters where an expression reads them', () => {
    expect(labels('t', { overColumns: false })).toContain('threshold');
  });

  it.each(['city == "Os', "city == 'a\\' b", '12', '1.'])(
    'offers nothing inside a text or a number: %s',
    (before) => {
      expect(labels(before)).toBeUndefined();
    },
  );

  it('offers nothing where nothing was begun, unless asked', () => {
    expect(labels('price > ')).toBeUndefined();
    expect(labels('price > ', { asked: true })).toContain('price');
  });

  it('puts the cursor between the brackets of a call', () => {
    const size = celCompletions('si', WORDS, { overColumns: true, asked: false })?.options.find(
      ({ label }) => label === 'size',
    );
    expect(size).toMatchObject({ apply: 'size()', cursor: 5 });
  });
});
