import type { Blueprint, Group, Note } from '@atomiton/contracts';
import type { Node } from '@xyflow/react';
import { shownText } from '../document/shown-text';
import type { FlowNode } from './flow-model';

/** A group as React Flow draws it: behind everything else, taken by its header only. */
export type FlowGroup = Node<{ part: 'groups'; itemId: string; item: Group }, 'blueprint-group'>;
export type FlowNote = Node<{ part: 'notes'; itemId: string; item: Note }, 'blueprint-note'>;
/** What the layout adds to the canvas: groups and notes. */
export type FlowItem = FlowGroup | FlowNote;
/** Everything that has a place on the canvas. */
export type CanvasItem = FlowNode | FlowItem;

export const GROUP_HEADER = 30;
export const MIN_GROUP = { width: 120, height: 70 };
export const MIN_NOTE = { width: 100, height: 56 };
/** Selected elements are raised by 1000; a group stays behind edges and nodes all the same. */
const BEHIND = -2000;

/** Ids of groups and notes on the canvas; node ids hold no colon. */
export function flowItemId(part: 'groups' | 'notes', id: string): string {
  return `${part}:${id}`;
}

/** The part and id of a group or note, or undefined for a node. */
export function parseFlowItemId(id: string): { part: 'groups' | 'notes'; id: string } | undefined {
  if (id.startsWith('groups:')) return { part: 'groups', id: id.slice('groups:'.length) };
  if (id.startsWith('notes:')) return { part: 'notes', id: id.slice('notes:'.length) };
  return undefined;
}

function box({
  x,
  y,
  width,
  height,
}: Group | Note): Pick<FlowItem, 'position' | 'width' | 'height' | 'measured'> {
  return { position: { x, y }, width, height, measured: { width, height } };
}

export function flowGroup(id: string, group: Group, selected: boolean): FlowGroup {
  return {
    id: flowItemId('groups', id),
    type: 'blueprint-group',
    ...box(group),
    zIndex: BEHIND,
    selected,
    // A box drawn over its members must not take the frame as well: it is selected by its header.
    selectable: false,
    connectable: false,
    dragHandle: '.group-header',
    style: { pointerEvents: 'none' },
    data: { part: 'groups', itemId: id, item: group },
    ariaLabel: shownText(group.title),
  };
}

export function flowNote(id: string, note: Note, selected: boolean): FlowNote {
  return {
    id: flowItemId('notes', id),
    type: 'blueprint-note',
    ...box(note),
    selected,
    connectable: false,
    data: { part: 'notes', itemId: id, item: note },
    ariaLabel: shownText(note.text.slice(0, 80)),
  };
}

/** The item with this canvas id as the document has it now, or undefined where it has none. */
export function flowItem({ layout }: Blueprint, canvasId: string, selected: boolean): FlowItem | undefined {
  const parsed = parseFlowItemId(canvasId);
  if (parsed === undefined) return undefined;
  const { part, id } = parsed;
  if (!Object.hasOwn(layout[part], id)) return undefined;
  if (part === 'groups') {
    const group = layout.groups[id];
    return group === undefined ? undefined : flowGroup(id, group, selected);
  }
  const note = layout.notes[id];
  return note === undefined ? undefined : flowNote(id, note, selected);
}

/** All groups and notes of a document. */
export function flowItems(blueprint: Blueprint): FlowItem[] {
  const { groups, notes } = blueprint.layout;
  return [
    ...Object.entries(groups).map(([id, group]) => flowGroup(id, group, false)),
    ...Object.entries(notes).map(([id, note]) => flowNote(id, note, false)),
  ];
}

export function isGroup(item: FlowItem): item is FlowGroup {
  return item.type === 'blueprint-group';
}
