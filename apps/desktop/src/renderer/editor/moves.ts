import { applyOperations, groupsByMember, moveToGroup, setLayoutItem } from '@atomiton/blueprint';
import type { Blueprint, Operation, Position } from '@atomiton/contracts';
import type { CanvasState } from '../canvas/canvas-store';
import { type FlowItem, parseFlowItemId } from '../canvas/layout-items';
import { type Moves, movedOnCanvas } from '../canvas/move-on-canvas';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';

interface Point {
  x: number;
  y: number;
}

/** Layout in whole canvas units: a file diff of a moved node stays readable. */
export function rounded(point: Point): Point {
  return { x: Math.round(point.x), y: Math.round(point.y) };
}

function sameSpot(left: Point | undefined, right: Point): boolean {
  return left?.x === right.x && left.y === right.y;
}

function itemOperation(item: FlowItem): Operation | undefined {
  const { position, width = 0, height = 0 } = item;
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  const box = { ...rounded(position), ...size };
  const present = item.data.item;
  if (sameSpot(present, box) && present.width === box.width && present.height === box.height)
    return undefined;
  const { part, itemId } = item.data;
  return part === 'groups'
    ? setLayoutItem('groups', itemId, { ...item.data.item, ...box })
    : setLayoutItem('notes', itemId, { ...item.data.item, ...box });
}

/** What was moved on the canvas as operations: these nodes, groups and notes, what groups took along, and bends. */
function placeOperations(blueprint: Blueprint, canvas: CanvasState, ids: ReadonlySet<string>): Operation[] {
  const { positions, bends = {} } = blueprint.layout;
  const operations: Operation[] = [];
  const along = new Set(ids);
  for (const item of canvas.items) {
    if (!ids.has(item.id)) continue;
    const operation = itemOperation(item);
    if (operation !== undefined) operations.push(operation);
    if (item.data.part === 'groups') for (const member of item.data.item.members) along.add(member);
  }
  for (const node of canvas.nodes) {
    if (!along.has(node.id)) continue;
    const position = rounded(node.position);
    const before = positions[node.id];
    if (sameSpot(before, position)) continue;
    operations.push({ op: 'move-node', id: node.id, position: { ...before, ...position } });
  }
  for (const edge of canvas.edges) {
    const drawn = edge.data?.points ?? [];
    const present = bends[edge.id];
    if (drawn.length === 0 || present === undefined || present.points === drawn) continue;
    const points = drawn.map((point): Position => ({ ...point, ...rounded(point) }));
    if (JSON.stringify(points) === JSON.stringify(present.points)) continue;
    operations.push(setLayoutItem('bends', edge.id, { ...present, points }));
  }
  return operations;
}

/** The smallest group that a node's middle lies in. */
function groupAt(canvas: CanvasState, node: CanvasState['nodes'][number]): string | undefined {
  const x = node.position.x + (node.width ?? 0) / 2;
  const y = node.position.y + (node.height ?? 0) / 2;
  return groupAround(canvas, { x, y });
}

/** The smallest group around a point of the canvas. */
export function groupAround(canvas: CanvasState, { x, y }: Point): string | undefined {
  let best: { id: string; area: number } | undefined;
  for (const { position, width = 0, height = 0, data } of canvas.items) {
    if (data.part !== 'groups') continue;
    const inside = x >= position.x && y >= position.y && x <= position.x + width && y <= position.y + height;
    if (inside && (best === undefined || width * height < best.area)) {
      best = { id: data.itemId, area: width * height };
    }
  }
  return best?.id;
}

/** Nodes that were put into a group or taken out of one. Those that their group took along stay in it. */
function membershipOperations(
  blueprint: Blueprint,
  canvas: CanvasState,
  ids: ReadonlySet<string>,
): Operation[] {
  if (canvas.items.length === 0) return [];
  const groupOf = groupsByMember(blueprint);
  const places = new Map<string, string | undefined>();
  for (const node of canvas.nodes) {
    if (!ids.has(node.id) || node.draggable === false) continue;
    const group = groupAt(canvas, node);
    if (group !== groupOf.get(node.id)) places.set(node.id, group);
  }
  return places.size === 0 ? [] : moveToGroup(blueprint, places);
}

/** Takes over what was moved or resized on the canvas by a gesture: one undo entry, group membership included. */
export function commitMoves(
  session: DocumentSession,
  ids: Iterable<string>,
  also: readonly Operation[] = [],
): void {
  const canvas = session.canvas.getState();
  const { blueprint } = session.document.getState();
  const touched = new Set(ids);
  const places = [...placeOperations(blueprint, canvas, touched), ...also];
  const joins = membershipOperations(applyOperations(blueprint, places), canvas, touched);
  session.edit(messages.edits.move, [...places, ...joins]);
}

/**
 * Takes over the sizes of groups and notes: one undo entry. A group then holds the nodes whose middle lies in it, and no
 * others.
 */
export function commitResize(session: DocumentSession, canvasIds: Iterable<string>): void {
  const canvas = session.canvas.getState();
  const { blueprint } = session.document.getState();
  const ids = new Set(canvasIds);
  const sizes = placeOperations(blueprint, canvas, ids);
  const groups = new Set<string>();
  for (const canvasId of ids) {
    const parsed = parseFlowItemId(canvasId);
    if (parsed?.part === 'groups') groups.add(parsed.id);
  }
  const members = new Set([...groups].flatMap((id) => blueprint.layout.groups[id]?.members ?? []));
  const concerned = new Set(
    groups.size === 0
      ? []
      : canvas.nodes.flatMap((node) =>
          members.has(node.id) || groups.has(groupAt(canvas, node) ?? '') ? [node.id] : [],
        ),
  );
  const joins = membershipOperations(applyOperations(blueprint, sizes), canvas, concerned);
  session.edit(canvasMessages.edits.resize, [...sizes, ...joins]);
}

/** Moves nodes, groups and notes to places at once; one undo entry. Pinned nodes stay. */
export function movePlaces(session: DocumentSession, places: ReadonlyMap<string, Point>): void {
  const moves: Moves = new Map();
  const pinned = new Set(
    session.canvas.getState().nodes.flatMap((node) => (node.draggable === false ? [node.id] : [])),
  );
  for (const [id, place] of places) if (!pinned.has(id)) moves.set(id, place);
  if (moves.size === 0) return;
  session.canvas.setState(movedOnCanvas(session.canvas.getState(), moves));
  commitMoves(session, moves.keys());
}

/** What is selected and can be moved: canvas ids of nodes, groups and notes. */
export function movableSelection({ nodes, selectedNodes, selectedItems }: CanvasState): string[] {
  const chosen = new Set(selectedNodes);
  const free = nodes.flatMap((node) => (chosen.has(node.id) && node.draggable !== false ? [node.id] : []));
  return [...free, ...selectedItems];
}

/** Moves what is selected on the canvas only; `commitMoves` with the ids given back ends the gesture. */
export function nudgeOnCanvas(session: DocumentSession, by: Point): string[] {
  const canvas = session.canvas.getState();
  const ids = movableSelection(canvas);
  const wanted = new Set(ids);
  const moves: Moves = new Map();
  for (const { id, position } of [...canvas.nodes, ...canvas.items]) {
    if (wanted.has(id)) moves.set(id, { x: position.x + by.x, y: position.y + by.y });
  }
  session.canvas.setState(movedOnCanvas(canvas, moves));
  return ids;
}

/** Makes the selected groups and notes larger or smaller on the canvas only, not below their least size. */
export function resizeOnCanvas(session: DocumentSession, by: Point, least: Point): string[] {
  const canvas = session.canvas.getState();
  const moves: Moves = new Map();
  for (const { id, selected, width = 0, height = 0 } of canvas.items) {
    if (selected !== true) continue;
    moves.set(id, { width: Math.max(least.x, width + by.x), height: Math.max(least.y, height + by.y) });
  }
  session.canvas.setState(movedOnCanvas(canvas, moves));
  return [...moves.keys()];
}
