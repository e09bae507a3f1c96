import type { FlatBlueprint, Graph, GraphEdge } from '@atomiton/blueprint';
import {
  buildGraph,
  completeParameters,
  cycleText,
  findCycles,
  orderGraph,
  validateBlueprint,
  withPaths,
} from '@atomiton/blueprint';
import type {
  Blueprint,
  BlueprintNode,
  Catalog,
  Diagnostic,
  ErrorData,
  JsonValue,
  NodeDefinition,
  NodeMode,
  OutputPort,
  PortType,
  Value,
} from '@atomiton/contracts';
import { parseSourceRef, parseTargetRef } from '@atomiton/contracts';
import { canonicalJson } from './canonical-json.js';
import { cyclicNodes } from './cyclic-nodes.js';
import type { InputBinding, InputSource, ParameterBinding, WiredEdge } from './input-binding.js';
import { bindInputs, bindParameters, Constants, mutedRequirement, passThrough } from './input-binding.js';
import type { CachedResult } from './result-cache.js';

/** What the last run of a node used and gave: a re-run compares it before it hashes anything. */
export interface NodeMemo {
  result: CachedResult;
  implementation: string;
  parameterText: string;
  world: string;
  /** Identities of the inputs in the order of `inputIdentities`. */
  identities: string[];
}

/** A node bound to its definition; everything a run needs of it, found by position. */
export interface PlanNode {
  readonly index: number;
  readonly id: string;
  readonly source: BlueprintNode;
  readonly definition: NodeDefinition | undefined;
  /** Number of its definition among the plan's definitions; -1 without one. */
  readonly kind: number;
  readonly mode: NodeMode;
  /** Why it cannot run. */
  readonly problem: ErrorData | undefined;
  /** A muted node that a required input comes from; -1 when there is none. */
  readonly mutedBy: number;
  /** Complete, unchecked; paths as written. */
  readonly parameters: Record<string, JsonValue>;
  readonly parameterText: string;
  /** Names of parameters that hold paths. */
  readonly pathParameters: readonly string[];
  readonly inputs: readonly InputBinding[];
  readonly fedParameters: readonly ParameterBinding[];
  /** The sources of all inputs in port order, then those of fed parameters. */
  readonly sources: readonly InputSource[];
  readonly outputs: readonly OutputPort[];
  /** Where its outputs lie among the values of a run. */
  readonly firstSlot: number;
  /** Of a bypassed node: for each output the slot that passes through, or -1. */
  readonly passes: readonly number[];
  /** Milliseconds; 0 is no limit. */
  readonly timeoutMs: number;
  /** Tokens it reserves while it runs; 0 reserves nothing. */
  readonly cores: number;
  /** Runs on the engine's own thread, reserving nothing: never, while its inputs are small, or always. */
  readonly inline: 'never' | 'small' | 'always';
  readonly caching: 'never' | 'pure' | 'reads';
  memo: NodeMemo | undefined;
}

/** A blueprint made ready to run: dense ids, compressed rows, bound definitions. Immutable but for the memos. */
export interface Plan {
  readonly blueprint: Blueprint;
  readonly catalog: Catalog;
  readonly diagnostics: readonly Diagnostic[];
  readonly nodes: readonly PlanNode[];
  readonly definitions: readonly NodeDefinition[];
  readonly graph: Graph;
  /** Where a run begins: a slot for every output, still empty, then the constants. */
  readonly initialValues: readonly (Value | undefined)[];
  /** Nodes that a run looks at first: those without inputs to wait for, and those that can never run. */
  readonly firstLook: Uint32Array;
  /** Dense ids in topological order, without the members and consumers of cycles. */
  readonly order: Uint32Array;
}

function problemOf(diagnostic: Diagnostic): ErrorData {
  const { code, message, node, port, hint } = diagnostic;
  return { kind: 'validation', code, message, node, port, hint };
}

function firstProblems(diagnostics: readonly Diagnostic[]): Map<string, ErrorData> {
  const problems = new Map<string, ErrorData>();
  for (const diagnostic of diagnostics) {
    const { severity, node } = diagnostic;
    if (severity === 'error' && node !== undefined && !problems.has(node)) {
      problems.set(node, problemOf(diagnostic));
    }
  }
  return problems;
}

function isPath(type: PortType): boolean {
  return type === 'file' || type === 'list<file>';
}

function cachingOf(definition: NodeDefinition): PlanNode['caching'] {
  if (definition.outputs.some((output) => !output.cacheable)) return 'never';
  switch (definition.purity) {
    case 'pure':
      return 'pure';
    case 'reads-world':
      return definition.reads.length > 0 ? 'reads' : 'never';
    case 'writes-world':
      return 'never';
  }
}

/** What all nodes of one definition share. */
interface KindFacts {
  readonly caching: PlanNode['caching'];
  readonly outputs: readonly OutputPort[];
  readonly pathParameters: readonly string[];
}

/** Types whose values are plain data: they never lie in shared memory. */
const SMALL_TYPES: ReadonlySet<PortType> = new Set([
  'json',
  'number',
  'integer',
  'string',
  'boolean',
  'file',
]);

const NO_FACTS: KindFacts = { caching: 'never', outputs: [], pathParameters: [] };

function kindFacts(definition: NodeDefinition): KindFacts {
  const paths = definition.parameters.filter((spec) => isPath(spec.type));
  return {
    caching: cachingOf(definition),
    outputs: definition.outputs,
    pathParameters: paths.map((spec) => spec.name),
  };
}

/** Inputs that are small by their type, numbers and the like, need no look at run time. */
function inlineOf(definition: NodeDefinition | undefined, wired: readonly WiredEdge[]): PlanNode['inline'] {
  if (definition?.runtime.cheap !== true) return 'never';
  return wired.every(({ type }) => SMALL_TYPES.has(type)) ? 'always' : 'small';
}

function sourcesOf(inputs: readonly InputBinding[], fed: readonly ParameterBinding[]): InputSource[] {
  const sources: InputSource[] = [];
  for (const input of inputs) {
    for (const source of input.sources) sources.push(source);
  }
  for (const { source } of fed) sources.push(source);
  return sources;
}

/**
 * Builds the plan in time linear in nodes and edges, without recursion. Nothing throws: what is wrong with a node is
 * its `problem`. `previous`, an older plan of the same document, lends the parts of nodes that did not change. `blueprint` has
 * no subgraphs; `names` tells what its nodes are called in events and errors where that is not their id.
 */
export function buildPlan(
  blueprint: Blueprint,
  catalog: Catalog,
  hash: (text: string) => string,
  previous?: Plan,
  names: PlanNames = { pathOf: new Map() },
): Plan {
  const diagnostics = validateBlueprint(blueprint, catalog);
  const problems = firstProblems(diagnostics);
  const ids = Object.keys(blueprint.nodes);
  const indexOf = new Map<string, number>();
  const definitions: NodeDefinition[] = [];
  const kindOf = new Map<NodeDefinition, number>();
  const known: (NodeDefinition | undefined)[] = [];
  const firstSlot: number[] = [];
  let slotCount = 0;
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] as string;
    indexOf.set(id, index);
    const definition = catalog.get((blueprint.nodes[id] as BlueprintNode).type);
    known.push(definition);
    firstSlot.push(slotCount);
    if (definition === undefined) continue;
    slotCount += definition.outputs.length;
    if (!kindOf.has(definition)) {
      kindOf.set(definition, definitions.length);
      definitions.push(definition);
    }
  }

  const wires = new Array<WiredEdge[] | undefined>(ids.length).fill(undefined);
  const graphEdges: GraphEdge[] = [];
  const modeOf = (index: number): NodeMode => (blueprint.nodes[ids[index] as string] as BlueprintNode).mode;
  for (const [ref, edge] of Object.entries(blueprint.edges)) {
    const target = parseTargetRef(ref);
    const source = parseSourceRef(edge.from);
    const targetIndex = indexOf.get(target.node);
    const producer = indexOf.get(source.node);
    if (targetIndex === undefined || producer === undefined) continue;
    const ports = known[producer]?.outputs ?? [];
    const output = ports.findIndex((port) => port.name === source.port);
    const muted = modeOf(producer) === 'muted';
    const wire: WiredEdge = {
      port: target.port,
      item: target.index,
      producer,
      slot: output === -1 ? -1 : (firstSlot[producer] as number) + output,
      type: ports[output]?.type ?? 'any',
      muted,
      initial: edge.delay?.initial,
    };
    const wired = wires[targetIndex];
    if (wired === undefined) wires[targetIndex] = [wire];
    else wired.push(wire);
    if (edge.delay === undefined && !muted && modeOf(targetIndex) !== 'muted') {
      graphEdges.push({ from: source.node, to: target.node });
    }
  }
  const graph = buildGraph(ids, graphEdges);
  const { order } = orderGraph(graph);
  if (order.length < ids.length) addCycleProblems(graph, problems);

  const constants = new Constants(slotCount, hash);
  const kinds = definitions.map(kindFacts);
  const nodes = ids.map((id, index): PlanNode => {
    const source = blueprint.nodes[id] as BlueprintNode;
    const definition = known[index];
    const kind = definition === undefined ? -1 : (kindOf.get(definition) as number);
    const facts = kinds[kind] ?? NO_FACTS;
    const oldIndex = previous?.graph.indexOf.get(id);
    const old = oldIndex === undefined ? undefined : previous?.nodes[oldIndex];
    const unchanged = old?.source === source && old.definition === definition;
    const parameters = unchanged
      ? old.parameters
      : definition === undefined
        ? {}
        : completeParameters(definition, source.parameters);
    const wired = wires[index] ?? [];
    const inputs =
      definition === undefined ? [] : bindInputs(definition, wired, constants, source.parameters);
    const fedParameters = definition === undefined ? [] : bindParameters(definition, wired, constants);
    return {
      index,
      id: names.pathOf.get(id) ?? id,
      source,
      definition,
      kind,
      mode: source.mode,
      problem: named(problems.get(id), names),
      mutedBy: mutedRequirement(inputs),
      parameters,
      parameterText: unchanged ? old.parameterText : canonicalJson(parameters),
      pathParameters: facts.pathParameters,
      inputs,
      fedParameters,
      sources: sourcesOf(inputs, fedParameters),
      outputs: facts.outputs,
      firstSlot: firstSlot[index] as number,
      passes: source.mode === 'bypassed' && definition !== undefined ? passThrough(definition, inputs) : [],
      timeoutMs: source.timeoutMs ?? definition?.timeoutMs ?? 0,
      cores: definition?.resources.cpuCores ?? 1,
      inline: inlineOf(definition, wired),
      caching: facts.caching,
      memo: old?.definition === definition ? old?.memo : undefined,
    };
  });
  const outputs = new Array<Value | undefined>(slotCount).fill(undefined);
  const initialValues = outputs.concat(constants.values);
  const firstLook = Uint32Array.from(
    nodes
      .filter((node) => graph.inDegree[node.index] === 0 || node.mode === 'muted' || cannotRun(node))
      .map((node) => node.index),
  );
  return { blueprint, catalog, diagnostics, nodes, definitions, graph, initialValues, firstLook, order };
}

/** What the nodes of a flat blueprint are called. */
export type PlanNames = Pick<FlatBlueprint, 'pathOf'>;

/** The same words about the nodes as the user knows them. */
export function named<T extends Diagnostic | ErrorData | undefined>(problem: T, names: PlanNames): T {
  if (problem?.node === undefined || names.pathOf.size === 0) return problem;
  const node = names.pathOf.get(problem.node) ?? problem.node;
  return { ...problem, node, message: withPaths(problem.message, names) };
}

function cannotRun({ problem, mutedBy }: PlanNode): boolean {
  return problem !== undefined || mutedBy !== -1;
}

function addCycleProblems(graph: Graph, problems: Map<string, ErrorData>): void {
  const texts = findCycles(graph).map(cycleText);
  for (const { node, knot } of cyclicNodes(graph)) {
    const id = graph.ids[node] as string;
    if (problems.has(id)) continue;
    problems.set(id, {
      kind: 'validation',
      code: 'cycle',
      message: `The nodes feed each other in a cycle: ${texts[knot] ?? id}.`,
      node: id,
      hint: 'Remove one of these edges, or give one a delay.',
    });
  }
}
