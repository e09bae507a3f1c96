import {
  accepts,
  type Blueprint,
  type Catalog,
  type Edge,
  parseSourceRef,
  parseTargetRef,
  sourceRefSchema,
  targetRefSchema,
} from '@atomiton/contracts';
import { cycleText } from './cycles.js';
import { nextListTarget } from './edits.js';
import { nameList, sourcePort, targetNames, targetPort } from './ports.js';

/** Whether two ports may be connected. */
export type ConnectionCheck =
  | {
      ok: true;
      /** The target to connect: as given, or with the next free number where a list input was named without one. */
      to: string;
      /** The output that feeds the target now and would be replaced. */
      replaces?: string;
    }
  | { ok: false; reason: string };

function no(reason: string): ConnectionCheck {
  return { ok: false, reason };
}

/** For every node that reaches `node`, the next step towards it; walks the undelayed edges backwards. */
function stepsTowards(blueprint: Blueprint, node: string): Map<string, string> {
  const sourcesOf = new Map<string, string[]>();
  for (const [to, edge] of Object.entries(blueprint.edges)) {
    if (edge.delay !== undefined) continue;
    const target = parseTargetRef(to).node;
    const sources = sourcesOf.get(target);
    if (sources === undefined) sourcesOf.set(target, [parseSourceRef(edge.from).node]);
    else sources.push(parseSourceRef(edge.from).node);
  }
  const next = new Map<string, string>();
  const queue = [node];
  for (let head = 0; head < queue.length; head++) {
    const current = queue[head] as string;
    for (const source of sourcesOf.get(current) ?? []) {
      if (source === node || next.has(source)) continue;
      next.set(source, current);
      queue.push(source);
    }
  }
  return next;
}

/**
 * The ports of nodes whose type is not in the catalog: those that an edge names, of any type. Inputs are keyed by
 * `node.port`, with whether their edges are numbered; outputs by `node.output`.
 */
function foreignPorts(
  blueprint: Blueprint,
  catalog: Catalog,
): { inputs: ReadonlyMap<string, { list: boolean }>; outputs: ReadonlySet<string> } {
  const inputs = new Map<string, { list: boolean }>();
  const outputs = new Set<string>();
  const isForeign = (id: string): boolean =>
    Object.hasOwn(blueprint.nodes, id) && !catalog.has(blueprint.nodes[id]?.type ?? '');
  for (const [to, { from }] of Object.entries(blueprint.edges)) {
    const { node, port, index } = parseTargetRef(to);
    if (isForeign(node)) inputs.set(`${node}.${port}`, { list: index !== undefined });
    if (isForeign(parseSourceRef(from).node)) outputs.add(from);
  }
  return { inputs, outputs };
}

function notInstalled(type: string): ConnectionCheck {
  return no(`The type "${type}" is not installed: only ports that have an edge already can be connected.`);
}

/**
 * Prepares the checks of one drag that begins at the output `from` (`node.output`): walks the graph once, afterwards
 * each check takes constant time (list inputs: one look through the edges).
 */
export function connectionChecker(
  blueprint: Blueprint,
  catalog: Catalog,
  from: string,
): (to: string) => ConnectionCheck {
  if (!sourceRefSchema.safeParse(from).success) return () => no(`"${from}" is not an output.`);
  const source = parseSourceRef(from);
  const sourceNode = Object.hasOwn(blueprint.nodes, source.node) ? blueprint.nodes[source.node] : undefined;
  if (sourceNode === undefined) return () => no(`There is no node "${source.node}".`);
  const sourceDefinition = catalog.get(sourceNode.type);
  const foreign = foreignPorts(blueprint, catalog);
  if (sourceDefinition === undefined && !foreign.outputs.has(from)) {
    return () => notInstalled(sourceNode.type);
  }
  const output =
    sourceDefinition === undefined ? ({ type: 'any' } as const) : sourcePort(sourceDefinition, source.port);
  if (sourceDefinition !== undefined && output === undefined) {
    const names = nameList(sourceDefinition.outputs.map((port) => port.name));
    return () => no(`${sourceDefinition.name} has no output "${source.port}"; its outputs: ${names}.`);
  }
  const given = output?.type ?? 'any';
  const next = stepsTowards(blueprint, source.node);
  return (to) => {
    if (!targetRefSchema.safeParse(to).success) return no(`"${to}" is not an input.`);
    const target = parseTargetRef(to);
    const targetNode = Object.hasOwn(blueprint.nodes, target.node) ? blueprint.nodes[target.node] : undefined;
    if (targetNode === undefined) return no(`There is no node "${target.node}".`);
    if (target.node === source.node) return no('A node cannot feed itself.');
    const definition = catalog.get(targetNode.type);
    const known = foreign.inputs.get(`${target.node}.${target.port}`);
    if (definition === undefined && known === undefined) return notInstalled(targetNode.type);
    const port = definition === undefined ? undefined : targetPort(definition, target.port);
    if (definition !== undefined && port === undefined) {
      return no(
        `${definition.name} has no input "${target.port}"; its inputs: ${nameList(targetNames(definition))}.`,
      );
    }
    if (port?.kind === 'parameter' && !port.connectable)
      return no(`${port.parameter.label} cannot be connected.`);
    const list = port?.list ?? known?.list ?? false;
    const taken = port?.type ?? 'any';
    if (!list && target.index !== undefined) return no(`"${target.port}" takes one edge, not a list.`);
    if (!accepts(given, taken)) {
      return no(`"${target.port}" takes ${taken}; "${source.port}" gives ${given}.`);
    }
    if (next.has(target.node)) {
      const path = [source.node];
      for (let id: string | undefined = target.node; id !== undefined; id = next.get(id)) path.push(id);
      return no(`This would make a cycle: ${cycleText(path)}.`);
    }
    const resolved =
      list && target.index === undefined ? nextListTarget(blueprint, target.node, target.port) : to;
    const present: Edge | undefined = Object.hasOwn(blueprint.edges, resolved)
      ? blueprint.edges[resolved]
      : undefined;
    return present === undefined
      ? { ok: true, to: resolved }
      : { ok: true, to: resolved, replaces: present.from };
  };
}

/** Whether an edge from `from` (`node.output`) to `to` (`node.input`, `node.items.3`) may be drawn, and why not. */
export function checkConnection(
  blueprint: Blueprint,
  catalog: Catalog,
  from: string,
  to: string,
): ConnectionCheck {
  return connectionChecker(blueprint, catalog, from)(to);
}
