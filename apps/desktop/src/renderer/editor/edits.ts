import {
  connectReplacing,
  copyNodes,
  deleteNodes,
  disconnectEdge,
  freshNodeId,
  insertClipboard,
  parseClipboard,
} from '@atomiton/blueprint';
import type { JsonValue, NodeDefinition, NodeMode, Operation } from '@atomiton/contracts';
import { arrangedPlaces } from '../canvas/arranged-places';
import { select } from '../canvas/canvas-store';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { HEADER_HEIGHT, NODE_WIDTH, nodeGeometry } from '../node/node-geometry';

export interface Point {
  x: number;
  y: number;
}

/** Layout in whole canvas units: a file diff of a moved node stays readable. */
export function rounded(point: Point): { x: number; y: number } {
  return { x: Math.round(point.x), y: Math.round(point.y) };
}

/** A place near `wanted` where no other node begins. */
function freePlace(session: DocumentSession, wanted: Point): { x: number; y: number } {
  const taken = new Set(
    session.canvas
      .getState()
      .nodes.map((node) => `${Math.round(node.position.x)},${Math.round(node.position.y)}`),
  );
  const place = rounded(wanted);
  while (taken.has(`${place.x},${place.y}`)) {
    place.x += 24;
    place.y += 24;
  }
  return place;
}

/** Adds a node with its header under `at`, selects it and gives its id. Further operations join the undo entry. */
export function addNode(
  session: DocumentSession,
  definition: NodeDefinition,
  at: Point,
  also: (id: string) => readonly Operation[] = () => [],
): string | undefined {
  const id = freshNodeId(session.document.getState().blueprint, definition.type);
  const { width } = nodeGeometry(definition);
  const position = freePlace(session, { x: at.x - width / 2, y: at.y - HEADER_HEIGHT / 2 });
  const operations: Operation[] = [
    {
      op: 'add-node',
      id,
      node: { type: definition.type, typeVersion: definition.version, parameters: {}, mode: 'active' },
      position,
    },
    ...also(id),
  ];
  if (!session.edit(messages.edits.add(definition.name), operations)) return undefined;
  select(session.canvas, [id]);
  return id;
}

export function connect(session: DocumentSession, from: string, to: string): boolean {
  const { blueprint } = session.document.getState();
  return session.edit(messages.edits.connect, connectReplacing(blueprint, from, to));
}

/** Deletes what is selected: nodes with their edges, and edges. */
export function deleteSelection(session: DocumentSession): void {
  const { selectedNodes, selectedEdges } = session.canvas.getState();
  const { blueprint } = session.document.getState();
  const operations = deleteNodes(blueprint, selectedNodes);
  const gone = new Set(
    operations.flatMap((operation) => (operation.op === 'disconnect' ? [operation.to] : [])),
  );
  for (const to of selectedEdges) if (!gone.has(to)) operations.unshift(...disconnectEdge(blueprint, to));
  session.edit(messages.edits.delete, operations);
}

/** The selected nodes as text for the clipboard, or undefined when none is selected. */
export function copyText(session: DocumentSession): string | undefined {
  const { selectedNodes } = session.canvas.getState();
  if (selectedNodes.length === 0) return undefined;
  return JSON.stringify(copyNodes(session.document.getState().blueprint, { nodes: selectedNodes }), null, 2);
}

/** Inserts clipboard text with its upper left corner at `at`. False when it is not ours. */
export function pasteText(session: DocumentSession, text: string, at: Point, keepInbound = false): boolean {
  const clipboard = parseClipboard(text);
  if (clipboard === undefined) return false;
  const places = Object.values(clipboard.positions);
  const left = Math.min(...places.map((place) => place.x));
  const top = Math.min(...places.map((place) => place.y));
  const offset = places.length === 0 ? rounded(at) : rounded({ x: at.x - left, y: at.y - top });
  const { blueprint } = session.document.getState();
  const { operations, ids } = insertClipboard(blueprint, clipboard, { offset, keepInbound });
  if (session.edit(messages.edits.paste, operations)) select(session.canvas, ids.values());
  return true;
}

/** Copies the selected nodes beside themselves, fed by the same nodes. */
export function duplicateSelection(session: DocumentSession): void {
  const { selectedNodes } = session.canvas.getState();
  if (selectedNodes.length === 0) return;
  const { blueprint } = session.document.getState();
  const { operations, ids } = insertClipboard(blueprint, copyNodes(blueprint, { nodes: selectedNodes }), {
    offset: { x: NODE_WIDTH / 9, y: NODE_WIDTH / 9 },
    keepInbound: true,
  });
  if (session.edit(messages.edits.duplicate, operations)) select(session.canvas, ids.values());
}

/** One entry for a whole drag, whatever the number of nodes. */
export function moveNodes(session: DocumentSession, places: ReadonlyMap<string, Point>): void {
  const { positions } = session.document.getState().blueprint.layout;
  const operations: Operation[] = [];
  for (const [id, place] of places) {
    const position = rounded(place);
    const before = positions[id];
    if (before?.x === position.x && before.y === position.y) continue;
    operations.push({ op: 'move-node', id, position: { ...before, ...position } });
  }
  session.edit(messages.edits.move, operations);
}

/** Sets a parameter, or with undefined lets its default apply. */
export function setParameter(
  session: DocumentSession,
  id: string,
  name: string,
  value: JsonValue | undefined,
): void {
  const present = session.document.getState().blueprint.nodes[id]?.parameters[name];
  if (JSON.stringify(present) === JSON.stringify(value)) return;
  session.edit(messages.edits.parameter(name), [
    { op: 'set-parameter', id, name, ...(value === undefined ? {} : { value }) },
  ]);
}

/** Switches the selected nodes to a mode, or back when all of them have it. */
export function toggleMode(session: DocumentSession, mode: NodeMode): void {
  const { nodes } = session.document.getState().blueprint;
  const { selectedNodes } = session.canvas.getState();
  const target = selectedNodes.every((id) => nodes[id]?.mode === mode) ? 'active' : mode;
  session.edit(
    messages.edits.mode,
    selectedNodes.map((id) => ({ op: 'set-mode', id, mode: target })),
  );
}

/** Places all nodes from left to right along their edges; one undo entry. */
export function arrange(session: DocumentSession): void {
  moveNodes(session, new Map(Object.entries(arrangedPlaces(session.document.getState().blueprint))));
}
