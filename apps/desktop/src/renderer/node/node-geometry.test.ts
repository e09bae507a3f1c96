import { describe, expect, it } from 'vitest';
import { DEMO_CATALOG } from '../testing/demo-catalog';
import { nodeGeometry } from './node-geometry';

const definition = (type: string) => DEMO_CATALOG.find((candidate) => candidate.type === type);

describe('node geometry', () => {
  it('stands on a rhythm of 24: header 34, rows and footer 24, frame 2', () => {
    const { width, height, rows } = nodeGeometry(definition('core/large-csv'));
    expect(width).toBe(216);
    expect(rows).toHaveLength(3);
    expect(height).toBe(2 + 34 + 3 * 24 + 24);
  });

  it('puts each port in the middle of its row', () => {
    const { ports } = nodeGeometry(definition('core/large-csv'));
    const at = Object.fromEntries(ports.map((port) => [`${port.direction} ${port.name}`, port.y]));
    expect(at['input file']).toBe(1 + 34 + 12);
    expect(at['output table']).toBe(1 + 34 + 12);
    expect(at['input groupBy']).toBe(1 + 34 + 24 + 12);
  });

  it('marks list inputs and list types as lists', () => {
    const port = nodeGeometry(definition('core/text-template')).ports.find(({ name }) => name === 'values');
    expect(port?.list).toBe(true);
    expect(
      nodeGeometry(definition('core/checksums')).ports.find(({ name }) => name === 'checksums')?.list,
    ).toBe(true);
  });

  it('adds a row for a parameter that an edge feeds, though it is not prominent', () => {
    const connected = { inputs: new Set(['keep']), outputs: new Set<string>() };
    const { rows, ports } = nodeGeometry(definition('core/large-csv'), connected);
    expect(rows).toHaveLength(4);
    expect(ports.some((port) => port.name === 'keep' && port.parameter)).toBe(true);
  });

  it('offers no port for a parameter that may not be fed', () => {
    expect(nodeGeometry(definition('core/number')).ports.map((port) => port.name)).toEqual(['number']);
  });

  it('shows the ports that edges name where the type is not installed', () => {
    const connected = { inputs: new Set(['b', 'a']), outputs: new Set(['out']) };
    const { ports } = nodeGeometry(undefined, connected);
    expect(ports.map((port) => `${port.direction} ${port.name}`)).toEqual([
      'input a',
      'output out',
      'input b',
    ]);
  });
});
