import type { Blueprint, Position } from '@atomiton/contracts';
import { orderGraph } from './graph.js';
import { blueprintGraph } from './topological-order.js';

/** Distances between nodes in canvas units. */
const COLUMN_WIDTH = 280;
const ROW_HEIGHT = 160;

/** Positions from left to right: a node stands one column right of its furthest source; rows follow the order. */
export function autoLayout(blueprint: Blueprint): Record<string, Position> {
  const graph = blueprintGraph(blueprint);
  const column = new Uint32Array(graph.nodeCount);
  const rows: number[] = [];
  const positions: Record<string, Position> = {};
  const place = (node: number): void => {
    const at = column[node] as number;
    const row = rows[at] ?? 0;
    rows[at] = row + 1;
    positions[graph.ids[node] as string] = { x: at * COLUMN_WIDTH, y: row * ROW_HEIGHT };
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
