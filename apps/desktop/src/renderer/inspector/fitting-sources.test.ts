import { expect, it } from 'vitest';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { fittingSources } from './fitting-sources';

const CATALOG = new Map(DEMO_CATALOG.map((definition) => [definition.type, definition]));

it('lists the outputs whose type fits, by the names of their nodes', () => {
  const found = fittingSources(DEMO_DOCUMENT, CATALOG, 'blur', 'number');
  expect(found.map(({ from }) => from)).toContain('number.number');
  expect(found.every(({ type }) => ['number', 'integer', 'any'].includes(type))).toBe(true);
});

it('leaves out the node itself and all that depend on it', () => {
  expect(fittingSources(DEMO_DOCUMENT, CATALOG, 'large', 'table').map(({ node }) => node)).toEqual(['open']);
});
