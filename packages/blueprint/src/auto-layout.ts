import type { Blueprint, Position } from '@atomiton/contracts';
import { orderGraph } from './graph.js';
import { blueprintGraph } from './topological-order.js';

/** Distances between nodes in canvas units. */
const COLUMN_WIDTH = 280;
/** From the top of a node to that of the next one below it, at least. */
const ROW_HEIGHT = 160;
const GAP = 40;

/**
 * Positions from left to right: a node stands one column right of its furthest source, below the one before it in its
 * column. No two overlap where `heightOf` tells the truth.
 * @param heightOf height of a node in canvas units, 120 where it is not known
 */
export function autoLayout(
  blueprint: Pick<Blueprint, 'nodes' | 'edges'>,
  heightOf: (id: string) => number = () => ROW_HEIGHT - GAP,
): Record<string, Position> {
  const graph = blueprintGraph(blueprint);
  const column = new Uint32Array(graph.nodeCount);
  const tops: number[] = [];
  const positions: Record<string, Position> = {};
  const place = (node: number): void => {
    const at = column[node] as number;
    const id = graph.ids[node] as string;
    const y = tops[at] ?? 0;
    tops[at] = y + Math.max(ROW_HEIGHT, Math.ceil(heightOf(id)) + GAP);
    positions[id] = { x: at * COLUMN_WIDTH, y };
  };
  const { order } = orderGraph(graph);
  const placed = new Uint8Array(graph.nodeCount);
  for (const node of order) {
    place(node);
    placed[node] = 1;
    const end = graph.successorStart[node + 1] as number;
    for (let slot = graph.successorStart[node] as number; slot < end; slot++) {
      const successor = graph.successors[slot] as number;
      column[successor] = Math.max(column[successor] as number, (column[node] as number) + 1);
    }
  }
  for (let node = 0; node < graph.nodeCount; node++) if (placed[node] === 0) place(node);
  return positions;
}
