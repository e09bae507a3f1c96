import type { Graph } from '@atomiton/blueprint';
import { stronglyConnected } from '@atomiton/blueprint';

/** Every member of a cycle with the number of its knot, in the order in which `findCycles` lists the knots. Linear. */
export function cyclicNodes(graph: Graph): { node: number; knot: number }[] {
  const { nodeCount, successorStart, successors } = graph;
  const { componentOf, sizes } = stronglyConnected(graph);
  const knotOf = new Map<number, number>();
  const members: { node: number; knot: number }[] = [];
  for (let node = 0; node < nodeCount; node++) {
    const component = componentOf[node] as number;
    if (sizes[component] === 1) {
      const own = successors.subarray(successorStart[node], successorStart[node + 1]);
      if (!own.includes(node)) continue;
    }
    let knot = knotOf.get(component);
    if (knot === undefined) {
      knot = knotOf.size;
      knotOf.set(component, knot);
    }
    members.push({ node, knot });
  }
  return members;
}
