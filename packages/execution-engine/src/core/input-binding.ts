import type {
  InputPort,
  JsonValue,
  NodeDefinition,
  ParameterSpec,
  PortType,
  Value,
} from '@atomiton/contracts';
import { accepts, listElement } from '@atomiton/contracts';
import { jsonCarried } from './json-value.js';

/** An edge as it arrives at its target node. */
export interface WiredEdge {
  /** Input port or parameter. */
  port: string;
  /** Number of the item of a list input. */
  item: number | undefined;
  producer: number;
  /** Slot of the output among the values of a run; -1 when there is no such output. */
  slot: number;
  type: PortType;
  /** The producer is muted: nothing will come. */
  muted: boolean;
  /** Of an edge with delay: what arrives in a batch run, which is step 0. */
  initial: JsonValue | undefined;
}

/** Where one value of an input comes from. */
export interface InputSource {
  readonly producer: number;
  readonly slot: number;
  /** The value itself where no node is asked: a default, or the initial value of a delayed edge. */
  readonly constant: Value | undefined;
  /** The port's type where only the value at run time tells whether it fits. */
  readonly check: PortType | undefined;
}

/** One input port of a node and where its values come from. */
export interface InputBinding {
  readonly port: InputPort;
  /** At most one, unless `list`. */
  readonly sources: readonly InputSource[];
  /** The sources are collected into one list value. */
  readonly list: boolean;
  /** A muted producer is wired here and nothing else is left. */
  readonly mutedBy: number;
}

/** One parameter that edges feed. */
export interface ParameterBinding {
  readonly spec: ParameterSpec;
  readonly source: InputSource;
}

type Hash = (text: string) => string;

const PLAIN: ReadonlySet<string> = new Set(['any', 'json', 'number', 'integer', 'string', 'boolean']);

/** Whether plain JSON can enter a port of this type at all; a table port with the default null has none. */
function carriesJson(type: PortType): boolean {
  let inner = type;
  for (let element = listElement(inner); element !== undefined; element = listElement(inner)) inner = element;
  return PLAIN.has(inner);
}

function needsCheck(from: PortType, to: PortType): boolean {
  return to !== 'any' && from !== to && from.includes('any');
}

function sourceOf(wire: WiredEdge, into: PortType, hash: Hash): InputSource {
  if (wire.initial !== undefined) {
    return { producer: wire.producer, slot: -1, constant: jsonCarried(wire.initial, hash), check: into };
  }
  const check = needsCheck(wire.type, into) ? into : undefined;
  return { producer: wire.producer, slot: wire.slot, constant: undefined, check };
}

function bindInput(port: InputPort, wires: readonly WiredEdge[], hash: Hash): InputBinding {
  let mutedBy = -1;
  const live: WiredEdge[] = [];
  for (const wire of wires) {
    if (wire.port !== port.name) continue;
    if (wire.muted && wire.initial === undefined) mutedBy = wire.producer;
    else if (wire.slot !== -1 || wire.initial !== undefined) live.push(wire);
  }
  if (live.length === 0) {
    const usable = port.default !== undefined && carriesJson(port.type);
    const sources = usable
      ? [{ producer: -1, slot: -1, constant: jsonCarried(port.default as JsonValue, hash), check: undefined }]
      : [];
    return { port, sources, list: false, mutedBy: usable ? -1 : mutedBy };
  }
  if (!port.list) {
    return {
      port,
      sources: live.slice(0, 1).map((wire) => sourceOf(wire, port.type, hash)),
      list: false,
      mutedBy: -1,
    };
  }
  live.sort((left, right) => (left.item ?? 0) - (right.item ?? 0));
  return { port, sources: live.map((wire) => sourceOf(wire, port.type, hash)), list: true, mutedBy: -1 };
}

/** Binds every input port of a definition to the edges that feed it, in port order; list items in numeric order. */
export function bindInputs(
  definition: NodeDefinition,
  wires: readonly WiredEdge[],
  hash: Hash,
): InputBinding[] {
  return definition.inputs.map((port) => bindInput(port, wires, hash));
}

/** Binds the parameters that edges feed; one whose only producer is muted keeps its written value. */
export function bindParameters(
  definition: NodeDefinition,
  wires: readonly WiredEdge[],
  hash: Hash,
): ParameterBinding[] {
  if (wires.length === 0) return [];
  const bindings: ParameterBinding[] = [];
  for (const spec of definition.parameters) {
    const wire = wires.find((candidate) => candidate.port === spec.name && !candidate.muted);
    if (wire === undefined || definition.inputs.some((port) => port.name === spec.name)) continue;
    if (wire.slot === -1 && wire.initial === undefined) continue;
    bindings.push({
      spec,
      source: {
        producer: wire.producer,
        slot: wire.initial === undefined ? wire.slot : -1,
        constant: wire.initial === undefined ? undefined : jsonCarried(wire.initial, hash),
        check: undefined,
      },
    });
  }
  return bindings;
}

/** The muted node that a required input depends on, or -1. */
export function mutedRequirement(inputs: readonly InputBinding[]): number {
  for (const { port, mutedBy } of inputs) {
    if (port.required && mutedBy !== -1) return mutedBy;
  }
  return -1;
}

/**
 * Bypass: each output, in port order, gives on the first connected input not yet given on whose type it accepts.
 * @returns the slot for each output, -1 where nothing passes.
 */
export function passThrough(definition: NodeDefinition, inputs: readonly InputBinding[]): number[] {
  const used = new Set<InputBinding>();
  return definition.outputs.map((output) => {
    const match = inputs.find(
      (input) =>
        !used.has(input) &&
        !input.port.list &&
        (input.sources[0]?.slot ?? -1) !== -1 &&
        accepts(input.port.type, output.type),
    );
    if (match === undefined) return -1;
    used.add(match);
    return match.sources[0]?.slot ?? -1;
  });
}
