import {
  type Blueprint,
  type BlueprintNode,
  type Catalog,
  type Edge,
  INPUT_BOUNDARY,
  instanceType,
  isBoundaryId,
  type Layout,
  type Operation,
  OUTPUT_BOUNDARY,
  type PortType,
  type Position,
  parseSourceRef,
  parseTargetRef,
  type Subgraph,
  type SubgraphInput,
  type SubgraphOutput,
} from '@atomiton/contracts';
import { autoLayout } from './auto-layout.js';
import { sortedKeys } from './compare.js';
import { deleteNodes } from './edits.js';
import { createIdAllocator } from './node-ids.js';
import { sourcePort, targetPort } from './ports.js';
import { isBoundaryType } from './subgraph-levels.js';

/** Distance between the interface of a new subgraph and its nodes. Canvas units. */
const BOUNDARY_GAP = 320;

export interface MadeSubgraph {
  /** In the level that was given: they need `in` there, the definition itself does not. */
  operations: Operation[];
  subgraphId: string;
  instanceId: string;
}

/** A free id for a new subgraph: `clean-up`, `clean-up-2`, … */
export function freshSubgraphId(
  subgraphs: Readonly<Record<string, unknown>> | undefined,
  name: string,
): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 50) || 'subgraph';
  let id = base;
  for (
    let number = 2;
    Object.hasOwn(subgraphs ?? {}, id) || id === 'constructor' || id === 'prototype';
    number++
  )
    id = `${base}-${number}`;
  return id;
}

/** Gives each name out once: `table`, `table2`, … */
function nameAllocator(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
    taken.add(name);
    return name;
  };
}

function portTypes(level: Blueprint, catalog: Catalog) {
  const definitionOf = (id: string) => {
    const node = Object.hasOwn(level.nodes, id) ? level.nodes[id] : undefined;
    return node === undefined ? undefined : catalog.get(node.type);
  };
  return {
    source(ref: string): PortType {
      const { node, port } = parseSourceRef(ref);
      const definition = definitionOf(node);
      return (definition === undefined ? undefined : sourcePort(definition, port)?.type) ?? 'any';
    },
    target(ref: string): { type: PortType; required: boolean } {
      const { node, port } = parseTargetRef(ref);
      const definition = definitionOf(node);
      const found = definition === undefined ? undefined : targetPort(definition, port);
      if (found === undefined) return { type: 'any', required: true };
      return {
        type: found.type,
        required: found.kind === 'input' && found.port.required && found.port.default === undefined,
      };
    },
  };
}

/**
 * Puts nodes of a level (as `levelBlueprint` gives it) into a new subgraph with one instance in their place. Every edge
 * that crosses the border becomes a port: one input for each output outside, one output for each output inside.
 * Undefined when none of the ids is there.
 */
export function makeSubgraph(
  level: Blueprint,
  catalog: Catalog,
  ids: Iterable<string>,
  name: string,
): MadeSubgraph | undefined {
  const moved = new Set<string>();
  for (const id of ids) {
    const node = Object.hasOwn(level.nodes, id) ? level.nodes[id] : undefined;
    if (node !== undefined && !isBoundaryType(node.type)) moved.add(id);
  }
  if (moved.size === 0) return undefined;
  const types = portTypes(level, catalog);
  const innerIds = innerNames(level, moved);
  const innerOf = (id: string): string => innerIds.get(id) as string;
  const innerTarget = (to: string): string =>
    `${innerOf(parseTargetRef(to).node)}${to.slice(to.indexOf('.'))}`;
  const innerSource = (from: string): string =>
    `${innerOf(parseSourceRef(from).node)}.${parseSourceRef(from).port}`;

  const inputs: Record<string, SubgraphInput> = {};
  const outputs: Record<string, SubgraphOutput> = {};
  const edges: Record<string, Edge> = {};
  const inputNames = nameAllocator();
  const outputNames = nameAllocator();
  const inputOf = new Map<string, string>();
  const outputOf = new Map<string, string>();
  const feeding: { port: string; from: string }[] = [];
  const leaving: { to: string; edge: Edge }[] = [];
  for (const to of sortedKeys(level.edges)) {
    const edge = level.edges[to] as Edge;
    const fromInside = moved.has(parseSourceRef(edge.from).node);
    const toInside = moved.has(parseTargetRef(to).node);
    if (toInside && fromInside) edges[innerTarget(to)] = { ...edge, from: innerSource(edge.from) };
    else if (toInside) {
      const target = types.target(to);
      let port = inputOf.get(edge.from);
      if (port === undefined) {
        port = inputNames(parseTargetRef(to).port);
        inputOf.set(edge.from, port);
        inputs[port] = { type: target.type, required: false };
        feeding.push({ port, from: edge.from });
      }
      const input = inputs[port] as SubgraphInput;
      if (input.type !== target.type) input.type = types.source(edge.from);
      if (target.required) delete input.required;
      edges[innerTarget(to)] = { ...edge, from: `${INPUT_BOUNDARY}.${port}` };
    } else if (fromInside) {
      let port = outputOf.get(edge.from);
      if (port === undefined) {
        port = outputNames(parseSourceRef(edge.from).port);
        outputOf.set(edge.from, port);
        outputs[port] = { type: types.source(edge.from) };
        edges[`${OUTPUT_BOUNDARY}.${port}`] = { from: innerSource(edge.from) };
      }
      leaving.push({ to, edge });
    }
  }

  const nodes: Record<string, BlueprintNode> = {};
  for (const id of moved) nodes[innerOf(id)] = level.nodes[id] as BlueprintNode;
  const { layout, middle } = innerLayout(level, moved, innerIds);
  const subgraph: Subgraph = { name, inputs, outputs, nodes, edges, layout };
  const subgraphId = freshSubgraphId(level.subgraphs, name);
  const instanceId = createIdAllocator(level)(subgraphId);
  const node: BlueprintNode = {
    type: instanceType(subgraphId),
    typeVersion: 1,
    parameters: {},
    mode: 'active',
  };
  const operations: Operation[] = [
    ...wholeGroups(level, moved).map((id): Operation => ({ op: 'set-layout-item', part: 'groups', id })),
    ...deleteNodes(level, moved),
    { op: 'set-subgraph', id: subgraphId, subgraph },
    { op: 'add-node', id: instanceId, node, position: middle },
    ...feeding.map(
      ({ port, from }): Operation => ({ op: 'connect', to: `${instanceId}.${port}`, edge: { from } }),
    ),
    ...leaving.map(({ to, edge }): Operation => {
      const from = `${instanceId}.${outputOf.get(edge.from)}`;
      return { op: 'connect', to, edge: { ...edge, from } };
    }),
  ];
  const gone = new Set(wholeGroups(level, moved));
  return {
    operations: operations.filter(
      (operation) =>
        !(
          operation.op === 'set-layout-item' &&
          operation.part === 'groups' &&
          operation.value !== undefined &&
          gone.has(operation.id)
        ),
    ),
    subgraphId,
    instanceId,
  };
}

/** Inner nodes keep their ids, but for those that a subgraph needs for its interface. */
function innerNames(level: Blueprint, moved: ReadonlySet<string>): Map<string, string> {
  const allocate = createIdAllocator(level);
  const names = new Map<string, string>();
  for (const id of moved) names.set(id, isBoundaryId(id) ? allocate(`${id}_node`) : id);
  return names;
}

/** Groups of which every member moves. */
function wholeGroups(level: Blueprint, moved: ReadonlySet<string>): string[] {
  return sortedKeys(level.layout.groups).filter((id) => {
    const members = level.layout.groups[id]?.members ?? [];
    return members.length > 0 && members.every((member) => moved.has(member));
  });
}

function innerLayout(
  level: Blueprint,
  moved: ReadonlySet<string>,
  innerIds: ReadonlyMap<string, string>,
): { layout: Layout; middle: Position } {
  const { layout } = level;
  const places = { ...autoLayout(level), ...layout.positions };
  const positions: Record<string, Position> = {};
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const id of moved) {
    const place = places[id] ?? { x: 0, y: 0 };
    positions[innerIds.get(id) as string] = place;
    left = Math.min(left, place.x);
    right = Math.max(right, place.x);
    top = Math.min(top, place.y);
    bottom = Math.max(bottom, place.y);
  }
  const middle = { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) };
  positions[INPUT_BOUNDARY] = { x: left - BOUNDARY_GAP, y: middle.y };
  positions[OUTPUT_BOUNDARY] = { x: right + BOUNDARY_GAP, y: middle.y };
  const renamed = (id: string): string => innerIds.get(id) ?? id;
  const groups = Object.fromEntries(
    wholeGroups(level, moved).map((id) => {
      const group = layout.groups[id] as Layout['groups'][string];
      return [id, { ...group, members: group.members.map(renamed) }];
    }),
  );
  const looks = Object.fromEntries(
    Object.entries(layout.looks ?? {}).flatMap(([id, look]) => (moved.has(id) ? [[renamed(id), look]] : [])),
  );
  const bends = Object.fromEntries(
    Object.entries(layout.bends ?? {}).flatMap(([to, points]) => {
      const from = level.edges[to]?.from;
      const inside = moved.has(parseTargetRef(to).node) && moved.has(parseSourceRef(from ?? '').node);
      return inside ? [[`${renamed(parseTargetRef(to).node)}${to.slice(to.indexOf('.'))}`, points]] : [];
    }),
  );
  return {
    layout: {
      positions,
      groups,
      notes: {},
      ...(Object.keys(looks).length === 0 ? {} : { looks }),
      ...(Object.keys(bends).length === 0 ? {} : { bends }),
    },
    middle,
  };
}
