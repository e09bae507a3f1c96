import type { Graph } from '@atomiton/blueprint';

/** Nodes by urgency: `rankOf[node]` is 0 for the most urgent, `nodeAt[rank]` the inverse. */
export interface Priority {
  readonly rankOf: Uint32Array;
  readonly nodeAt: Uint32Array;
}

/** Topological order: what the strategy `sequential` follows. Nodes outside `order` come last; they never run. */
export function orderPriority(order: Uint32Array, nodeCount: number): Priority {
  const rankOf = new Uint32Array(nodeCount).fill(nodeCount);
  for (let rank = 0; rank < order.length; rank++) rankOf[order[rank] as number] = rank;
  return { rankOf, nodeAt: order };
}

/**
 * Critical path first: nodes with the longest remaining path come first, equals in topological order.
 * One counting sort, linear.
 */
export function criticalPathPriority(graph: Graph, order: Uint32Array): Priority {
  const { successorStart, successors, nodeCount } = graph;
  const remaining = new Uint32Array(nodeCount);
  let longest = 0;
  for (let position = order.length - 1; position >= 0; position--) {
    const node = order[position] as number;
    let below = 0;
    const end = successorStart[node + 1] as number;
    for (let slot = successorStart[node] as number; slot < end; slot++) {
      below = Math.max(below, remaining[successors[slot] as number] as number);
    }
    remaining[node] = below + 1;
    longest = Math.max(longest, below + 1);
  }
  const next = new Uint32Array(longest + 2);
  for (const node of order) {
    const bucket = longest - (remaining[node] as number) + 1;
    next[bucket] = (next[bucket] as number) + 1;
  }
  for (let bucket = 1; bucket < next.length; bucket++) {
    next[bucket] = (next[bucket] as number) + (next[bucket - 1] as number);
  }
  const rankOf = new Uint32Array(nodeCount).fill(nodeCount);
  const nodeAt = new Uint32Array(order.length);
  for (const node of order) {
    const bucket = longest - (remaining[node] as number);
    const rank = next[bucket] as number;
    next[bucket] = rank + 1;
    rankOf[node] = rank;
    nodeAt[rank] = node;
  }
  return { rankOf, nodeAt };
}
