import type { Blueprint, Subgraph } from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { findCycles, stronglyConnected } from './cycles.js';
import { buildGraph, type GraphEdge, orderGraph } from './graph.js';
import { usedSubgraphs } from './subgraph-levels.js';

/** How the subgraphs of a document use each other. */
export interface SubgraphOrder {
  /** Every subgraph after those it uses, those that contain themselves at the end. */
  order: string[];
  /** Subgraphs that contain themselves. */
  recursive: ReadonlySet<string>;
  /** One path of each knot: `['a', 'b', 'a']`. */
  cycles: string[][];
}

/** Iterative and linear. */
export function subgraphOrder({ subgraphs = {} }: Blueprint): SubgraphOrder {
  const ids = sortedKeys(subgraphs);
  const edges: GraphEdge[] = [];
  const selfUsing = new Set<string>();
  for (const id of ids) {
    for (const used of usedSubgraphs(subgraphs[id] as Subgraph)) {
      edges.push({ from: used, to: id });
      if (used === id) selfUsing.add(id);
    }
  }
  const graph = buildGraph(ids, edges);
  const { order } = orderGraph(graph);
  const sorted = Array.from(order, (index) => ids[index] as string);
  if (sorted.length === ids.length) return { order: sorted, recursive: new Set(), cycles: [] };
  const { componentOf, sizes } = stronglyConnected(graph);
  const inKnot = (index: number): boolean => (sizes[componentOf[index] as number] ?? 0) > 1;
  const recursive = new Set(ids.filter((id, index) => selfUsing.has(id) || inKnot(index)));
  const known = new Set(sorted);
  const rest = ids.filter((id) => !known.has(id));
  const left = buildGraph(
    rest.filter((id) => !recursive.has(id)),
    edges,
  );
  sorted.push(...rest.filter((id) => recursive.has(id)));
  for (const index of orderGraph(left).order) sorted.push(left.ids[index] as string);
  // The edges point from what is used to its user; a path of use reads the other way.
  return { order: sorted, recursive, cycles: findCycles(graph).map((cycle) => [...cycle].reverse()) };
}
