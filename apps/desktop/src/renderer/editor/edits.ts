import {
  clipboardCorner,
  connectReplacing,
  copyNodes,
  deleteNodes,
  deleteReconnecting,
  disconnectEdge,
  freshLayoutId,
  freshNodeId,
  type InsertOptions,
  insertClipboard,
  moveToGroup,
  parseBlueprint,
  parseClipboard,
  setLayoutItem,
} from '@atomiton/blueprint';
import type {
  Catalog,
  Clipboard,
  JsonValue,
  NodeDefinition,
  NodeMode,
  Note,
  Operation,
} from '@atomiton/contracts';
import { arrangedPlaces } from '../canvas/arranged-places';
import { select } from '../canvas/canvas-store';
import { flowItemId, parseFlowItemId } from '../canvas/layout-items';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import { HEADER_HEIGHT, NODE_WIDTH, nodeGeometry } from '../node/node-geometry';
import { groupAround, rounded } from './moves';

export interface Point {
  x: number;
  y: number;
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

/**
 * Adds a node with its header under `at`, into the group that is there, selects it and gives its id. Further operations
 * join the undo entry.
 */
export function addNode(
  session: DocumentSession,
  definition: NodeDefinition,
  at: Point,
  also: (id: string) => readonly Operation[] = () => [],
): string | undefined {
  const id = freshNodeId(session.document.getState().blueprint, definition.type);
  const { width, height } = nodeGeometry(definition);
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
  const middle = { x: position.x + width / 2, y: position.y + height / 2 };
  const group = groupAround(session.canvas.getState(), middle);
  if (group !== undefined) {
    operations.push(...moveToGroup(session.document.getState().blueprint, new Map([[id, group]])));
  }
  if (!session.edit(messages.edits.add(definition.name), operations)) return undefined;
  select(session.canvas, [id]);
  return id;
}

export function connect(session: DocumentSession, from: string, to: string): boolean {
  const { blueprint } = session.document.getState();
  return session.edit(messages.edits.connect, connectReplacing(blueprint, from, to));
}

/** Deletes what is selected: nodes with their edges, edges, groups without their members, and notes. */
export function deleteSelection(session: DocumentSession): void {
  const { selectedNodes, selectedEdges, selectedItems } = session.canvas.getState();
  const { blueprint } = session.document.getState();
  const operations = deleteNodes(blueprint, selectedNodes);
  const gone = new Set(
    operations.flatMap((operation) => (operation.op === 'disconnect' ? [operation.to] : [])),
  );
  for (const to of selectedEdges) if (!gone.has(to)) operations.unshift(...disconnectEdge(blueprint, to));
  for (const item of selectedItems) {
    const { part, id } = parseFlowItemId(item) ?? {};
    if (part !== undefined && id !== undefined) operations.push(setLayoutItem(part, id, undefined));
  }
  session.edit(messages.edits.delete, operations);
}

/** Deletes the selected nodes and joins what fed them to what they fed. */
export function deleteReconnectingSelection(session: DocumentSession, catalog: Catalog): void {
  const { selectedNodes } = session.canvas.getState();
  const { blueprint } = session.document.getState();
  session.edit(
    canvasMessages.edits.deleteReconnecting,
    deleteReconnecting(blueprint, catalog, selectedNodes),
  );
}

function itemIds(session: DocumentSession, part: 'groups' | 'notes'): string[] {
  return session.canvas.getState().selectedItems.flatMap((item) => {
    const parsed = parseFlowItemId(item);
    return parsed?.part === part ? [parsed.id] : [];
  });
}

/** What is selected, with the members of selected groups, as it travels through the clipboard. */
function copySelected(session: DocumentSession): Clipboard | undefined {
  const { selectedNodes, selectedItems } = session.canvas.getState();
  if (selectedNodes.length + selectedItems.length === 0) return undefined;
  const { blueprint } = session.document.getState();
  const groups = itemIds(session, 'groups');
  const members = groups.flatMap((id) => blueprint.layout.groups[id]?.members ?? []);
  const nodes = new Set([...selectedNodes, ...members]);
  return copyNodes(blueprint, { nodes, groups, notes: itemIds(session, 'notes') });
}

/** What is selected as text for the clipboard, or undefined when nothing but edges is. */
export function copyText(session: DocumentSession): string | undefined {
  const clipboard = copySelected(session);
  return clipboard === undefined ? undefined : JSON.stringify(clipboard, null, 2);
}

function insert(session: DocumentSession, label: string, clipboard: Clipboard, options: InsertOptions): void {
  const inserted = insertClipboard(session.document.getState().blueprint, clipboard, options);
  if (!session.edit(label, inserted.operations)) return;
  const items = [
    ...inserted.groups.map((id) => flowItemId('groups', id)),
    ...inserted.notes.map((id) => flowItemId('notes', id)),
  ];
  select(session.canvas, inserted.ids.values(), [], items);
}

/** Longer texts do not become notes. Characters. */
const MAX_NOTE_TEXT = 20_000;
const NOTE_SIZE = { width: 260, height: 140 };

/** What a paste did: inserted what was copied, made a note of foreign text, or nothing. */
export type Pasted = 'copied' | 'note' | 'nothing';

/**
 * Inserts clipboard text with its upper left corner at `at`: what was copied here or in another window, or the nodes of
 * a blueprint file. Any other text becomes a note; empty and very long text is left alone.
 */
export function pasteText(session: DocumentSession, text: string, at: Point, keepInbound = false): Pasted {
  const found = parseClipboard(text) ?? clipboardOfFile(text);
  const clipboard = found === undefined ? undefined : withPlacesFor(session, found);
  if (clipboard === undefined) {
    const note = text.trim();
    if (note === '' || note.length > MAX_NOTE_TEXT) return 'nothing';
    addNote(session, { ...rounded(at), ...NOTE_SIZE, text: note });
    return 'note';
  }
  const corner = clipboardCorner(clipboard);
  const offset = rounded(corner === undefined ? at : { x: at.x - corner.x, y: at.y - corner.y });
  insert(session, messages.edits.paste, clipboard, { offset, keepInbound });
  return 'copied';
}

/** Nodes of a clipboard without a place are given one: it may have been written by hand or by a program. */
function withPlacesFor(session: DocumentSession, clipboard: Clipboard): Clipboard {
  const { nodes, positions } = clipboard;
  if (Object.keys(nodes).every((id) => Object.hasOwn(positions, id))) return clipboard;
  const { catalog } = session.document.getState();
  const places = arrangedPlaces(
    clipboard,
    positions,
    (id) => nodeGeometry(catalog.get(nodes[id]?.type ?? '')).height,
  );
  return { ...clipboard, positions: { ...places, ...positions } };
}

/** All of a blueprint file, as if it had been copied. */
function clipboardOfFile(text: string): Clipboard | undefined {
  if (!text.includes('formatVersion')) return undefined;
  const parsed = parseBlueprint(text);
  if (!parsed.ok) return undefined;
  const { nodes, layout } = parsed.blueprint;
  return copyNodes(parsed.blueprint, {
    nodes: Object.keys(nodes),
    groups: Object.keys(layout.groups),
    notes: Object.keys(layout.notes),
  });
}

/** Adds a note and selects it. */
export function addNote(session: DocumentSession, note: Note): string | undefined {
  const id = freshLayoutId(session.document.getState().blueprint, 'notes');
  if (!session.edit(canvasMessages.edits.note, [setLayoutItem('notes', id, note)])) return undefined;
  const item = flowItemId('notes', id);
  select(session.canvas, [], [], [item]);
  return item;
}

/** Copies what is selected beside itself, nodes fed by the same nodes. */
export function duplicateSelection(session: DocumentSession): void {
  const clipboard = copySelected(session);
  if (clipboard === undefined) return;
  const offset = { x: NODE_WIDTH / 9, y: NODE_WIDTH / 9 };
  insert(session, messages.edits.duplicate, clipboard, { offset, keepInbound: true });
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
