import type { Blueprint, JsonValue } from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprint } from './builder.js';
import { compareBlueprints, isSameBlueprint } from './compare-blueprints.js';
import { jsonEqual } from './json-equal.js';
import { applyOperations } from './operations.js';

const base = blueprint('x')
  .node('a', 'core/number', { value: 1 })
  .node('b', 'core/preview')
  .node('c', 'core/text', { value: 'old', kept: [1, { deep: true }] })
  .connect('a.value', 'b.value')
  .build();
const placed = applyOperations(base, [
  { op: 'move-node', id: 'a', position: { x: 0, y: 0 } },
  { op: 'move-node', id: 'b', position: { x: 300, y: 0 } },
]);

describe('compareBlueprints', () => {
  it('finds nothing between a blueprint and its copy, whatever the order of keys', () => {
    const copy = JSON.parse(JSON.stringify(placed)) as Blueprint;
    const turned = Object.fromEntries(Object.entries(copy).reverse()) as Blueprint;
    expect(isSameBlueprint(compareBlueprints(placed, turned))).toBe(true);
  });

  it('names added and removed nodes and edges', () => {
    const after = applyOperations(placed, [
      { op: 'disconnect', to: 'b.value' },
      { op: 'remove-node', id: 'a' },
      { op: 'add-node', id: 'd', node: { type: 'core/sum', typeVersion: 1, parameters: {}, mode: 'active' } },
      { op: 'connect', to: 'd.values.0', edge: { from: 'c.text' } },
    ]);
    const { nodes, edges, others } = compareBlueprints(placed, after);
    expect(nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'removed'],
      ['d', 'added'],
    ]);
    expect(nodes[0]?.before?.type).toBe('core/number');
    expect(nodes[1]?.after?.type).toBe('core/sum');
    expect(edges).toEqual([
      { to: 'b.value', kind: 'removed', before: { from: 'a.value' } },
      { to: 'd.values.0', kind: 'added', after: { from: 'c.text' } },
    ]);
    expect(others).toEqual([]);
  });

  it('gives both values of a changed parameter, and leaves out the side that has none', () => {
    const after = applyOperations(placed, [
      { op: 'set-parameter', id: 'c', name: 'value', value: 'new' },
      { op: 'set-parameter', id: 'c', name: 'kept' },
      { op: 'set-parameter', id: 'c', name: 'extra', value: null },
      { op: 'rename-node', id: 'c', name: 'Words' },
      { op: 'set-mode', id: 'a', mode: 'muted' },
    ]);
    const [a, c] = compareBlueprints(placed, after).nodes;
    expect(a).toMatchObject({
      id: 'a',
      kind: 'changed',
      changes: [{ path: 'mode', before: 'active', after: 'muted' }],
    });
    expect(c?.changes).toEqual([
      { path: 'name', after: 'Words' },
      { path: 'parameters.extra', after: null },
      { path: 'parameters.kept', before: [1, { deep: true }] },
      { path: 'parameters.value', before: 'old', after: 'new' },
    ]);
  });

  it('tells a moved node from a changed one, with both places', () => {
    const after = applyOperations(placed, [
      { op: 'move-node', id: 'a', position: { x: 40, y: 8 } },
      { op: 'move-node', id: 'b', position: { x: 340, y: 8 } },
      { op: 'set-parameter', id: 'b', name: 'limit', value: 3 },
    ]);
    const [a, b] = compareBlueprints(placed, after).nodes;
    expect(a).toMatchObject({
      kind: 'moved',
      changes: [],
      move: { before: { x: 0, y: 0 }, after: { x: 40, y: 8 } },
    });
    expect(b).toMatchObject({ kind: 'changed', move: { after: { x: 340, y: 8 } } });
  });

  it('names an edge that comes from elsewhere', () => {
    const after = applyOperations(placed, [
      { op: 'disconnect', to: 'b.value' },
      { op: 'connect', to: 'b.value', edge: { from: 'c.text' } },
    ]);
    expect(compareBlueprints(placed, after).edges).toEqual([
      { to: 'b.value', kind: 'changed', before: { from: 'a.value' }, after: { from: 'c.text' } },
    ]);
  });

  it('names a note, a group, an unknown key and the name, but not the viewport', () => {
    const after: Blueprint = {
      ...placed,
      name: 'y',
      layout: {
        ...placed.layout,
        viewport: { x: 1, y: 2, zoom: 3 },
        notes: { n1: { text: 'hello', x: 0, y: 0, width: 10, height: 10 } },
        looks: { a: { color: 'red' } },
      },
      'x-tool': 7,
    };
    expect(compareBlueprints(placed, after).others).toEqual([
      { path: 'name', before: 'x', after: 'y' },
      { path: 'x-tool', after: 7 },
      { path: 'layout.looks.a', after: { color: 'red' } },
      { path: 'layout.notes.n1', after: { text: 'hello', x: 0, y: 0, width: 10, height: 10 } },
    ]);
  });

  it('compares 100,000 nodes in a chain of shared parts without walking them', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [
        `n${index}`,
        { type: 'core/x', typeVersion: 1, parameters: {}, mode: 'active' as const },
      ]),
    );
    const large: Blueprint = { ...base, nodes, edges: {} };
    const after = applyOperations(large, [{ op: 'set-parameter', id: 'n70000', name: 'v', value: 1 }]);
    expect(compareBlueprints(large, after).nodes.map(({ id }) => id)).toEqual(['n70000']);
  });
});

describe('jsonEqual', () => {
  it('agrees with the canonical text of any two values', () => {
    const canonical = (value: unknown): string =>
      JSON.stringify(value, (_key, part: unknown) =>
        typeof part === 'object' && part !== null && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
          : part,
      );
    // As text has them: there -0 is 0, which here are two values.
    const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
    expect(jsonEqual({ x: -0 }, { x: 0 })).toBe(false);
    fc.assert(
      fc.property(json, json, (one, other) => {
        fc.pre(!JSON.stringify([one, other]).includes('__proto__'));
        expect(jsonEqual(one, JSON.parse(JSON.stringify(one)))).toBe(true);
        expect(jsonEqual(one, other)).toBe(canonical(one) === canonical(other));
      }),
    );
  });
});
