import { expect, it } from 'vitest';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { fittingPort, freeTarget } from './fitting-port';

const definition = (type: string) => {
  const found = DEMO_CATALOG.find((candidate) => candidate.type === type);
  if (found === undefined) throw new Error(type);
  return found;
};

it.each([
  ['core/chart', 'table', 'output', 'table'],
  ['core/chart', 'number', 'output', undefined],
  ['core/preview', 'number', 'output', 'value'],
  ['core/gaussian-blur', 'integer', 'output', 'radius'],
  ['core/text-template', 'number', 'output', 'values.0'],
  ['core/csv-reader', 'table', 'input', 'table'],
  ['core/number', 'integer', 'input', undefined],
] as const)('%s meets %s from an %s at %s', (type, port, direction, expected) => {
  expect(fittingPort(definition(type), port, direction)).toBe(expected);
});

it('ends at the input itself, or at the next item of a list', () => {
  const catalog = new Map(DEMO_CATALOG.map((entry) => [entry.type, entry]));
  const end = (node: string, port: string) =>
    freeTarget(DEMO_DOCUMENT, catalog, { node, port, direction: 'input' });
  expect(end('chart', 'table')).toBe('chart.table');
  expect(end('text', 'values')).toBe('text.values.2');
});
