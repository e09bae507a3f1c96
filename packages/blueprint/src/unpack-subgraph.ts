import {
  type Blueprint,
  type BlueprintNode,
  type Edge,
  INPUT_BOUNDARY,
  instanceOf,
  type JsonValue,
  type Operation,
  OUTPUT_BOUNDARY,
  type Position,
  parseSourceRef,
  parseTargetRef,
  type Subgraph,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { deleteNodes } from './edits.js';
import { setLayoutItem } from './layout-edits.js';
import { createIdAllocator } from './node-ids.js';
import { subgraphAt } from './subgraph-levels.js';

/** Where the value of a port comes from, seen from the level of the instance. */
type Origin = { edge: Edge } | { value: JsonValue } | undefined;

/**
 * Puts the inner nodes of an instance in its place; the definition stays. The nodes compute what the instance did.
 * Undefined when the node is not an instance of a subgraph that is there.
 */
export function unpackSubgraph(
  level: Blueprint,
  instanceId: string,
): { operations: Operation[]; ids: Map<string, string> } | undefined {
  const instance = Object.hasOwn(level.nodes, instanceId) ? level.nodes[instanceId] : undefined;
  const subgraph = subgraphAt(level, instanceOf(instance?.type ?? '') ?? '');
  if (instance === undefined || subgraph === undefined) return undefined;
  const allocate = createIdAllocator(level);
  const ids = new Map<string, string>();
  for (const id of sortedKeys(subgraph.nodes)) ids.set(id, allocate(id));
  const shift = shiftTo(subgraph, level.layout.positions[instanceId]);
  const moved = (place: Position): Position => ({ ...place, x: place.x + shift.x, y: place.y + shift.y });

  const origin = (port: string): Origin => {
    const edge = edgeAt(level.edges, `${instanceId}.${port}`);
    if (edge !== undefined) return { edge };
    const given = Object.hasOwn(instance.parameters, port) ? instance.parameters[port] : undefined;
    const value = given ?? subgraph.inputs[port]?.default;
    return value === undefined ? undefined : { value };
  };
  const fixed = new Map<string, Record<string, JsonValue>>();
  const connects: Operation[] = [];
  for (const to of sortedKeys(subgraph.edges)) {
    const edge = subgraph.edges[to] as Edge;
    const target = parseTargetRef(to);
    const id = ids.get(target.node);
    if (id === undefined) continue;
    const source = parseSourceRef(edge.from);
    const outer = `${id}${to.slice(to.indexOf('.'))}`;
    const inner = ids.get(source.node);
    if (inner !== undefined) {
      connects.push({ op: 'connect', to: outer, edge: { ...edge, from: `${inner}.${source.port}` } });
      continue;
    }
    const found = source.node === INPUT_BOUNDARY ? origin(source.port) : undefined;
    if (found === undefined) continue;
    if ('edge' in found) {
      const { from: _from, ...own } = edge;
      connects.push({ op: 'connect', to: outer, edge: { ...found.edge, ...own } });
    } else if (target.index === undefined) {
      fixed.set(target.node, { ...fixed.get(target.node), [target.port]: found.value });
    }
  }
  for (const to of sortedKeys(level.edges)) {
    const edge = level.edges[to] as Edge;
    const source = parseSourceRef(edge.from);
    if (source.node !== instanceId || parseTargetRef(to).node === instanceId) continue;
    const inside = edgeAt(subgraph.edges, `${OUTPUT_BOUNDARY}.${source.port}`);
    if (inside === undefined) continue;
    const { from: _from, ...own } = edge;
    const { node, port } = parseSourceRef(inside.from);
    const passed = node === INPUT_BOUNDARY ? edgeAt(level.edges, `${instanceId}.${port}`) : undefined;
    const inner = ids.get(node);
    if (inner !== undefined) {
      connects.push({ op: 'connect', to, edge: { ...inside, ...own, from: `${inner}.${port}` } });
    } else if (passed !== undefined && parseSourceRef(passed.from).node !== instanceId) {
      connects.push({ op: 'connect', to, edge: { ...passed, ...own } });
    }
  }

  const adds = [...ids].map(([inner, id]): Operation => {
    const node = subgraph.nodes[inner] as BlueprintNode;
    const mode = instance.mode === 'active' ? node.mode : instance.mode;
    const parameters = { ...node.parameters, ...fixed.get(inner) };
    const place = subgraph.layout.positions[inner];
    const position = place === undefined ? {} : { position: moved(place) };
    return { op: 'add-node', id, node: { ...node, mode, parameters }, ...position };
  });
  const looks = Object.entries(subgraph.layout.looks ?? {}).flatMap(([inner, look]) => {
    const id = ids.get(inner);
    return id === undefined ? [] : [setLayoutItem('looks', id, look)];
  });
  return { operations: [...deleteNodes(level, [instanceId]), ...adds, ...looks, ...connects], ids };
}

function edgeAt(edges: Record<string, Edge>, to: string): Edge | undefined {
  return Object.hasOwn(edges, to) ? edges[to] : undefined;
}

/** How far the nodes go so that their middle lies where the instance stood. */
function shiftTo(subgraph: Subgraph, place: Position | undefined): { x: number; y: number } {
  const places = Object.entries(subgraph.layout.positions).flatMap(([id, at]) =>
    Object.hasOwn(subgraph.nodes, id) ? [at] : [],
  );
  if (place === undefined || places.length === 0) return { x: 0, y: 0 };
  const middle = (values: number[]): number => {
    let [least, most] = [Infinity, -Infinity];
    for (const value of values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return Math.round((least + most) / 2);
  };
  return { x: place.x - middle(places.map(({ x }) => x)), y: place.y - middle(places.map(({ y }) => y)) };
}
