import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { celProblems } from './cel-problems';
import { problemSentence } from './code-problem';

const COLUMNS = [
  { name: 'price', type: 'Float64' },
  { name: 'city', type: 'Utf8' },
];

function said(source: string, columns: typeof COLUMNS | undefined = COLUMNS): string[] {
  return celProblems(source, true, columns).map((problem) => problemSentence(source, problem));
}

describe('celProblems', () => {
  it('says in one sentence where and why a text cannot be read', () => {
    expect(said('price > ')).toEqual(['Line 1, column 8: a value is missing after ">".']);
    expect(said('price > 1 and city == "Oslo"')).toEqual(['Line 1, column 11: "and" is written "&&".']);
  });

  it('says for every text that the engine refuses what the engine says', () => {
    const path = new URL('../../../../../../packages/nodes/vectors/cel-filter.json', import.meta.url);
    const { errors } = JSON.parse(readFileSync(path, 'utf8')) as {
      errors: { filter: string; error: string; line: number; column: number; says: string }[];
    };
    const refused = errors.filter(({ error }) => error === 'syntax');
    expect(refused.length).toBeGreaterThan(15);
    for (const { filter, line, column, says } of refused) {
      expect(said(filter)).toEqual([`Line ${line}, column ${column}: ${says}.`]);
    }
  });

  it('points at a name that is no column, in every way it can be written', () => {
    expect(said('prise > 1')).toEqual(['Line 1, column 1: "prise" is no column; the table has price, city.']);
    expect(said('row["prise"] > 1 && row.cty == "x"').map((text) => text.split(';')[0])).toEqual([
      expect.stringContaining('"prise" is no column'),
      expect.stringContaining('"cty" is no column'),
    ]);
    expect(celProblems('prise > 1', true, COLUMNS)[0]).toMatchObject({
      offset: 0,
      length: 5,
      severity: 'warning',
    });
  });

  it('calls no name wrong while no table is known', () => {
    expect(celProblems('prise > 1', true, undefined)).toEqual([]);
  });

  it('names a call that a filter over columns has not', () => {
    expect(said('city.reverse() == "x"')[0]).toMatch(/^Line 1, column 6: "reverse" is not available/);
    expect(said('[1].exists(v, v > 1)')[0]).toContain('macros such as exists');
    expect(celProblems('items.exists(v, v > 1)', false, undefined)).toEqual([]);
  });

  it('finds nothing wrong with an empty text or a good one', () => {
    expect(said('  ')).toEqual([]);
    expect(said('size(city) > 3 && city.startsWith("O") || price in [1.5, 2.0]')).toEqual([]);
  });
});
