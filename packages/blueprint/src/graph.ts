/** A directed edge between two nodes by id. Parallel edges count separately. */
export interface GraphEdge {
  from: string;
  to: string;
}

/**
 * A directed graph in compressed sparse rows. Nodes are dense integers in the order they were given;
 * the successors of `n` are `successors[successorStart[n] … successorStart[n + 1] - 1]`, in the order of the edges.
 */
export interface Graph {
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly successorStart: Uint32Array;
  readonly successors: Uint32Array;
  readonly predecessorStart: Uint32Array;
  readonly predecessors: Uint32Array;
  /** Edges into each node; copy it before counting down. */
  readonly inDegree: Uint32Array;
}

function prefixSums(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let node = 0; node < counts.length; node++) {
    starts[node + 1] = (starts[node] ?? 0) + (counts[node] ?? 0);
  }
  return starts;
}

/**
 * Builds the graph in time linear in nodes and edges. An edge with an end that is not among `nodeIds` is left out,
 * so that the graph of a part of a blueprint is built from all of its edges.
 */
export function buildGraph(nodeIds: readonly string[], edges: Iterable<GraphEdge>): Graph {
  const indexOf = new Map<string, number>();
  for (let node = 0; node < nodeIds.length; node++) indexOf.set(nodeIds[node] as string, node);
  const nodeCount = nodeIds.length;
  const from: number[] = [];
  const to: number[] = [];
  const outDegree = new Uint32Array(nodeCount);
  const inDegree = new Uint32Array(nodeCount);
  for (const edge of edges) {
    const source = indexOf.get(edge.from);
    const target = indexOf.get(edge.to);
    if (source === undefined || target === undefined) continue;
    from.push(source);
    to.push(target);
    outDegree[source] = (outDegree[source] ?? 0) + 1;
    inDegree[target] = (inDegree[target] ?? 0) + 1;
  }
  const successorStart = prefixSums(outDegree);
  const predecessorStart = prefixSums(inDegree);
  const successors = new Uint32Array(from.length);
  const predecessors = new Uint32Array(from.length);
  const nextOut = successorStart.slice(0, nodeCount);
  const nextIn = predecessorStart.slice(0, nodeCount);
  for (let edge = 0; edge < from.length; edge++) {
    const source = from[edge] as number;
    const target = to[edge] as number;
    const outSlot = nextOut[source] as number;
    const inSlot = nextIn[target] as number;
    successors[outSlot] = target;
    predecessors[inSlot] = source;
    nextOut[source] = outSlot + 1;
    nextIn[target] = inSlot + 1;
  }
  return {
    ids: nodeIds,
    indexOf,
    nodeCount,
    edgeCount: from.length,
    successorStart,
    successors,
    predecessorStart,
    predecessors,
    inDegree,
  };
}

/** What Kahn's algorithm found. */
export interface GraphOrder {
  /** Dense ids, every node after all its predecessors; shorter than the graph when there is a cycle. */
  readonly order: Uint32Array;
  /** Edges looked at: equals the number of edges when there is no cycle. */
  readonly visitedEdges: number;
}

/** Kahn's algorithm (1962), first in first out: iterative, linear, and deterministic for a given order of the nodes. */
export function orderGraph(graph: Graph): GraphOrder {
  const { nodeCount, successorStart, successors } = graph;
  const waitingFor = graph.inDegree.slice();
  const order = new Uint32Array(nodeCount);
  let filled = 0;
  let visitedEdges = 0;
  for (let node = 0; node < nodeCount; node++) {
    if (waitingFor[node] === 0) order[filled++] = node;
  }
  for (let head = 0; head < filled; head++) {
    const node = order[head] as number;
    const end = successorStart[node + 1] as number;
    for (let slot = successorStart[node] as number; slot < end; slot++) {
      visitedEdges++;
      const successor = successors[slot] as number;
      const left = (waitingFor[successor] as number) - 1;
      waitingFor[successor] = left;
      if (left === 0) order[filled++] = successor;
    }
  }
  return { order: order.subarray(0, filled), visitedEdges };
}
