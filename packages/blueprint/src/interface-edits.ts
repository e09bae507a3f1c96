import {
  type Blueprint,
  type BlueprintNode,
  type Edge,
  INPUT_BOUNDARY,
  instanceOf,
  instanceType,
  type Operation,
  OUTPUT_BOUNDARY,
  type ParameterSpec,
  parseSourceRef,
  parseTargetRef,
  type SubgraphInput,
  type SubgraphInterface,
  type SubgraphOutput,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { interfaceOf } from './draft.js';
import { deleteNodes } from './edits.js';
import { disconnectEdge } from './layout-edits.js';
import { freshSubgraphId } from './make-subgraph.js';
import { allLevels, levelBlueprint, subgraphAt, usedSubgraphs } from './subgraph-levels.js';

export type InterfaceSide = 'inputs' | 'outputs';

/** The operation for a level: in a subgraph it names that, but those that name one already stay as they are. */
export function inLevel(operation: Operation, id: string | undefined): Operation {
  if (id === undefined) return operation;
  switch (operation.op) {
    case 'rename-blueprint':
    case 'set-subgraph':
    case 'set-interface':
    case 'replace':
      return operation;
    default:
      return operation.in === undefined ? { ...operation, in: id } : operation;
  }
}

function at(root: Blueprint, id: string | undefined): Blueprint {
  return id === undefined ? root : (levelBlueprint(root, id) as Blueprint);
}

/** The instances of a subgraph: the level and the node id of each. */
export function instancesOf(root: Blueprint, subgraphId: string): { in: string | undefined; node: string }[] {
  const type = instanceType(subgraphId);
  const found: { in: string | undefined; node: string }[] = [];
  for (const { id, level } of allLevels(root)) {
    for (const node of sortedKeys(level.nodes)) {
      if ((level.nodes[node] as BlueprintNode).type === type) found.push({ in: id, node });
    }
  }
  return found;
}

/** True when an instance of `inner` inside `outer` would make a subgraph contain itself. */
export function wouldRecurse(root: Blueprint, outer: string | undefined, inner: string): boolean {
  if (outer === undefined) return false;
  const seen = new Set<string>();
  const open = [inner];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === outer) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const subgraph = subgraphAt(root, id);
    if (subgraph !== undefined) open.push(...usedSubgraphs(subgraph));
  }
  return false;
}

function setInterface(id: string, shown: SubgraphInterface): Operation {
  return { op: 'set-interface', id, interface: shown };
}

function renamedKey<T>(record: Record<string, T>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}

/** Cuts an edge and connects it otherwise; its bends stay. */
function reconnect(to: string, edge: Edge, nextTo: string, from: string): Operation[] {
  return [
    { op: 'disconnect', to },
    { op: 'connect', to: nextTo, edge: { ...edge, from } },
  ];
}

/** Renames a port of an interface with every edge and value that names it, in every level. */
export function renamePort(
  root: Blueprint,
  subgraphId: string,
  side: InterfaceSide,
  from: string,
  to: string,
): Operation[] {
  const subgraph = subgraphAt(root, subgraphId);
  if (subgraph === undefined || from === to || !Object.hasOwn(subgraph[side], from)) return [];
  if (Object.hasOwn(subgraph[side], to)) return [];
  const shown = interfaceOf(subgraph);
  const operations: Operation[] = [
    setInterface(subgraphId, { ...shown, [side]: renamedKey<object>(shown[side], from, to) }),
  ];
  for (const [target, edge] of Object.entries(subgraph.edges)) {
    const source = parseSourceRef(edge.from);
    const steps =
      side === 'inputs' && source.node === INPUT_BOUNDARY && source.port === from
        ? reconnect(target, edge, target, `${INPUT_BOUNDARY}.${to}`)
        : side === 'outputs' && target === `${OUTPUT_BOUNDARY}.${from}`
          ? reconnect(target, edge, `${OUTPUT_BOUNDARY}.${to}`, edge.from)
          : [];
    operations.push(...steps.map((step) => inLevel(step, subgraphId)));
  }
  for (const place of instancesOf(root, subgraphId)) {
    const level = at(root, place.in);
    const steps: Operation[] = [];
    const edge = level.edges[`${place.node}.${from}`];
    if (side === 'inputs' && edge !== undefined) {
      steps.push(...reconnect(`${place.node}.${from}`, edge, `${place.node}.${to}`, edge.from));
    }
    const { parameters } = level.nodes[place.node] as BlueprintNode;
    if (side === 'inputs' && Object.hasOwn(parameters, from)) {
      const value = parameters[from];
      steps.push(
        { op: 'set-parameter', id: place.node, name: from },
        { op: 'set-parameter', id: place.node, name: to, ...(value === undefined ? {} : { value }) },
      );
    }
    if (side === 'outputs') {
      for (const [target, leaving] of Object.entries(level.edges)) {
        if (leaving.from !== `${place.node}.${from}`) continue;
        steps.push(...reconnect(target, leaving, target, `${place.node}.${to}`));
      }
    }
    operations.push(...steps.map((step) => inLevel(step, place.in)));
  }
  return operations;
}

/** Removes a port of an interface with every edge and value that names it, in every level. */
export function removePort(
  root: Blueprint,
  subgraphId: string,
  side: InterfaceSide,
  port: string,
): Operation[] {
  const subgraph = subgraphAt(root, subgraphId);
  if (subgraph === undefined || !Object.hasOwn(subgraph[side], port)) return [];
  const operations: Operation[] = [];
  const inside = at(root, subgraphId);
  for (const [target, edge] of Object.entries(subgraph.edges)) {
    const named =
      side === 'inputs' ? edge.from === `${INPUT_BOUNDARY}.${port}` : target === `${OUTPUT_BOUNDARY}.${port}`;
    if (named) operations.push(...disconnectEdge(inside, target).map((step) => inLevel(step, subgraphId)));
  }
  for (const place of instancesOf(root, subgraphId)) {
    const level = at(root, place.in);
    const steps: Operation[] = [];
    if (side === 'inputs' && Object.hasOwn(level.edges, `${place.node}.${port}`)) {
      steps.push(...disconnectEdge(level, `${place.node}.${port}`));
    }
    if (side === 'inputs' && Object.hasOwn((level.nodes[place.node] as BlueprintNode).parameters, port)) {
      steps.push({ op: 'set-parameter', id: place.node, name: port });
    }
    if (side === 'outputs') {
      for (const [target, edge] of Object.entries(level.edges)) {
        if (edge.from === `${place.node}.${port}`) steps.push(...disconnectEdge(level, target));
      }
    }
    operations.push(...steps.map((step) => inLevel(step, place.in)));
  }
  const shown = interfaceOf(subgraph);
  const { [port]: _gone, ...rest } = shown[side] as Record<string, SubgraphInput & SubgraphOutput>;
  operations.push(setInterface(subgraphId, { ...shown, [side]: rest }));
  return operations;
}

/** A name that the side of an interface does not have yet: `value`, `value2`, … */
export function freshPortName(shown: SubgraphInterface, side: InterfaceSide, wanted: string): string {
  let name = wanted;
  for (let number = 2; Object.hasOwn(shown[side], name); number++) name = `${wanted}${number}`;
  return name;
}

/** Makes a parameter of an inner node a parameter of all instances of its subgraph; its value here is the default. */
export function exposeParameter(
  root: Blueprint,
  subgraphId: string,
  node: string,
  spec: ParameterSpec,
): Operation[] {
  const subgraph = subgraphAt(root, subgraphId);
  if (subgraph === undefined || Object.hasOwn(subgraph.edges, `${node}.${spec.name}`)) return [];
  const shown = interfaceOf(subgraph);
  const port = freshPortName(shown, 'inputs', spec.name);
  const input: SubgraphInput = { type: spec.type, required: false };
  return [
    setInterface(subgraphId, { ...shown, inputs: { ...shown.inputs, [port]: input } }),
    {
      op: 'connect',
      in: subgraphId,
      to: `${node}.${spec.name}`,
      edge: { from: `${INPUT_BOUNDARY}.${port}` },
    },
  ];
}

/** Gives one instance a definition of its own, equal to the one it shared. */
export function makeIndependent(
  root: Blueprint,
  levelId: string | undefined,
  instanceId: string,
): { operations: Operation[]; subgraphId: string } | undefined {
  const level = at(root, levelId);
  const node = Object.hasOwn(level.nodes, instanceId) ? level.nodes[instanceId] : undefined;
  const subgraph = subgraphAt(root, instanceOf(node?.type ?? '') ?? '');
  if (node === undefined || subgraph === undefined) return undefined;
  const subgraphId = freshSubgraphId(root.subgraphs, subgraph.name);
  const look = level.layout.looks?.[instanceId];
  const position = level.layout.positions[instanceId];
  const steps: Operation[] = [];
  const cuts: Operation[] = [];
  const connects: Operation[] = [];
  for (const [to, edge] of Object.entries(level.edges)) {
    if (parseTargetRef(to).node !== instanceId && parseSourceRef(edge.from).node !== instanceId) continue;
    cuts.push({ op: 'disconnect', to });
    connects.push({ op: 'connect', to, edge });
  }
  if (look !== undefined) steps.push({ op: 'set-layout-item', part: 'looks', id: instanceId });
  steps.push(
    ...cuts,
    { op: 'remove-node', id: instanceId },
    {
      op: 'add-node',
      id: instanceId,
      node: { ...node, type: instanceType(subgraphId) },
      ...(position === undefined ? {} : { position }),
    },
    ...connects,
  );
  if (look !== undefined) steps.push({ op: 'set-layout-item', part: 'looks', id: instanceId, value: look });
  return {
    operations: [
      { op: 'set-subgraph', id: subgraphId, subgraph },
      ...steps.map((step) => inLevel(step, levelId)),
    ],
    subgraphId,
  };
}

/** Removes a subgraph with all its instances. */
export function removeSubgraph(root: Blueprint, subgraphId: string): Operation[] {
  if (subgraphAt(root, subgraphId) === undefined) return [];
  const byLevel = new Map<string | undefined, string[]>();
  for (const place of instancesOf(root, subgraphId)) {
    if (place.in === subgraphId) continue;
    const nodes = byLevel.get(place.in);
    if (nodes === undefined) byLevel.set(place.in, [place.node]);
    else nodes.push(place.node);
  }
  const operations: Operation[] = [];
  for (const [levelId, nodes] of byLevel) {
    operations.push(...deleteNodes(at(root, levelId), nodes).map((step) => inLevel(step, levelId)));
  }
  operations.push({ op: 'set-subgraph', id: subgraphId });
  return operations;
}
