import type { Blueprint, BlueprintNode, Edge } from '@atomiton/contracts';

export type Shape = 'chain' | 'fan' | 'grid';

/** Nodes and edges of a shape by number: chain; one source and one sink around a fan; a grid whose nodes take two. */
export function shapeEdges(shape: Shape, count: number): { from: number; to: number }[] {
  const edges: { from: number; to: number }[] = [];
  if (shape === 'chain') {
    for (let to = 1; to < count; to++) edges.push({ from: to - 1, to });
  } else if (shape === 'fan') {
    for (let to = 1; to < count; to++) edges.push({ from: 0, to });
  } else {
    const width = Math.floor(Math.sqrt(count));
    for (let to = 1; to < count; to++) {
      if (to % width !== 0) edges.push({ from: to - 1, to });
      if (to >= width) edges.push({ from: to - width, to });
    }
  }
  return edges;
}

/** A blueprint of no-op nodes of this shape; every node has its own parameter, so no two share a result. */
export function shapeBlueprint(shape: Shape, count: number, type: string, id: string): Blueprint {
  const nodes: Record<string, BlueprintNode> = {};
  for (let index = 0; index < count; index++) {
    nodes[`n${index}`] = { type, typeVersion: 1, parameters: { value: index }, mode: 'active' };
  }
  const edges: Record<string, Edge> = {};
  const used = new Uint8Array(count);
  for (const { from, to } of shapeEdges(shape, count)) {
    edges[`n${to}.${used[to] === 0 ? 'left' : 'right'}`] = { from: `n${from}.out` };
    used[to] = 1;
  }
  return {
    formatVersion: 1,
    id,
    name: shape,
    nodes,
    edges,
    layout: { positions: {}, groups: {}, notes: {} },
  };
}
