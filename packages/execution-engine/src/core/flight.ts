import type {
  CallHooks,
  CallRequest,
  ErrorData,
  LogLevel,
  NodeRuntime,
  NodeSession,
  OpenRequest,
  OutputPort,
  PortType,
  Value,
  ValueStore,
} from '@atomiton/contracts';
import { holdsMemory } from './memory-held.js';
import type { PlanNode } from './plan.js';
import { describeValue, kindFits } from './port-fit.js';

/** What a flight needs of the run that it belongs to. */
export interface FlightOwner {
  readonly store: Pick<ValueStore, 'retain' | 'release'>;
  /** Values by slot; nobody reads the slots of a node before it is done. */
  readonly values: (Value | undefined)[];
  onProgress(flight: Flight, fraction: number, message: string | undefined): void;
  onLog(flight: Flight, level: LogLevel, text: string): void;
  onLane(flight: Flight, name: string): void;
}

/** Progress held back because the last one shown is less than 16 ms old. */
export interface HeldProgress {
  shownAt: number;
  /** -1 when nothing is held back. */
  fraction: number;
  message: string | undefined;
}

/**
 * One node on its way: queued, then its session, then its result. It is itself the hooks of its call, so that a call
 * costs one object. What it emits goes into the run's slots, held once, until `drop`.
 */
export class Flight implements CallHooks {
  session: NodeSession | undefined = undefined;
  laneName: string | undefined = undefined;
  /** Place among the running flights of the run. */
  place = 0;
  /** Asked to end, and why; the call is about to reject. */
  ending: 'cancel' | 'timeout' | undefined = undefined;
  /** The run has taken its result or given it up: nothing it says counts any more. */
  over = false;
  /** Counted among the launches whose code has not been entered. */
  launching = false;
  held: HeldProgress | undefined = undefined;
  misfit: ErrorData | undefined = undefined;
  /** Outputs replaced by a later emit. */
  replaced = 0;

  constructor(
    private readonly owner: FlightOwner,
    readonly node: PlanNode,
    readonly runtime: NodeRuntime,
    readonly openRequest: OpenRequest,
    readonly request: CallRequest,
  ) {}

  emit(outputs: Record<string, Value>): void {
    const { owner, node } = this;
    const ports = node.outputs;
    for (const name in outputs) {
      const value = outputs[name];
      if (value === undefined) continue;
      let port = 0;
      while (port < ports.length && (ports[port] as OutputPort).name !== name) port++;
      if (this.over || port === ports.length) {
        if (holdsMemory(value)) owner.store.release(value);
        if (!this.over) this.log('warn', `There is no output "${name}": what was emitted on it is dropped.`);
        continue;
      }
      const declared = (ports[port] as OutputPort).type;
      if (!kindFits(value, declared)) this.misfit ??= wrongOutput(node.id, name, declared, value);
      const slot = node.firstSlot + port;
      const before = owner.values[slot];
      if (before !== undefined) {
        if (holdsMemory(before)) owner.store.release(before);
        this.replaced++;
      }
      owner.values[slot] = value;
    }
  }

  progress(fraction: number, message?: string): void {
    if (!this.over) this.owner.onProgress(this, fraction, message);
  }

  log(level: LogLevel, text: string): void {
    if (!this.over) this.owner.onLog(this, level, text);
  }

  lane(name: string): void {
    if (!this.over) this.owner.onLane(this, name);
  }

  /** Gives up what it emitted. */
  drop(): void {
    this.over = true;
    const { owner, node } = this;
    for (let port = 0; port < node.outputs.length; port++) {
      const slot = node.firstSlot + port;
      const value = owner.values[slot];
      if (value !== undefined && holdsMemory(value)) owner.store.release(value);
      owner.values[slot] = undefined;
    }
  }
}

function wrongOutput(node: string, port: string, declared: PortType, value: Value): ErrorData {
  return {
    kind: 'runtime',
    code: 'wrong-output-type',
    message: `The node emitted ${describeValue(value)} on its output "${port}", which is declared as ${declared}.`,
    node,
    port,
    hint: 'Correct the code of the node, or the type in its definition.',
  };
}
