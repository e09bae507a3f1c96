import {
  type Blueprint,
  type Edge,
  type Operation,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { disconnectEdge, forgetNodes } from './layout-edits.js';
import { isBoundaryType } from './subgraph-levels.js';

/**
 * Deletes nodes with every edge at them, and what the layout says about both. Ids that are not there are ignored, and so
 * is the interface of a subgraph, which stays.
 */
export function deleteNodes(blueprint: Blueprint, ids: Iterable<string>): Operation[] {
  const doomed = new Set<string>();
  for (const id of ids) {
    const node = Object.hasOwn(blueprint.nodes, id) ? blueprint.nodes[id] : undefined;
    if (node !== undefined && !isBoundaryType(node.type)) doomed.add(id);
  }
  if (doomed.size === 0) return [];
  const operations = forgetNodes(blueprint, doomed);
  for (const to of sortedKeys(blueprint.edges)) {
    const edge = blueprint.edges[to] as Edge;
    if (doomed.has(parseTargetRef(to).node) || doomed.has(parseSourceRef(edge.from).node)) {
      operations.push(...disconnectEdge(blueprint, to));
    }
  }
  for (const id of doomed) operations.push({ op: 'remove-node', id });
  return operations;
}

/** Connects an input, taking away the edge that feeds it now. Nothing when that edge is already the same. */
export function connectReplacing(blueprint: Blueprint, from: string, to: string): Operation[] {
  const present = Object.hasOwn(blueprint.edges, to) ? blueprint.edges[to] : undefined;
  if (present?.from === from) return [];
  const connect: Operation = { op: 'connect', to, edge: { from } };
  return present === undefined ? [connect] : [...disconnectEdge(blueprint, to), connect];
}

/** The target of the next item of a list input: one after the highest number in use (`merge.items.2`). */
export function nextListTarget(blueprint: Blueprint, node: string, port: string): string {
  let next = 0;
  for (const to of Object.keys(blueprint.edges)) {
    const target = parseTargetRef(to);
    if (target.node === node && target.port === port && target.index !== undefined) {
      next = Math.max(next, target.index + 1);
    }
  }
  return `${node}.${port}.${next}`;
}
