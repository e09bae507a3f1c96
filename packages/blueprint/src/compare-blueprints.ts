import type { Blueprint, BlueprintNode, Edge, JsonValue, Position } from '@atomiton/contracts';
import { compareText } from './compare.js';
import { jsonEqual } from './json-equal.js';

/** One value that differs; the side that has none lacks the key. */
export interface ValueChange {
  /** `parameters.keep`, `name`, `mode`, or any other key. */
  path: string;
  before?: JsonValue | undefined;
  after?: JsonValue | undefined;
}

/** What differs at one node. `changed` has at least one change; a node that has only moved is `moved`. */
export interface NodeDifference {
  id: string;
  kind: 'added' | 'removed' | 'changed' | 'moved';
  before?: BlueprintNode | undefined;
  after?: BlueprintNode | undefined;
  changes: ValueChange[];
  /** Its places, where they differ; either may be absent from the layout. */
  move?: { before?: Position | undefined; after?: Position | undefined } | undefined;
}

/** What differs at one input. */
export interface EdgeDifference {
  /** Target: `node.input`. */
  to: string;
  kind: 'added' | 'removed' | 'changed';
  before?: Edge | undefined;
  after?: Edge | undefined;
}

/** Everything in which two blueprints differ, each list in canonical order. */
export interface BlueprintDifference {
  nodes: NodeDifference[];
  edges: EdgeDifference[];
  /** All else: `name`, `layout.groups.g1`, `subgraphs.clean`, `inputs.limit`, any unknown key. The viewport is left out. */
  others: ValueChange[];
}

type JsonRecord = Readonly<Record<string, unknown>>;

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** What `compare` finds at each key of either record, in canonical order; only what differs is put in order. */
function overKeys<T>(before: object, after: object, compare: (key: string) => T | undefined): T[] {
  const found: [string, T][] = [];
  const look = (key: string): void => {
    const difference = compare(key);
    if (difference !== undefined) found.push([key, difference]);
  };
  for (const key of Object.keys(before)) look(key);
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) look(key);
  return found.sort(([one], [other]) => compareText(one, other)).map(([, difference]) => difference);
}

/** The keys of two records whose values differ. */
function changesOf(before: JsonRecord, after: JsonRecord, prefix = ''): ValueChange[] {
  return overKeys(before, after, (key): ValueChange | undefined => {
    const old = own(before, key);
    const now = own(after, key);
    if (jsonEqual(old, now)) return undefined;
    return {
      path: `${prefix}${key}`,
      ...(old === undefined ? {} : { before: old as JsonValue }),
      ...(now === undefined ? {} : { after: now as JsonValue }),
    };
  });
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodeChanges(before: BlueprintNode, after: BlueprintNode): ValueChange[] {
  const { parameters: old, ...restBefore } = before;
  const { parameters: now, ...restAfter } = after;
  return [...changesOf(restBefore, restAfter), ...changesOf(old, now, 'parameters.')];
}

function compareNode(id: string, before: Blueprint, after: Blueprint): NodeDifference | undefined {
  const old = own(before.nodes, id);
  const now = own(after.nodes, id);
  if (old === undefined) return { id, kind: 'added', after: now, changes: [] };
  if (now === undefined) return { id, kind: 'removed', before: old, changes: [] };
  const from = own(before.layout.positions, id);
  const to = own(after.layout.positions, id);
  const moved = !jsonEqual(from, to);
  const changes = old === now ? [] : nodeChanges(old, now);
  if (changes.length === 0 && !moved) return undefined;
  return {
    id,
    kind: changes.length === 0 ? 'moved' : 'changed',
    before: old,
    after: now,
    changes,
    ...(moved ? { move: { before: from, after: to } } : {}),
  };
}

function compareEdge(to: string, before: Blueprint, after: Blueprint): EdgeDifference | undefined {
  const old = own(before.edges, to);
  const now = own(after.edges, to);
  if (old === undefined) return { to, kind: 'added', after: now };
  if (now === undefined) return { to, kind: 'removed', before: old };
  return jsonEqual(old, now) ? undefined : { to, kind: 'changed', before: old, after: now };
}

/** Everything but nodes and edges; records of records are compared one level down, so that a note is one change. */
function otherChanges(before: Blueprint, after: Blueprint): ValueChange[] {
  const { nodes: _oldNodes, edges: _oldEdges, layout: oldLayout, ...restBefore } = before;
  const { nodes: _newNodes, edges: _newEdges, layout: newLayout, ...restAfter } = after;
  const { positions: _oldPlaces, viewport: _oldView, ...layoutBefore } = oldLayout;
  const { positions: _newPlaces, viewport: _newView, ...layoutAfter } = newLayout;
  const oneDown = (change: ValueChange): ValueChange[] => {
    if (!isRecord(change.before ?? {}) || !isRecord(change.after ?? {})) return [change];
    return changesOf(
      (change.before ?? {}) as JsonRecord,
      (change.after ?? {}) as JsonRecord,
      `${change.path}.`,
    );
  };
  return [
    ...changesOf(restBefore, restAfter).flatMap(oneDown),
    ...changesOf(layoutBefore, layoutAfter, 'layout.').flatMap(oneDown),
  ];
}

/**
 * What has to be done to `before` so that it becomes `after`, item by item, for people to read. Linear in both; parts
 * that the two share are skipped.
 */
export function compareBlueprints(before: Blueprint, after: Blueprint): BlueprintDifference {
  const nodes = overKeys(before.nodes, after.nodes, (id) => compareNode(id, before, after));
  const edges = overKeys(before.edges, after.edges, (to) => compareEdge(to, before, after));
  return { nodes, edges, others: otherChanges(before, after) };
}

/** Whether two blueprints are the same to people: equal in all but the viewport. */
export function isSameBlueprint({ nodes, edges, others }: BlueprintDifference): boolean {
  return nodes.length === 0 && edges.length === 0 && others.length === 0;
}
