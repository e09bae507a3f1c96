import { expect, it } from 'vitest';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { fittingPort } from './fitting-port';

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
