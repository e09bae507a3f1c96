import type { FlowEdge, FlowNode } from './flow-model';
import { type CanvasItem, type FlowItem, isGroup } from './layout-items';

/** Where something goes, and how large it becomes, in canvas units. */
export interface Move {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  dragging?: boolean;
}

/** By canvas id of node, group or note. */
export type Moves = Map<string, Move>;

interface Shift {
  x: number;
  y: number;
}

function moved<T extends CanvasItem>(item: T, { x, y, width, height, dragging }: Move): T {
  const position = { x: x ?? item.position.x, y: y ?? item.position.y };
  if (width === undefined || height === undefined) return { ...item, position, dragging: dragging ?? false };
  return { ...item, position, width, height, measured: { width, height } };
}

/** What a group takes along when it is moved, not when it is resized. Pinned nodes stay. */
function membersAlong(items: readonly FlowItem[], nodes: readonly FlowNode[], moves: Moves): Moves {
  const shifts = new Map<string, Shift & { dragging: boolean }>();
  for (const item of items) {
    const move = moves.get(item.id);
    if (move?.x === undefined || move.y === undefined || move.width !== undefined || !isGroup(item)) continue;
    const shift = {
      x: move.x - item.position.x,
      y: move.y - item.position.y,
      dragging: move.dragging ?? false,
    };
    for (const member of item.data.item.members) if (!moves.has(member)) shifts.set(member, shift);
  }
  const all: Moves = new Map(moves);
  if (shifts.size === 0) return all;
  for (const node of nodes) {
    const shift = shifts.get(node.id);
    if (shift === undefined || node.draggable === false) continue;
    const { x, y } = node.position;
    all.set(node.id, { x: x + shift.x, y: y + shift.y, dragging: shift.dragging });
  }
  return all;
}

/** Edges whose both ends move by the same way take their bends along. */
function bendsAlong(
  edges: readonly FlowEdge[],
  before: readonly FlowNode[],
  moves: Moves,
): readonly FlowEdge[] {
  if (!edges.some((edge) => (edge.data?.points.length ?? 0) > 0)) return edges;
  const shifts = new Map<string, Shift>();
  for (const node of before) {
    const move = moves.get(node.id);
    if (move?.x === undefined || move.y === undefined) continue;
    shifts.set(node.id, { x: move.x - node.position.x, y: move.y - node.position.y });
  }
  let changed = false;
  const next = edges.map((edge) => {
    const { data } = edge;
    if (data === undefined || data.points.length === 0) return edge;
    const from = shifts.get(edge.source);
    const to = shifts.get(edge.target);
    if (from === undefined || to === undefined || (from.x === 0 && from.y === 0)) return edge;
    if (Math.abs(from.x - to.x) > 1e-6 || Math.abs(from.y - to.y) > 1e-6) return edge;
    changed = true;
    const points = data.points.map((point) => ({ ...point, x: point.x + from.x, y: point.y + from.y }));
    return { ...edge, data: { ...data, points } };
  });
  return changed ? next : edges;
}

/** What is drawn of a document. */
interface Drawn {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
  items: readonly FlowItem[];
}

/** Moves what is drawn; the document follows when the gesture ends. One pass over nodes, and over edges with bends. */
export function movedOnCanvas({ nodes, edges, items }: Drawn, wanted: Moves): Drawn {
  const moves = membersAlong(items, nodes, wanted);
  const place = <T extends CanvasItem>(item: T): T => {
    const move = moves.get(item.id);
    return move === undefined ? item : moved(item, move);
  };
  return {
    nodes: nodes.map(place),
    items: items.some((item) => moves.has(item.id)) ? items.map(place) : items,
    edges: bendsAlong(edges, nodes, moves),
  };
}

/** What is drawn now at the places of before, bends included: a drag that is given up. */
export function placesAsBefore(now: Drawn, before: Drawn): Drawn {
  const places = new Map([...before.nodes, ...before.items].map(({ id, position }) => [id, position]));
  const points = new Map(before.edges.map(({ id, data }) => [id, data?.points]));
  const place = <T extends CanvasItem>(item: T): T => ({
    ...item,
    position: places.get(item.id) ?? item.position,
    dragging: false,
  });
  return {
    nodes: now.nodes.map(place),
    items: now.items.map(place),
    edges: now.edges.map((edge) => {
      const bends = points.get(edge.id);
      if (edge.data === undefined || bends === undefined || bends === edge.data.points) return edge;
      return { ...edge, data: { ...edge.data, points: bends } };
    }),
  };
}
