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

/** What a flight tells the run that it belongs to. */
export interface FlightOwner {
  readonly store: Pick<ValueStore, 'retain' | 'release'>;
  onProgress(flight: Flight, fraction: number, message: string | undefined): void;
  onLog(flight: Flight, level: LogLevel, text: string): void;
  onLane(flight: Flight, name: string): void;
}

/**
 * One node under way: its session, what it emitted so far, its deadline. It is itself the hooks of its call, so that a
 * call costs one object. Outputs emitted are held by the flight until `takeOutputs` or `drop`.
 */
export class Flight implements CallHooks {
  session: NodeSession | undefined;
  laneName: string | undefined;
  /** Place among the running flights of the run. */
  place = -1;
  startedAt = 0;
  deadlineAt = Number.POSITIVE_INFINITY;
  /** Asked to end, and why; the call is about to reject. */
  ending: 'cancel' | 'timeout' | undefined;
  /** The run has taken its result or given it up: nothing it says counts any more. */
  over = false;
  /** Counted among the launches that have not reached their call. */
  launching = false;
  lastProgressAt = Number.NEGATIVE_INFINITY;
  /** Progress held back because the last one is less than 16 ms old. */
  heldFraction = -1;
  heldMessage: string | undefined;
  misfit: ErrorData | undefined;
  /** Outputs replaced by a later emit. */
  replaced = 0;
  /** Tokens it takes while it runs. */
  cores = 0;
  /** Action key under which its result is kept; '' for a result that is not. */
  key = '';
  /** Fingerprint that is part of the key. */
  world = '';
  private readonly outputs: (Value | undefined)[];

  constructor(
    private readonly owner: FlightOwner,
    readonly node: PlanNode,
    readonly runtime: NodeRuntime,
    readonly openRequest: OpenRequest,
    readonly request: CallRequest,
  ) {
    const ports = node.outputs.length;
    this.outputs = ports === 1 ? [undefined] : new Array<Value | undefined>(ports).fill(undefined);
  }

  emit(outputs: Record<string, Value>): void {
    const ports = this.node.outputs;
    for (const name in outputs) {
      const value = outputs[name];
      if (value === undefined) continue;
      let port = 0;
      while (port < ports.length && ports[port]?.name !== name) port++;
      if (this.over || port === ports.length) {
        if (holdsMemory(value)) this.owner.store.release(value);
        if (!this.over) this.log('warn', `There is no output "${name}": what was emitted on it is dropped.`);
        continue;
      }
      const declared = (ports[port] as OutputPort).type;
      if (!kindFits(value, declared)) this.misfit ??= wrongOutput(this.node.id, name, declared, value);
      const before = this.outputs[port];
      if (before !== undefined) {
        if (holdsMemory(before)) this.owner.store.release(before);
        this.replaced++;
      }
      this.outputs[port] = value;
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

  /** Hands over the outputs with their holds. */
  takeOutputs(): (Value | undefined)[] {
    this.over = true;
    return this.outputs;
  }

  /** Gives the outputs up. */
  drop(): void {
    this.over = true;
    for (let port = 0; port < this.outputs.length; port++) {
      const value = this.outputs[port];
      if (value !== undefined && holdsMemory(value)) this.owner.store.release(value);
      this.outputs[port] = undefined;
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
