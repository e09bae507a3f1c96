import { applyOperations } from '@atomiton/blueprint';
import type { NodeDefinition } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { insertOnEdge } from './insert-on-edge';

const catalog = new Map(DEMO_CATALOG.map((definition) => [definition.type, definition]));
const definition = (type: string): NodeDefinition => {
  const found = catalog.get(type);
  if (found === undefined) throw new Error(type);
  return found;
};

it('puts a node that fits into the edge', () => {
  const insert = insertOnEdge(DEMO_DOCUMENT, catalog, definition('core/select-filter'), 'chart.table');
  const node = { type: 'core/select-filter', typeVersion: 1, mode: 'active' as const, parameters: {} };
  const after = applyOperations(DEMO_DOCUMENT, [
    { op: 'add-node', id: 'between', node },
    ...(insert?.('between') ?? []),
  ]);
  expect(after.edges['between.table']?.from).toBe('large.table');
  expect(after.edges['chart.table']?.from).toBe('between.table');
  expect(after.edges['filter.table']?.from).toBe('large.table');
});

it.each([
  ['a type that does not fit', 'core/gaussian-blur', 'chart.table'],
  ['a node without inputs', 'core/csv-reader', 'chart.table'],
  ['an edge that is not there', 'core/select-filter', 'chart.nothing'],
])('leaves the edge alone for %s', (_what, type, to) => {
  expect(insertOnEdge(DEMO_DOCUMENT, catalog, definition(type), to)).toBeUndefined();
});
