import type { CanvasState } from './canvas-store';
import type { FlowNode } from './flow-model';

function nearest(
  from: FlowNode,
  candidates: readonly FlowNode[],
  fits: (dx: number, dy: number) => boolean,
): FlowNode | undefined {
  let best: FlowNode | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const node of candidates) {
    const dx = node.position.x - from.position.x;
    const dy = node.position.y - from.position.y;
    if (node.id === from.id || !fits(dx, dy)) continue;
    const distance = dx * dx + dy * dy;
    if (distance < least) {
      least = distance;
      best = node;
    }
  }
  return best;
}

/** Where an arrow key leads: right and left along the edges, up and down to the nearest node; else the nearest that way. */
export function walkTo(canvas: CanvasState, key: string): string | undefined {
  const { nodes, edges, selectedNodes } = canvas;
  const from = nodes.find((node) => node.id === selectedNodes[0]);
  if (from === undefined) return nodes[0]?.id;
  const along = (ids: Set<string>): FlowNode | undefined =>
    nearest(
      from,
      nodes.filter((node) => ids.has(node.id)),
      () => true,
    );
  switch (key) {
    case 'ArrowRight': {
      const next = along(new Set(edges.filter((edge) => edge.source === from.id).map((edge) => edge.target)));
      return (next ?? nearest(from, nodes, (dx, dy) => dx > Math.abs(dy)))?.id;
    }
    case 'ArrowLeft': {
      const next = along(new Set(edges.filter((edge) => edge.target === from.id).map((edge) => edge.source)));
      return (next ?? nearest(from, nodes, (dx, dy) => -dx > Math.abs(dy)))?.id;
    }
    case 'ArrowDown':
      return nearest(from, nodes, (_dx, dy) => dy > 0)?.id;
    default:
      return nearest(from, nodes, (_dx, dy) => dy < 0)?.id;
  }
}

/** The next edge at the node that is selected, or after the edge that is; round and round. */
export function edgesAt({ edges, selectedNodes, selectedEdges }: CanvasState): string | undefined {
  const [node] = selectedNodes;
  const current = edges.find((edge) => edge.id === selectedEdges[0]);
  const ends = node === undefined ? [current?.target, current?.source] : [node];
  const around = edges.filter((edge) => ends.includes(edge.source) || ends.includes(edge.target));
  const at = around.findIndex((edge) => edge.id === current?.id);
  return around[(at + 1) % around.length]?.id;
}
