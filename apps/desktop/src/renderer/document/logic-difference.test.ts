import { blueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { resolveFile } from './file-parameters';
import { logicDifference } from './logic-difference';

const reading = (path: string): Blueprint =>
  blueprint('reading').node('open', 'core/csv-reader', { path }).build();

it('another path to the same file makes no difference, the same path in another folder does', () => {
  const differs = (then: [string, string | undefined], now: [string, string | undefined]): boolean =>
    logicDifference(
      { blueprint: reading(then[0]), baseFolder: then[1] },
      { blueprint: reading(now[0]), baseFolder: now[1] },
      new Map(DEMO_CATALOG.map((definition) => [definition.type, definition])),
    ).has('open');
  expect(differs(['/data/a.csv', undefined], ['a.csv', '/data'])).toBe(false);
  expect(differs(['../data/a.csv', '/work'], ['./a.csv', '/data'])).toBe(false);
  expect(differs(['a.csv', '/data'], ['/data/a.csv', '/data'])).toBe(false);
  expect(differs(['/data/a.csv', undefined], ['b.csv', '/data'])).toBe(true);
  expect(differs(['a.csv', '/data'], ['a.csv', '/work'])).toBe(true);
  expect(differs(['a.csv', undefined], ['a.csv', '/work'])).toBe(true);
});

it('a path leads to a file by the separators of its system', () => {
  expect(resolveFile('../b/c.csv', '/home/a')).toBe('/home/b/c.csv');
  expect(resolveFile('../b/c.csv', 'C:\\home\\a')).toBe(resolveFile('C:\\home\\b\\c.csv', undefined));
  expect(resolveFile('a\\b.csv', '/home')).toBe('/home/a\\b.csv');
  expect(resolveFile('', '/home')).toBe('');
});
