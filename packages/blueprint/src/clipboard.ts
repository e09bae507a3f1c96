import {
  type Blueprint,
  type Clipboard,
  clipboardSchema,
  type Edge,
  type Operation,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { createIdAllocator } from './node-ids.js';

/** Copies nodes with the edges into them, those from outside included. */
export function copyNodes(blueprint: Blueprint, ids: Iterable<string>): Clipboard {
  const clipboard: Clipboard = { atomitonClipboard: 1, nodes: {}, edges: {}, positions: {} };
  for (const id of ids) {
    const node = Object.hasOwn(blueprint.nodes, id) ? blueprint.nodes[id] : undefined;
    if (node === undefined) continue;
    clipboard.nodes[id] = node;
    const position = blueprint.layout.positions[id];
    if (position !== undefined) clipboard.positions[id] = position;
  }
  for (const to of sortedKeys(blueprint.edges)) {
    if (Object.hasOwn(clipboard.nodes, parseTargetRef(to).node)) {
      clipboard.edges[to] = blueprint.edges[to] as Edge;
    }
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

export interface InsertOptions {
  /** Moves the copies by this much, in canvas units. */
  offset?: { x: number; y: number };
  /** Also connects the copies to the outside nodes that fed the originals, where these exist. */
  keepInbound?: boolean;
}

/** Pastes with fresh ids. `ids` maps each copied id to the new one, e.g. to select the copies. */
export function insertClipboard(
  blueprint: Blueprint,
  clipboard: Clipboard,
  options: InsertOptions = {},
): { operations: Operation[]; ids: Map<string, string> } {
  const { offset = { x: 0, y: 0 }, keepInbound = false } = options;
  const allocate = createIdAllocator(blueprint);
  const ids = new Map<string, string>();
  const operations: Operation[] = [];
  for (const old of sortedKeys(clipboard.nodes)) {
    const node = clipboard.nodes[old];
    if (node === undefined) continue;
    const id = allocate(old.replace(/_[0-9]+$/, ''));
    ids.set(old, id);
    const at = clipboard.positions[old];
    const position = at === undefined ? undefined : { ...at, x: at.x + offset.x, y: at.y + offset.y };
    operations.push({ op: 'add-node', id, node, ...(position === undefined ? {} : { position }) });
  }
  for (const to of sortedKeys(clipboard.edges)) {
    const edge = clipboard.edges[to] as Edge;
    const source = parseSourceRef(edge.from);
    const target = ids.get(parseTargetRef(to).node);
    if (target === undefined) continue;
    const inside = ids.get(source.node);
    if (inside === undefined && !(keepInbound && Object.hasOwn(blueprint.nodes, source.node))) continue;
    const from = `${inside ?? source.node}.${source.port}`;
    operations.push({ op: 'connect', to: `${target}${to.slice(to.indexOf('.'))}`, edge: { ...edge, from } });
  }
  return { operations, ids };
}
