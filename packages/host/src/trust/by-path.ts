import { flatten } from '@atomiton/blueprint';
import type { Blueprint, BlueprintNode, Edge } from '@atomiton/contracts';
import { parseSourceRef } from '@atomiton/contracts';

/**
 * A blueprint with what is inside its subgraphs in place, every node under its path (`instance/inner`): what would run,
 * in the names that a run uses. The blueprint itself where it has no subgraphs.
 */
export function byPath(blueprint: Blueprint): Blueprint {
  if (blueprint.subgraphs === undefined) return blueprint;
  const { blueprint: flat, pathOf } = flatten(blueprint);
  const named = (id: string): string => pathOf.get(id) ?? id;
  const nodes: Record<string, BlueprintNode> = {};
  for (const [id, node] of Object.entries(flat.nodes)) nodes[named(id)] = node;
  const edges: Record<string, Edge> = {};
  for (const [to, edge] of Object.entries(flat.edges)) {
    const dot = to.indexOf('.');
    const { node, port } = parseSourceRef(edge.from);
    edges[named(to.slice(0, dot)) + to.slice(dot)] = { ...edge, from: `${named(node)}.${port}` };
  }
  return { ...flat, nodes, edges };
}

/** Whether a path is one of these nodes, lies inside one of them, or is one of them inside a subgraph. */
export function isAmong(path: string, ids: ReadonlySet<string>): boolean {
  return ids.has(path) || path.split('/').some((step) => ids.has(step));
}
