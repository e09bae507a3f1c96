import type {
  InputPort,
  JsonValue,
  NodeDefinition,
  ParameterSpec,
  PortType,
  Value,
} from '@atomiton/contracts';
import { accepts, listElement } from '@atomiton/contracts';
import { canonicalJson } from './canonical-json.js';
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
  /** -1 for a default. */
  readonly producer: number;
  /** Among the values of a run: an output of the producer, or a constant. */
  readonly slot: number;
  /** The port's type where only the value at run time tells whether it fits. */
  readonly check: PortType | undefined;
}

/** One input port of a node and where its values come from. */
export interface InputBinding {
  readonly port: InputPort;
  readonly name: string;
  readonly required: boolean;
  /** At most one, unless `list`. */
  readonly sources: readonly InputSource[];
  /** The only source's slot where its value is taken as it is, else -1. */
  readonly slot: number;
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

/**
 * Values that no node gives: defaults, and what arrives over an edge with delay. They lie in the slots behind the
 * outputs of all nodes, so that a run finds every value by its slot.
 */
export class Constants {
  readonly values: Value[] = [];
  private readonly slotOf = new Map<string, number>();

  constructor(
    private readonly firstSlot: number,
    private readonly hash: (text: string) => string,
  ) {}

  slot(json: JsonValue): number {
    const text = canonicalJson(json);
    const known = this.slotOf.get(text);
    if (known !== undefined) return known;
    const slot = this.firstSlot + this.values.length;
    this.values.push(jsonCarried(json, this.hash));
    this.slotOf.set(text, slot);
    return slot;
  }
}

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

function sourceOf(wire: WiredEdge, into: PortType, constants: Constants): InputSource {
  if (wire.initial !== undefined) {
    return { producer: wire.producer, slot: constants.slot(wire.initial), check: into };
  }
  const check = needsCheck(wire.type, into) ? into : undefined;
  return { producer: wire.producer, slot: wire.slot, check };
}

const NO_SOURCES: readonly InputSource[] = [];

function bindInput(
  port: InputPort,
  wires: readonly WiredEdge[],
  constants: Constants,
  given: JsonValue | undefined,
): InputBinding {
  let mutedBy = -1;
  let live: WiredEdge[] | undefined;
  for (const wire of wires) {
    if (wire.port !== port.name) continue;
    if (wire.muted && wire.initial === undefined) mutedBy = wire.producer;
    else if (wire.slot !== -1 || wire.initial !== undefined) {
      if (live === undefined) live = [wire];
      else live.push(wire);
    }
  }
  const { name, required } = port;
  if (live === undefined) {
    const value = given ?? port.default;
    if (value === undefined || !carriesJson(port.type)) {
      return { port, name, required, sources: NO_SOURCES, slot: -1, list: false, mutedBy };
    }
    const slot = constants.slot(value);
    const check = given === undefined || port.type === 'any' ? undefined : port.type;
    const sources = [{ producer: -1, slot, check }];
    return { port, name, required, sources, slot: check === undefined ? slot : -1, list: false, mutedBy: -1 };
  }
  if (!port.list) live.length = 1;
  else live.sort((left, right) => (left.item ?? 0) - (right.item ?? 0));
  const sources = live.map((wire) => sourceOf(wire, port.type, constants));
  const [first] = sources;
  const direct = !port.list && first !== undefined && first.check === undefined;
  return { port, name, required, sources, slot: direct ? first.slot : -1, list: port.list, mutedBy: -1 };
}

/**
 * Binds every input port of a definition to the edges that feed it, in port order; list items in numeric order. One
 * that no edge feeds has the value `written` on the node, or its default.
 */
export function bindInputs(
  definition: NodeDefinition,
  wires: readonly WiredEdge[],
  constants: Constants,
  written: Readonly<Record<string, JsonValue>>,
): InputBinding[] {
  return definition.inputs.map((port) =>
    bindInput(
      port,
      wires,
      constants,
      !port.list && Object.hasOwn(written, port.name) ? written[port.name] : undefined,
    ),
  );
}

/** Binds the parameters that edges feed; one whose only producer is muted keeps its written value. */
export function bindParameters(
  definition: NodeDefinition,
  wires: readonly WiredEdge[],
  constants: Constants,
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
        slot: wire.initial === undefined ? wire.slot : constants.slot(wire.initial),
        check: undefined,
      },
    });
  }
  return bindings;
}

/** The muted node that a required input depends on, or -1. */
export function mutedRequirement(inputs: readonly InputBinding[]): number {
  for (const { required, mutedBy } of inputs) {
    if (required && mutedBy !== -1) return mutedBy;
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
        input.sources.length === 1 &&
        accepts(input.port.type, output.type),
    );
    if (match === undefined) return -1;
    used.add(match);
    return match.sources[0]?.slot ?? -1;
  });
}
