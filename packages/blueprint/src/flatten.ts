import {
  accepts,
  type Blueprint,
  type BlueprintNode,
  type Edge,
  INPUT_BOUNDARY,
  instanceOf,
  type JsonValue,
  type Layout,
  OUTPUT_BOUNDARY,
  parseSourceRef,
  parseTargetRef,
  type Subgraph,
} from '@atomiton/contracts';
import { sortedKeys } from './compare.js';
import { subgraphAt } from './subgraph-levels.js';
import { subgraphOrder } from './subgraph-order.js';

/** Subgraphs in subgraphs deeper than this are not expanded. */
export const MAX_SUBGRAPH_DEPTH = 64;
/** A document that has more nodes than this, counted in every instance, is not expanded further. */
export const MAX_FLAT_NODES = 250_000;
const MAX_ID_LENGTH = 64;

/** An instance that was expanded, or passes its inputs on. */
export interface FlatInstance {
  subgraph: string;
  /** What gives each output: `node.output` of the flat blueprint. Absent where nothing does. */
  outputs: ReadonlyMap<string, string>;
}

/** A blueprint without subgraphs, and where its nodes come from. */
export interface FlatBlueprint {
  blueprint: Blueprint;
  /** `instance/inner` of every node id of `blueprint`. */
  pathOf: ReadonlyMap<string, string>;
  /** The node id of `blueprint` of every path. */
  idOf: ReadonlyMap<string, string>;
  /** By path, an outer one before those inside it. */
  instances: ReadonlyMap<string, FlatInstance>;
}

interface LevelGraph {
  readonly nodes: Record<string, BlueprintNode>;
  readonly edges: Record<string, Edge>;
  readonly layout: Layout;
}

/** One level while it is being expanded: the blueprint itself, or one instance. */
interface Frame {
  readonly graph: LevelGraph;
  readonly subgraph: Subgraph | undefined;
  readonly parent: Frame | undefined;
  /** The node of the parent that this is. */
  readonly instance: BlueprintNode | undefined;
  readonly instanceId: string;
  readonly path: string;
  readonly flatPrefix: string;
  readonly muted: boolean;
  readonly bypassed: boolean;
  readonly context: string | undefined;
  readonly children: Map<string, Frame>;
  readonly flatIds: Map<string, string>;
  /** What was found for a reference of this level, so that each is followed once. */
  readonly resolved: Map<string, Source>;
}

/** Where a value comes from: an output of the flat blueprint, a fixed value, or nothing. */
interface Source {
  from: string | undefined;
  value: JsonValue | undefined;
  /** What the edges on the way say (transform, delay, queue). */
  more: Omit<Edge, 'from'>;
}

const NOTHING: Source = { from: undefined, value: undefined, more: {} };

/**
 * The same computation without subgraphs: every instance is replaced by its inner nodes, with ids `instance__inner`.
 * Muted instances mute their inner nodes; bypassed ones pass each output the first input whose type it accepts, as nodes
 * do. Instances of subgraphs that are unknown, contain themselves or are too large stay as they are. Pure, iterative and
 * linear in the size of the result; the same document always gives the same ids.
 */
export function flatten(root: Blueprint): FlatBlueprint {
  const { nodes: rootNodes } = root;
  const top = makeFrame(root, undefined, undefined, undefined, '', '', '');
  const ids = Object.keys(rootNodes);
  const taken = new Set(ids);
  const pathOf = new Map<string, string>();
  const idOf = new Map<string, string>();
  const expandable = sizesOf(root);
  const frames: Frame[] = [top];
  let budget = MAX_FLAT_NODES - ids.length;
  const nodes: Record<string, BlueprintNode> = {};
  const nextNumber = new Map<string, number>();
  const allocate = (wanted: string): string => {
    const base = wanted.length > MAX_ID_LENGTH ? wanted.slice(0, MAX_ID_LENGTH - 8) : wanted;
    let id = base;
    for (let number = nextNumber.get(base) ?? 2; taken.has(id); number++) {
      id = `${base}_${number}`;
      nextNumber.set(base, number + 1);
    }
    taken.add(id);
    return id;
  };
  for (let at = 0; at < frames.length; at++) {
    const frame = frames[at] as Frame;
    if (frame.bypassed) continue;
    for (const id of frame.parent === undefined ? ids : sortedKeys(frame.graph.nodes)) {
      const node = frame.graph.nodes[id] as BlueprintNode;
      const path = frame.path === '' ? id : `${frame.path}/${id}`;
      const name = instanceOf(node.type);
      const size = name === undefined ? undefined : expandable.get(name);
      // The size of an instance counts those inside it.
      const fits = frame.parent !== undefined || (size !== undefined && size <= budget);
      if (name !== undefined && size !== undefined && fits) {
        if (frame.parent === undefined) budget -= size;
        const subgraph = subgraphAt(root, name) as Subgraph;
        const prefix = frame.flatPrefix === '' ? id : `${frame.flatPrefix}__${id}`;
        const child = makeFrame(subgraph, subgraph, frame, node, id, path, prefix);
        frame.children.set(id, child);
        frames.push(child);
        continue;
      }
      const flatId = frame.parent === undefined ? id : allocate(`${frame.flatPrefix}__${id}`);
      frame.flatIds.set(id, flatId);
      pathOf.set(flatId, path);
      idOf.set(path, flatId);
      nodes[flatId] = settled(node, frame);
    }
  }
  const { subgraphs: _subgraphs, ...rest } = root;
  if (frames.length === 1) {
    return { blueprint: root.subgraphs === undefined ? root : rest, pathOf, idOf, instances: new Map() };
  }
  const edges: Record<string, Edge> = {};
  for (const frame of frames) {
    if (frame.bypassed) continue;
    for (const to of sortedKeys(frame.graph.edges)) connectFlat(frame, to, nodes, edges);
  }
  const instances = new Map<string, FlatInstance>();
  for (const frame of frames) {
    if (frame.subgraph === undefined || frame.parent === undefined) continue;
    const outputs = new Map<string, string>();
    for (const port of Object.keys(frame.subgraph.outputs)) {
      const { from } = resolve(frame.parent, `${frame.instanceId}.${port}`);
      if (from !== undefined) outputs.set(port, from);
    }
    instances.set(frame.path, { subgraph: instanceOf(frame.instance?.type ?? '') ?? '', outputs });
  }
  return { blueprint: { ...rest, nodes, edges }, pathOf, idOf, instances };
}

/** How many nodes an instance of each subgraph comes to; those that cannot be expanded are left out. */
function sizesOf(root: Blueprint): Map<string, number> {
  const sizes = new Map<string, number>();
  const depths = new Map<string, number>();
  if (root.subgraphs === undefined) return sizes;
  const { order, recursive } = subgraphOrder(root);
  for (const id of order) {
    if (recursive.has(id)) continue;
    const { nodes } = subgraphAt(root, id) as Subgraph;
    let size = 0;
    let depth = 0;
    for (const inner of Object.keys(nodes)) {
      const used = instanceOf((nodes[inner] as BlueprintNode).type);
      size += (used === undefined ? undefined : sizes.get(used)) ?? 1;
      if (used !== undefined) depth = Math.max(depth, depths.get(used) ?? 0);
    }
    if (size > MAX_FLAT_NODES || depth >= MAX_SUBGRAPH_DEPTH) continue;
    sizes.set(id, size);
    depths.set(id, depth + 1);
  }
  return sizes;
}

function makeFrame(
  graph: LevelGraph,
  subgraph: Subgraph | undefined,
  parent: Frame | undefined,
  instance: BlueprintNode | undefined,
  instanceId: string,
  path: string,
  flatPrefix: string,
): Frame {
  return {
    graph,
    subgraph,
    parent,
    instance,
    instanceId,
    path,
    flatPrefix,
    muted: parent?.muted === true || instance?.mode === 'muted',
    bypassed: instance?.mode === 'bypassed' && parent?.muted !== true,
    context: instance?.context ?? parent?.context,
    children: new Map(),
    flatIds: new Map(),
    resolved: new Map(),
  };
}

/** An inner node as its instances want it. The node itself where they say nothing. */
function settled(node: BlueprintNode, frame: Frame): BlueprintNode {
  let next = node;
  if (frame.muted && node.mode !== 'muted') next = { ...next, mode: 'muted' };
  if (frame.context !== undefined && node.context === undefined) next = { ...next, context: frame.context };
  return next;
}

function connectFlat(
  frame: Frame,
  to: string,
  nodes: Record<string, BlueprintNode>,
  edges: Record<string, Edge>,
): void {
  const target = parseTargetRef(to);
  if (frame.children.has(target.node)) return;
  if (frame.parent !== undefined && target.node === OUTPUT_BOUNDARY) return;
  const edge = frame.graph.edges[to] as Edge;
  const source = resolve(frame, edge.from);
  const flatId = frame.flatIds.get(target.node);
  if (flatId === undefined) {
    if (frame.parent === undefined) edges[to] = edge;
    return;
  }
  if (source.from !== undefined) {
    const { from: _from, ...own } = edge;
    edges[`${flatId}${to.slice(to.indexOf('.'))}`] = { ...source.more, ...own, from: source.from };
  } else if (source.value !== undefined && target.index === undefined) {
    const node = nodes[flatId] as BlueprintNode;
    nodes[flatId] = { ...node, parameters: { ...node.parameters, [target.port]: source.value } };
  }
}

/**
 * Follows a reference (`node.output`, or `input.name` inside a subgraph) through the interfaces to what gives the value.
 * Every step is remembered, so that all references together take linear time.
 */
function resolve(start: Frame, ref: string): Source {
  const steps: Step[] = [];
  let frame = start;
  let current = ref;
  let found: Source | undefined;
  while (found === undefined) {
    const known = frame.resolved.get(current);
    if (known !== undefined) {
      found = known;
      break;
    }
    // Until it is known a reference leads nowhere: interfaces that only pass each other on end here.
    frame.resolved.set(current, NOTHING);
    const step: Step = { frame, ref: current, more: {}, fallback: undefined };
    steps.push(step);
    const next = follow(frame, current);
    if ('more' in next) found = next;
    else {
      const { from, ...more } = next.edge;
      step.more = more;
      step.fallback = next.fallback;
      frame = next.frame;
      current = from;
    }
  }
  let result = found;
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index] as (typeof steps)[number];
    const empty = result.from === undefined && result.value === undefined;
    if (empty && step.fallback !== undefined) result = { ...NOTHING, value: step.fallback };
    if (Object.keys(step.more).length > 0) result = { ...result, more: { ...result.more, ...step.more } };
    step.frame.resolved.set(step.ref, result);
  }
  return result;
}

/** One reference that was followed to another. */
interface Step {
  frame: Frame;
  ref: string;
  more: Omit<Edge, 'from'>;
  /** What counts where the way ends in nothing. */
  fallback: JsonValue | undefined;
}

function follow(
  frame: Frame,
  ref: string,
): Source | { frame: Frame; edge: Edge; fallback: JsonValue | undefined } {
  const { node, port } = parseSourceRef(ref);
  const { parent, instance, instanceId, subgraph } = frame;
  if (node === INPUT_BOUNDARY && parent !== undefined && subgraph !== undefined) {
    const given = instance?.parameters ?? {};
    const own = Object.hasOwn(given, port) ? given[port] : undefined;
    const input = Object.hasOwn(subgraph.inputs, port) ? subgraph.inputs[port] : undefined;
    const value = input === undefined ? undefined : (own ?? input.default);
    const outer = edgeAt(parent.graph, `${instanceId}.${port}`);
    if (outer !== undefined) return { frame: parent, edge: outer, fallback: value };
    return value === undefined ? NOTHING : { from: undefined, value, more: {} };
  }
  const child = frame.children.get(node);
  if (child?.subgraph === undefined) {
    const flatId = frame.flatIds.get(node);
    if (flatId !== undefined) return { from: `${flatId}.${port}`, value: undefined, more: {} };
    return parent === undefined ? { from: ref, value: undefined, more: {} } : NOTHING;
  }
  if (child.bypassed) {
    const input = passedInput(frame, node, child.subgraph, port);
    const outer = input === undefined ? undefined : edgeAt(frame.graph, `${node}.${input}`);
    return outer === undefined ? NOTHING : { frame, edge: outer, fallback: undefined };
  }
  const inner = edgeAt(child.graph, `${OUTPUT_BOUNDARY}.${port}`);
  return inner === undefined ? NOTHING : { frame: child, edge: inner, fallback: undefined };
}

function edgeAt(graph: LevelGraph, to: string): Edge | undefined {
  return Object.hasOwn(graph.edges, to) ? graph.edges[to] : undefined;
}

/** Bypass: each output, in port order, gives on the first connected input not yet given on whose type it accepts. */
function passedInput(frame: Frame, node: string, subgraph: Subgraph, wanted: string): string | undefined {
  const used = new Set<string>();
  for (const [port, output] of Object.entries(subgraph.outputs)) {
    const match = Object.entries(subgraph.inputs).find(
      ([name, input]) =>
        !used.has(name) &&
        edgeAt(frame.graph, `${node}.${name}`) !== undefined &&
        accepts(input.type, output.type),
    );
    if (match !== undefined) used.add(match[0]);
    if (port === wanted) return match?.[0];
  }
  return undefined;
}
