import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycles } from './cycles.js';
import { buildGraph, orderGraph } from './graph.js';
import { anyDag } from './testing/arbitrary-blueprint.js';

const LARGE = 100_000;
const largeIds = Array.from({ length: LARGE }, (_, index) => `n${index}`);

describe('buildGraph', () => {
  it('lists successors, predecessors and in-degrees, parallel edges each once more', () => {
    const graph = buildGraph(
      ['a', 'b', 'c'],
      [
        { from: 'a', to: 'c' },
        { from: 'a', to: 'b' },
        { from: 'a', to: 'c' },
        { from: 'b', to: 'missing' },
      ],
    );
    expect(graph.edgeCount).toBe(3);
    expect([...graph.successorStart]).toEqual([0, 3, 3, 3]);
    expect([...graph.successors]).toEqual([2, 1, 2]);
    expect([...graph.predecessorStart]).toEqual([0, 0, 1, 3]);
    expect([...graph.predecessors]).toEqual([0, 0, 0]);
    expect([...graph.inDegree]).toEqual([0, 1, 2]);
  });
});

describe('orderGraph', () => {
  it('respects every edge, has every node once and looks at every edge once', () => {
    fc.assert(
      fc.property(anyDag(40), ({ ids, edges }) => {
        const graph = buildGraph(ids, edges);
        const { order, visitedEdges } = orderGraph(graph);
        const placeOf = new Map([...order].map((node, place) => [graph.ids[node], place]));
        expect(placeOf.size).toBe(ids.length);
        expect(visitedEdges).toBe(edges.length);
        for (const { from, to } of edges) expect(placeOf.get(from)).toBeLessThan(placeOf.get(to) ?? -1);
      }),
    );
  });

  it.each([
    ['chain', largeIds.slice(1).map((to, index) => ({ from: `n${index}`, to }))],
    ['fan out', largeIds.slice(1).map((to) => ({ from: 'n0', to }))],
    ['fan in', largeIds.slice(1).map((from) => ({ from, to: 'n0' }))],
  ])('orders a %s of 100,000 nodes without recursion, looking at each edge once', (_name, edges) => {
    const { order, visitedEdges } = orderGraph(buildGraph(largeIds, edges));
    expect(order.length).toBe(LARGE);
    expect(visitedEdges).toBe(LARGE - 1);
  });
});

describe('findCycles', () => {
  it('finds nothing where there is an order', () => {
    fc.assert(
      fc.property(anyDag(40), ({ ids, edges }) => {
        expect(findCycles(buildGraph(ids, edges))).toEqual([]);
      }),
    );
  });

  it('gives one closed path of real edges for every knot', () => {
    fc.assert(
      fc.property(anyDag(30), fc.nat(29), fc.nat(29), ({ ids, edges }, one, other) => {
        const from = ids[one % ids.length] as string;
        const to = ids[other % ids.length] as string;
        const all = [...edges, { from, to }, { from: to, to: from }];
        const cycles = findCycles(buildGraph(ids, all));
        expect(cycles.length).toBeGreaterThan(0);
        for (const cycle of cycles) {
          expect(cycle.at(0)).toBe(cycle.at(-1));
          expect(new Set(cycle).size).toBe(cycle.length - 1);
          cycle.slice(1).forEach((next, index) => {
            expect(all).toContainEqual({ from: cycle[index], to: next });
          });
        }
      }),
    );
  });

  it('names each of two separate cycles, and the one behind another', () => {
    const edges = ['ab', 'ba', 'bc', 'cd', 'dc', 'ee'].map((pair) => ({
      from: pair.charAt(0),
      to: pair.charAt(1),
    }));
    expect(findCycles(buildGraph(['a', 'b', 'c', 'd', 'e', 'f'], edges))).toEqual([
      ['a', 'b', 'a'],
      ['c', 'd', 'c'],
      ['e', 'e'],
    ]);
  });

  it('walks a cycle of 100,000 nodes without recursion', () => {
    const edges = largeIds.map((from, index) => ({ from, to: `n${(index + 1) % LARGE}` }));
    const [cycle, ...others] = findCycles(buildGraph(largeIds, edges));
    expect(cycle?.length).toBe(LARGE + 1);
    expect(others).toEqual([]);
  });
});
