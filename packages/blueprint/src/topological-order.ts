import { AtomitonError, type Blueprint, parseSourceRef, parseTargetRef } from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { cycleText, findCycles } from './cycles.js';
import { buildGraph, type Graph, type GraphEdge, orderGraph } from './graph.js';

/** The edges that decide order: all but those with a `delay`, in order of their targets. */
export function* orderingEdges(blueprint: Pick<Blueprint, 'nodes' | 'edges'>): Generator<GraphEdge> {
  for (const ref of sortedKeys(blueprint.edges)) {
    const edge = blueprint.edges[ref];
    if (edge === undefined || edge.delay !== undefined) continue;
    yield { from: parseSourceRef(edge.from).node, to: parseTargetRef(ref).node };
  }
}

/** The graph of a blueprint with its nodes in order of their ids; dangling and delayed edges are left out. */
export function blueprintGraph(blueprint: Pick<Blueprint, 'nodes' | 'edges'>): Graph {
  return buildGraph(sortedKeys(blueprint.nodes), orderingEdges(blueprint));
}

/**
 * Node ids so that every node comes after the nodes that feed it; among equals by id. Edges with `delay` do not count.
 * Iterative and, after one sort of the ids, linear.
 * @throws AtomitonError `cycle` with the path: "The nodes feed each other in a cycle: a → b → a."
 */
export function topologicalOrder(blueprint: Blueprint): string[] {
  const graph = blueprintGraph(blueprint);
  const { order } = orderGraph(graph);
  if (order.length < graph.nodeCount) {
    const cycle = findCycles(graph)[0] ?? [];
    throw new AtomitonError({
      kind: 'validation',
      code: 'cycle',
      message: `The nodes feed each other in a cycle: ${cycleText(cycle)}.`,
      node: cycle[0],
      hint: 'Remove one of these edges, or give one a delay.',
    });
  }
  return Array.from(order, (node) => graph.ids[node] as string);
}
