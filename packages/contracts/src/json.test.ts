import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNonJson, jsonValueSchema } from './json.js';

describe('findNonJson', () => {
  it('finds nothing in what JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/"(__proto__|constructor|prototype)":/.test(text));
        expect(findNonJson(value)).toBeUndefined();
      }),
    );
  });

  it.each<[string, unknown, string]>([
    ['not a number', { a: [1, Number.NaN] }, '$.a[1] is NaN, which JSON cannot hold'],
    ['infinity', Number.POSITIVE_INFINITY, '$ is Infinity, which JSON cannot hold'],
    ['undefined', { a: undefined }, '$.a is a undefined, which JSON cannot hold'],
    ['a function', [() => 1], '$[0] is a function, which JSON cannot hold'],
    ['a bigint', { n: 1n }, '$.n is a bigint, which JSON cannot hold'],
    ['a date', { d: new Date(0) }, '$.d is not a plain object'],
    ['a map', new Map(), '$ is not a plain object'],
    ['a prototype key', JSON.parse('{"a":{"__proto__":1}}'), '$.a has the reserved key "__proto__"'],
    ['a constructor key', { constructor: 1 }, '$ has the reserved key "constructor"'],
  ])('names the place of %s', (_name, value, problem) => {
    expect(findNonJson(value)).toBe(problem);
    expect(jsonValueSchema.safeParse(value).error?.issues[0]?.message).toBe(problem);
  });

  it('walks a million levels without recursion, and refuses them by depth', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`);
    expect(findNonJson(deep)).toMatch(/is nested deeper than 200 levels$/);
  });
});
