import { expect, test } from 'vitest';
import { withExtension } from './file-name.js';

test.each([
  ['/a/b', ['blueprint.json'], '/a/b.blueprint.json'],
  ['/a/b.blueprint.json', ['blueprint.json'], '/a/b.blueprint.json'],
  ['/a/B.BLUEPRINT.JSON', ['blueprint.json'], '/a/B.BLUEPRINT.JSON'],
  ['/a.csv/b', ['csv', 'tsv'], '/a.csv/b.csv'],
  ['/a/b.tsv', ['csv', 'tsv'], '/a/b.tsv'],
  ['/a/b', [], '/a/b'],
])('%s with %j is %s', (file, extensions, expected) => {
  expect(withExtension(file, extensions)).toBe(expected);
});
