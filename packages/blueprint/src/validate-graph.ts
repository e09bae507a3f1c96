import {
  accepts,
  type Blueprint,
  type BlueprintNode,
  type Catalog,
  type Diagnostic,
  type Edge,
  instanceOf,
  type NodeDefinition,
  parameterProblem,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { cycleText, findCycles } from './cycles.js';
import { orderGraph } from './graph.js';
import { groupsByMember } from './layout-edits.js';
import { nameList, sourcePort, targetNames, targetPort } from './ports.js';
import { blueprintGraph } from './topological-order.js';
import { typePhrase } from './type-phrase.js';

type Report = (diagnostic: Diagnostic) => void;

/** The source of every connected port of a node, by port name without item number. */
type Connections = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

function connectionsOf(blueprint: Blueprint): Connections {
  const byNode = new Map<string, Map<string, string[]>>();
  for (const to of sortedKeys(blueprint.edges)) {
    const { node, port } = parseTargetRef(to);
    const ports = byNode.get(node) ?? new Map<string, string[]>();
    const sources = ports.get(port) ?? [];
    sources.push(parseSourceRef((blueprint.edges[to] as Edge).from).node);
    ports.set(port, sources);
    byNode.set(node, ports);
  }
  return byNode;
}

function nodeAt(blueprint: Blueprint, id: string): BlueprintNode | undefined {
  return Object.hasOwn(blueprint.nodes, id) ? blueprint.nodes[id] : undefined;
}

function validateType(id: string, node: BlueprintNode, catalog: Catalog, report: Report): void {
  const definition = catalog.get(node.type);
  const subgraph = instanceOf(node.type);
  if (definition === undefined && subgraph !== undefined) {
    report({
      severity: 'error',
      code: 'unknown-subgraph',
      node: id,
      message: `The subgraph "${subgraph}" is not in this document, contains itself, or is too large.`,
      hint: 'Add it, or replace the node; its data is kept.',
    });
  } else if (definition === undefined) {
    report({
      severity: 'error',
      code: 'unknown-type',
      node: id,
      message: `There is no node type "${node.type}".`,
      hint: 'Install the pack that has it, or replace the node; its data is kept.',
    });
  } else if (node.typeVersion > definition.version) {
    report({
      severity: 'error',
      code: 'newer-type-version',
      node: id,
      message: `The node was made with version ${node.typeVersion} of "${node.type}"; version ${definition.version} is installed.`,
      hint: 'Install the newer version of its pack.',
    });
  }
}

function validateParameters(
  id: string,
  node: BlueprintNode,
  definition: NodeDefinition,
  connected: ReadonlyMap<string, readonly string[]> | undefined,
  report: Report,
): void {
  for (const spec of definition.parameters) {
    if (connected?.has(spec.name)) continue;
    const value = Object.hasOwn(node.parameters, spec.name) ? node.parameters[spec.name] : undefined;
    const message = parameterProblem(spec, value);
    if (message === undefined) continue;
    const hint = spec.description ?? `Set ${spec.label}${spec.connectable ? ' or connect it' : ''}.`;
    report({ severity: 'error', code: 'bad-parameter', node: id, port: spec.name, message, hint });
  }
  const known = new Set(definition.parameters.map((spec) => spec.name));
  for (const name of sortedKeys(node.parameters)) {
    if (known.has(name) || definition.inputs.some((port) => port.name === name)) continue;
    report({
      severity: 'warning',
      code: 'unknown-parameter',
      node: id,
      port: name,
      message: `"${definition.name}" has no parameter "${name}"; its parameters: ${nameList([...known])}.`,
      hint: 'It is kept in the file and has no effect.',
    });
  }
}

function validateInputs(
  id: string,
  blueprint: Blueprint,
  definition: NodeDefinition,
  connected: ReadonlyMap<string, readonly string[]> | undefined,
  report: Report,
): void {
  for (const port of definition.inputs) {
    if (!port.required || port.default !== undefined) continue;
    if (Object.hasOwn(nodeAt(blueprint, id)?.parameters ?? {}, port.name)) continue;
    const sources = connected?.get(port.name);
    const label = port.label ?? port.name;
    if (sources === undefined) {
      report({
        severity: 'error',
        code: 'missing-input',
        node: id,
        port: port.name,
        message: `The input ${label} needs ${typePhrase(port.type)}; nothing is connected.`,
        hint: `Connect an output that gives ${typePhrase(port.type)}.`,
      });
      continue;
    }
    const muted = sources.find((source) => nodeAt(blueprint, source)?.mode === 'muted');
    if (muted === undefined) continue;
    report({
      severity: 'warning',
      code: 'muted-source',
      node: id,
      port: port.name,
      message: `The input ${label} needs ${typePhrase(port.type)}, but "${muted}" is muted: this node will be blocked.`,
      hint: `Unmute "${muted}", or connect another output.`,
    });
  }
}

function dangling(to: string, message: string, hint: string): Diagnostic {
  const { node, port } = parseTargetRef(to);
  return { severity: 'error', code: 'dangling-edge', node, port, message, hint };
}

function validateEdge(to: string, edge: Edge, blueprint: Blueprint, catalog: Catalog, report: Report): void {
  const target = parseTargetRef(to);
  const source = parseSourceRef(edge.from);
  const at = { severity: 'error' as const, node: target.node, port: target.port };
  const targetNode = nodeAt(blueprint, target.node);
  const sourceNode = nodeAt(blueprint, source.node);
  const remove = 'Remove the edge, or connect it anew.';
  if (targetNode === undefined) {
    report(
      dangling(
        to,
        `The edge from "${edge.from}" ends at the node "${target.node}", which does not exist.`,
        remove,
      ),
    );
  }
  if (sourceNode === undefined) {
    report(dangling(to, `The edge comes from the node "${source.node}", which does not exist.`, remove));
  }
  const targetDefinition = targetNode === undefined ? undefined : catalog.get(targetNode.type);
  const sourceDefinition = sourceNode === undefined ? undefined : catalog.get(sourceNode.type);
  const port = targetDefinition === undefined ? undefined : targetPort(targetDefinition, target.port);
  const output = sourceDefinition === undefined ? undefined : sourcePort(sourceDefinition, source.port);
  if (targetDefinition !== undefined && port === undefined) {
    const names = nameList(targetNames(targetDefinition));
    const message = `"${targetDefinition.name}" has no input "${target.port}"; its inputs and parameters: ${names}.`;
    report(dangling(to, message, remove));
  }
  if (sourceDefinition !== undefined && output === undefined) {
    const names = nameList(sourceDefinition.outputs.map((candidate) => candidate.name));
    const message = `"${source.node}" (${sourceDefinition.name}) has no output "${source.port}"; its outputs: ${names}.`;
    report(dangling(to, message, remove));
  }
  if (port === undefined) return;
  if (port.kind === 'parameter' && !port.connectable) {
    const message = `The parameter ${port.parameter.label} cannot be fed by an edge; received one from "${edge.from}".`;
    report({ ...at, code: 'not-connectable', message, hint: 'Remove the edge and set the parameter.' });
    return;
  }
  if (port.list && target.index === undefined) {
    const message = `The input "${target.port}" takes a list of edges; received one without a number.`;
    report({ ...at, code: 'list-index', message, hint: `Write its target as "${to}.0".` });
  } else if (!port.list && target.index !== undefined) {
    const message = `The input "${target.port}" takes one edge; received item number ${target.index}.`;
    report({
      ...at,
      code: 'list-index',
      message,
      hint: `Write its target as "${target.node}.${target.port}".`,
    });
  }
  if (output === undefined || accepts(output.type, port.type)) return;
  report({
    ...at,
    code: 'port-type-mismatch',
    message: `The input "${target.port}" takes ${port.type}; "${edge.from}" gives ${output.type}.`,
    hint: `Connect an output that gives ${port.type}, or put a converting node between.`,
  });
}

/** Groups that name nodes which do not exist, or which another group has too. Runs do not mind. */
function validateGroups(blueprint: Blueprint, report: Report): void {
  const groupOf = groupsByMember(blueprint);
  const strays: string[] = [];
  const twice: string[] = [];
  for (const id of sortedKeys(blueprint.layout.groups)) {
    for (const member of blueprint.layout.groups[id]?.members ?? []) {
      if (nodeAt(blueprint, member) === undefined) strays.push(member);
      else if (groupOf.get(member) !== id) twice.push(member);
    }
  }
  if (strays.length > 0) {
    report({
      severity: 'info',
      code: 'group-member-missing',
      message: `Groups name nodes that do not exist: ${nameList(strays)}.`,
      hint: 'Nothing is lost; delete the names from the file, or leave them.',
    });
  }
  if (twice.length > 0) {
    report({
      severity: 'info',
      code: 'group-member-twice',
      message: `Nodes are named by two groups: ${nameList(twice)}. They move with the first.`,
      hint: 'Drag them into the group that they belong to.',
    });
  }
}

/**
 * Every problem of one graph, without what lies inside its subgraphs. An error keeps the node from running; on a muted
 * node, which does not run, its own errors are warnings. Linear in the size of the graph after sorting.
 */
export function validateGraph(blueprint: Blueprint, catalog: Catalog): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    const muted = diagnostic.node !== undefined && nodeAt(blueprint, diagnostic.node)?.mode === 'muted';
    found.push(
      muted && diagnostic.severity === 'error' ? { ...diagnostic, severity: 'warning' } : diagnostic,
    );
  };
  const connections = connectionsOf(blueprint);
  for (const id of sortedKeys(blueprint.nodes)) {
    const node = blueprint.nodes[id] as BlueprintNode;
    validateType(id, node, catalog, report);
    const definition = catalog.get(node.type);
    if (definition === undefined) continue;
    validateParameters(id, node, definition, connections.get(id), report);
    if (node.mode !== 'muted') validateInputs(id, blueprint, definition, connections.get(id), report);
  }
  for (const to of sortedKeys(blueprint.edges)) {
    validateEdge(to, blueprint.edges[to] as Edge, blueprint, catalog, report);
  }
  validateGroups(blueprint, report);
  const graph = blueprintGraph(blueprint);
  if (orderGraph(graph).order.length < graph.nodeCount) {
    for (const cycle of findCycles(graph)) {
      found.push({
        severity: 'error',
        code: 'cycle',
        node: cycle[0],
        message: `The nodes feed each other in a cycle: ${cycleText(cycle)}.`,
        hint: 'Remove one of these edges, or give one a delay.',
      });
    }
  }
  return found;
}
