import type { Graph } from './graph.js';

/**
 * Strongly connected components (Tarjan 1972), iterative and linear.
 * @returns the component number of each node, and the size of each component.
 */
export function stronglyConnected(graph: Graph): { componentOf: Int32Array; sizes: number[] } {
  const { nodeCount, successorStart, successors } = graph;
  const discovered = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const componentOf = new Int32Array(nodeCount).fill(-1);
  const nextSlot = successorStart.slice(0, nodeCount);
  const open: number[] = [];
  const path: number[] = [];
  const sizes: number[] = [];
  let clock = 0;
  const enter = (node: number): void => {
    discovered[node] = clock;
    low[node] = clock++;
    open.push(node);
    path.push(node);
  };
  for (let root = 0; root < nodeCount; root++) {
    if (discovered[root] !== -1) continue;
    enter(root);
    while (path.length > 0) {
      const node = path[path.length - 1] as number;
      const slot = nextSlot[node] as number;
      if (slot < (successorStart[node + 1] as number)) {
        nextSlot[node] = slot + 1;
        const successor = successors[slot] as number;
        if (discovered[successor] === -1) enter(successor);
        else if (componentOf[successor] === -1) {
          low[node] = Math.min(low[node] as number, discovered[successor] as number);
        }
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number);
      if (low[node] !== discovered[node]) continue;
      let size = 0;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        componentOf[member] = sizes.length;
        size++;
        if (member === node) break;
      }
      sizes.push(size);
    }
  }
  return { componentOf, sizes };
}

/**
 * One cycle of each knot of the graph, as ids in the direction of the edges with the first repeated at the end
 * (`['a', 'b', 'a']`), beginning with the node that was given first. Empty when the graph has an order.
 */
export function findCycles(graph: Graph): string[][] {
  const { nodeCount, predecessorStart, predecessors, ids } = graph;
  const { componentOf, sizes } = stronglyConnected(graph);
  const reported = new Set<number>();
  const cycles: string[][] = [];
  const predecessorInside = (node: number): number | undefined => {
    const end = predecessorStart[node + 1] as number;
    for (let slot = predecessorStart[node] as number; slot < end; slot++) {
      const predecessor = predecessors[slot] as number;
      if (componentOf[predecessor] === componentOf[node]) return predecessor;
    }
    return undefined;
  };
  for (let start = 0; start < nodeCount; start++) {
    const component = componentOf[start] as number;
    if (reported.has(component)) continue;
    if (sizes[component] === 1 && predecessorInside(start) === undefined) continue;
    reported.add(component);
    const seenAt = new Map<number, number>();
    const walked: number[] = [];
    let node: number | undefined = start;
    while (node !== undefined && !seenAt.has(node)) {
      seenAt.set(node, walked.length);
      walked.push(node);
      node = predecessorInside(node);
    }
    const cycle = walked.slice(node === undefined ? 0 : seenAt.get(node)).reverse();
    const first = cycle.indexOf(cycle.reduce((least, member) => Math.min(least, member)));
    const rotated = [...cycle.slice(first), ...cycle.slice(0, first)];
    rotated.push(rotated[0] as number);
    cycles.push(rotated.map((member) => ids[member] as string));
  }
  return cycles;
}

/** `a → b → a`; a cycle of more than 20 nodes is cut in its middle. */
export function cycleText(cycle: readonly string[]): string {
  if (cycle.length <= 21) return cycle.join(' → ');
  const left = cycle.length - 16;
  return `${cycle.slice(0, 8).join(' → ')} → … ${left} more … → ${cycle.slice(-8).join(' → ')}`;
}
