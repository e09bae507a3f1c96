import {
  type Blueprint,
  type Clipboard,
  clipboardSchema,
  type Edge,
  type Group,
  type Note,
  type Operation,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { adoptSubgraphs } from './adopt-subgraphs.js';
import { sortedKeys } from './compare.js';
import { setLayoutItem } from './layout-edits.js';
import { createIdAllocator } from './node-ids.js';
import { isBoundaryType, subgraphClosure, usedSubgraphs } from './subgraph-levels.js';

/** What is to be copied. */
export interface CopyRequest {
  nodes: Iterable<string>;
  /** Their frames; members come along only where they are among `nodes`. */
  groups?: Iterable<string>;
  notes?: Iterable<string>;
}

function picked<T>(record: Record<string, T> | undefined, ids: Iterable<string>): Record<string, T> {
  const found: Record<string, T> = {};
  for (const id of ids) if (record !== undefined && Object.hasOwn(record, id)) found[id] = record[id] as T;
  return found;
}

/** Copies nodes with the edges into them, those from outside included, and how all of it is drawn. */
export function copyNodes(blueprint: Blueprint, request: CopyRequest): Clipboard {
  const { layout } = blueprint;
  const nodes = Object.fromEntries(
    Object.entries(picked(blueprint.nodes, request.nodes)).filter(([, { type }]) => !isBoundaryType(type)),
  );
  const ids = Object.keys(nodes);
  const edges: Record<string, Edge> = {};
  for (const to of sortedKeys(blueprint.edges)) {
    if (Object.hasOwn(nodes, parseTargetRef(to).node)) edges[to] = blueprint.edges[to] as Edge;
  }
  const groups = picked(layout.groups, request.groups ?? []);
  for (const [id, group] of Object.entries(groups)) {
    groups[id] = { ...group, members: group.members.filter((member) => Object.hasOwn(nodes, member)) };
  }
  const clipboard: Clipboard = {
    atomitonClipboard: 1,
    nodes,
    edges,
    positions: picked(layout.positions, ids),
  };
  const more = {
    groups,
    notes: picked(layout.notes, request.notes ?? []),
    looks: picked(layout.looks, ids),
    bends: picked(layout.bends, Object.keys(edges)),
    subgraphs: subgraphClosure(blueprint, usedSubgraphs({ nodes })),
  };
  for (const [part, record] of Object.entries(more)) {
    if (Object.keys(record).length > 0) Object.assign(clipboard, { [part]: record });
  }
  return clipboard;
}

/** Reads clipboard text; undefined when it is something else. */
export function parseClipboard(text: string): Clipboard | undefined {
  if (!text.includes('atomitonClipboard')) return undefined;
  try {
    return clipboardSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The upper left corner of everything that a clipboard places, or undefined when it places nothing. */
export function clipboardCorner(clipboard: Clipboard): { x: number; y: number } | undefined {
  const places = [clipboard.positions, clipboard.groups ?? {}, clipboard.notes ?? {}].flatMap(
    (record): { x: number; y: number }[] => Object.values(record),
  );
  if (places.length === 0) return undefined;
  const smallest = (values: number[]): number => values.reduce((left, right) => Math.min(left, right));
  return { x: smallest(places.map(({ x }) => x)), y: smallest(places.map(({ y }) => y)) };
}

export interface InsertOptions {
  /** Moves the copies by this much, in canvas units. */
  offset?: { x: number; y: number };
  /** Also connects the copies to the outside nodes that fed the originals, where these exist. */
  keepInbound?: boolean;
}

/** Places at the end of what a number can hold stay there: beyond it is nothing that a file could name. */
function finite(place: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, place));
}

/** Ids that came into being by a paste. */
export interface Inserted {
  operations: Operation[];
  /** Maps each copied id to the new one, e.g. to select the copies. */
  ids: Map<string, string>;
  groups: string[];
  notes: string[];
}

/** Pastes with fresh ids. */
export function insertClipboard(
  blueprint: Blueprint,
  clipboard: Clipboard,
  options: InsertOptions = {},
): Inserted {
  const { offset = { x: 0, y: 0 }, keepInbound = false } = options;
  const shifted = <T extends { x: number; y: number }>(at: T): T => ({
    ...at,
    x: finite(at.x + offset.x),
    y: finite(at.y + offset.y),
  });
  const allocate = createIdAllocator(blueprint);
  const ids = new Map<string, string>();
  const adopted = adoptSubgraphs(blueprint, clipboard.subgraphs ?? {});
  const operations: Operation[] = [...adopted.operations];
  for (const old of sortedKeys(clipboard.nodes)) {
    const node = clipboard.nodes[old];
    if (node === undefined) continue;
    const id = allocate(old.replace(/_[0-9]+$/, ''));
    ids.set(old, id);
    const at = clipboard.positions[old];
    operations.push({
      op: 'add-node',
      id,
      node: adopted.rename(node),
      ...(at === undefined ? {} : { position: shifted(at) }),
    });
    const look = clipboard.looks?.[old];
    if (look !== undefined) operations.push(setLayoutItem('looks', id, look));
  }
  for (const to of sortedKeys(clipboard.edges)) {
    const edge = clipboard.edges[to] as Edge;
    const source = parseSourceRef(edge.from);
    const target = ids.get(parseTargetRef(to).node);
    if (target === undefined) continue;
    const inside = ids.get(source.node);
    if (inside === undefined && !(keepInbound && Object.hasOwn(blueprint.nodes, source.node))) continue;
    const from = `${inside ?? source.node}.${source.port}`;
    const copy = `${target}${to.slice(to.indexOf('.'))}`;
    operations.push({ op: 'connect', to: copy, edge: { ...edge, from } });
    const bends = clipboard.bends?.[to];
    if (bends === undefined || inside === undefined) continue;
    operations.push(setLayoutItem('bends', copy, { ...bends, points: bends.points.map(shifted) }));
  }
  const { groups, notes } = blueprint.layout;
  const groupIds = copyItems(clipboard.groups, groups, 'group', (id, group: Group) => {
    const members = group.members.flatMap((member) => ids.get(member) ?? []).sort();
    operations.push(setLayoutItem('groups', id, { ...shifted(group), members }));
  });
  const noteIds = copyItems(clipboard.notes, notes, 'note', (id, note: Note) => {
    operations.push(setLayoutItem('notes', id, shifted(note)));
  });
  return { operations, ids, groups: groupIds, notes: noteIds };
}

/** Gives every item of `copies` an id that is free in `present`. */
function copyItems<T>(
  copies: Record<string, T> | undefined,
  present: Record<string, T>,
  base: string,
  add: (id: string, item: T) => void,
): string[] {
  const made: string[] = [];
  let number = 1;
  for (const old of sortedKeys(copies ?? {})) {
    while (Object.hasOwn(present, `${base}_${number}`)) number++;
    const id = `${base}_${number++}`;
    made.push(id);
    add(id, copies?.[old] as T);
  }
  return made;
}
