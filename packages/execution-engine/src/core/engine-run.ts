import type {
  ErrorData,
  JsonValue,
  LogLevel,
  NodeRuntime,
  OpenRequest,
  OutputPort,
  Run,
  RunEvent,
  RunState,
  Value,
  ValueStore,
  ValueSummary,
} from '@atomiton/contracts';
import { INLINE_LIMIT_BYTES, payloadBytes, payloadOf, toErrorData } from '@atomiton/contracts';
import { actionKey } from './action-key.js';
import type { EventSource } from './event-log.js';
import {
  CACHED_EVENT,
  CANCELLED_EVENT,
  DONE_EVENT,
  EventLog,
  ON_MAIN,
  READY_EVENT,
  RUNNING_EVENT,
  SKIPPED_EVENT,
} from './event-log.js';
import type { FlightOwner, HeldProgress } from './flight.js';
import { Flight } from './flight.js';
import { gatherInputs, InputFault, inputIdentities, sameInputs } from './gather-inputs.js';
import type { InputSource } from './input-binding.js';
import type { KindState } from './kind-state.js';
import { KindStates } from './kind-state.js';
import { holdsMemory } from './memory-held.js';
import type { Plan, PlanNode } from './plan.js';
import type { Priority } from './priority.js';
import { ReadySet } from './ready-set.js';
import type { CachedResult, ResultCache } from './result-cache.js';
import type { EngineServices } from './services.js';
import { summarise } from './value-summary.js';

/** The event loop is served at least this often. Milliseconds. */
const SLICE_MS = 8;
/** Progress of one node is shown at most this often. Milliseconds. */
const PROGRESS_MS = 16;
/** A cancelled call has this long to end before its node is given up. Milliseconds. */
const GRACE_MS = 450;
/** Inline nodes whose code has not been entered yet; bounds what runs between two looks at the clock. */
const MAX_LAUNCHING = 4;

const WAITING = 0;
const READY = 1;
const RUNNING = 2;
const FINAL = 3;

/** What a run is started with. */
export interface RunSetup {
  id: string;
  plan: Plan;
  priority: Priority;
  strategy: 'parallel' | 'sequential';
  /** 1 for the nodes to run; undefined for all. */
  included: Uint8Array | undefined;
  /** Ends the run at once. */
  refusal: ErrorData | undefined;
  /** The parameters of a node with absolute paths. */
  bind(node: PlanNode): BoundParameters;
  services: EngineServices;
  cache: ResultCache;
  onFinished(): void;
}

/** A node's parameters for one base folder. */
export interface BoundParameters {
  readonly open: OpenRequest;
  readonly text: string;
  readonly error: ErrorData | undefined;
}

/**
 * One run of a plan in this process: one loop that counts in-degrees, looks results up, starts the most urgent ready
 * node that its tokens allow, and lets the event loop breathe every 8 ms.
 */
export class EngineRun implements Run, FlightOwner, EventSource {
  readonly id: string;
  readonly finished: Promise<RunState>;
  readonly store: Pick<ValueStore, 'retain' | 'release'>;
  private readonly plan: Plan;
  private readonly nodes: readonly PlanNode[];
  private readonly services: EngineServices;
  private readonly cache: ResultCache;
  private readonly log: EventLog;
  private readonly kinds: KindStates;
  readonly values: (Value | undefined)[];
  private readonly inDegree: Uint32Array;
  private readonly phase: Uint8Array;
  /** By node: when it was started, and when its limit or its grace ends; 0 for never. */
  private readonly startedAtOf: Float64Array;
  private readonly deadlineOf: Float64Array;
  private readonly pendingFlights: (Flight | undefined)[];
  private readonly hits: (CachedResult | undefined)[];
  private readonly releasedSummaries = new Map<number, ValueSummary>();
  /** Nodes whose inputs are all there and that nobody has looked at yet; one that waits for its language comes twice. */
  private readonly admissions: Uint32Array;
  private nextAdmission = 0;
  private admissionEnd = 0;
  private parked: number[] = [];
  /** Ranks of ready nodes that take tokens, and of those that reserve nothing. */
  private readonly paying: ReadySet;
  private readonly free: ReadySet;
  private readonly capacity: number;
  private tokens: number;
  private readonly running: Flight[] = [];
  private launching = 0;
  private closing = 0;
  private remaining = 0;
  private resolveFinished: (state: RunState) => void = () => {};
  private firstError: ErrorData | undefined;
  private startedAt = 0;
  private now = 0;
  /** `now` was read in this very turn. */
  private fresh = false;
  private sliceStart = 0;
  private steps = 0;
  private pumping = false;
  private resting = false;
  private begun = false;
  private over = false;
  private cancelled = false;
  private givenUpAt = Number.POSITIVE_INFINITY;
  private released = false;
  private timer: unknown;
  private timerAt = Number.POSITIVE_INFINITY;

  constructor(private readonly setup: RunSetup) {
    const { id, plan, services } = setup;
    this.id = id;
    this.plan = plan;
    this.nodes = plan.nodes;
    this.services = services;
    this.store = services.store;
    this.cache = setup.cache;
    this.log = new EventLog(this, 3 * plan.nodes.length + 16);
    this.kinds = new KindStates(plan.definitions, services.runtimes, () => {
      for (const index of this.parked) this.admissions[this.admissionEnd++] = index;
      this.parked = [];
      this.pump();
    });
    const count = plan.nodes.length;
    this.values = plan.initialValues.slice();
    this.startedAtOf = new Float64Array(count);
    this.deadlineOf = new Float64Array(count);
    this.inDegree = plan.graph.inDegree.slice();
    this.phase = new Uint8Array(count);
    this.admissions = new Uint32Array(2 * count);
    this.pendingFlights = new Array<Flight | undefined>(count).fill(undefined);
    this.hits = new Array<CachedResult | undefined>(count).fill(undefined);
    this.paying = new ReadySet(count);
    this.free = new ReadySet(count);
    this.capacity = Math.max(1, services.resources.cpuCores);
    this.tokens = this.capacity;
    this.finished = new Promise((resolve) => {
      this.resolveFinished = resolve;
    });
    void Promise.resolve().then(() => this.begin());
  }

  events(): AsyncIterable<RunEvent> {
    return this.log.read();
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    return this.log.subscribe(listener);
  }

  output(node: string, port: string): Value | undefined {
    const index = this.plan.graph.indexOf.get(node);
    if (this.released || index === undefined || this.phase[index] !== FINAL) return undefined;
    const { outputs, firstSlot } = this.nodes[index] as PlanNode;
    const place = outputs.findIndex((output) => output.name === port);
    return place === -1 ? undefined : this.values[firstSlot + place];
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    if (this.over) this.giveUpValues();
  }

  cancel(): void {
    if (this.over || this.cancelled) return;
    this.cancelled = true;
    if (!this.begun) return;
    this.readClock();
    for (let index = 0; index < this.nodes.length; index++) {
      const phase = this.phase[index];
      if (phase !== WAITING && phase !== READY) continue;
      if (this.setup.included?.[index] === 0) continue;
      this.pendingFlights[index] = undefined;
      this.settle(index);
      this.logState(index, CANCELLED_EVENT);
    }
    for (const flight of [...this.running]) this.end(flight, 'cancel');
    this.giveUpAt(this.now + GRACE_MS);
    this.finishIfDone();
  }

  onProgress(flight: Flight, fraction: number, message: string | undefined): void {
    if (Number.isNaN(fraction)) return;
    const now = this.services.clock.now();
    flight.held ??= { shownAt: Number.NEGATIVE_INFINITY, fraction: -1, message: undefined };
    const { held } = flight;
    held.fraction = Math.min(1, Math.max(0, fraction));
    held.message = message;
    if (now - held.shownAt >= PROGRESS_MS) this.showProgress(flight, held, now);
    else this.arm(held.shownAt + PROGRESS_MS);
  }

  onLog(flight: Flight, level: LogLevel, text: string): void {
    const at = this.services.clock.now() - this.startedAt;
    this.log.append({ seq: this.log.nextSeq, at, type: 'node-log', node: flight.node.id, level, text });
  }

  onLane(flight: Flight, name: string): void {
    if (flight.laneName === name) return;
    flight.laneName = name;
    if (name === 'main') return;
    const at = this.services.clock.now() - this.startedAt;
    const { id } = flight.node;
    this.log.append({
      seq: this.log.nextSeq,
      at,
      type: 'node-state',
      node: id,
      state: 'running',
      lane: name,
    });
  }

  private readClock(): number {
    this.now = this.services.clock.now();
    return this.now;
  }

  private begin(): void {
    this.begun = true;
    this.startedAt = this.readClock();
    this.sliceStart = this.startedAt;
    this.fresh = true;
    const { included, refusal } = this.setup;
    const ids: string[] = [];
    for (const { id, index } of this.nodes) {
      if (included === undefined || included[index] === 1) ids.push(id);
    }
    this.remaining = ids.length;
    this.log.append({ seq: 1, at: 0, type: 'run-started', runId: this.id, nodes: ids });
    if (refusal !== undefined) {
      this.firstError = refusal;
      this.remaining = 0;
    } else if (this.cancelled) {
      this.cancelled = false;
      this.cancel();
    } else {
      for (const node of this.nodes) {
        if (included === undefined || included[node.index] === 1) this.seed(node);
      }
    }
    this.pump();
  }

  /** The first look at a node: what can never run is settled at once. */
  private seed(node: PlanNode): void {
    const { index, mode } = node;
    if (this.phase[index] !== WAITING) return;
    if (mode === 'muted') {
      this.settle(index);
      this.logState(index, SKIPPED_EVENT);
      return;
    }
    const passes = mode === 'bypassed' && node.definition !== undefined && node.problem?.code !== 'cycle';
    if (!passes && node.problem !== undefined) {
      this.fail(index, node.problem, undefined, undefined);
    } else if (!passes && node.mutedBy !== -1) {
      this.block(index, (this.nodes[node.mutedBy] as PlanNode).id);
    } else if (this.inDegree[index] === 0) {
      this.admissions[this.admissionEnd++] = index;
    }
  }

  private pump(): void {
    if (this.pumping || this.resting || this.over) return;
    this.pumping = true;
    for (;;) {
      if ((++this.steps & 31) === 0) this.readClock();
      if (this.now - this.sliceStart >= SLICE_MS) {
        void this.rest();
        break;
      }
      if (this.nextAdmission < this.admissionEnd) {
        this.admit(this.admissions[this.nextAdmission++] as number);
      } else if (!this.startNext()) {
        break;
      }
    }
    this.fresh = false;
    this.pumping = false;
    this.finishIfDone();
  }

  private async rest(): Promise<void> {
    this.resting = true;
    await this.services.yieldToEventLoop();
    this.resting = false;
    this.sliceStart = this.readClock();
    this.pump();
  }

  /** All inputs are there: pass through, take a known result, or queue. */
  private admit(index: number): void {
    if (this.phase[index] !== WAITING) return;
    const node = this.nodes[index] as PlanNode;
    if (node.mode === 'bypassed') {
      this.passOn(node);
      return;
    }
    const kind = this.kinds.get(node.kind);
    if (kind.language.phase !== 'ready') {
      if (kind.language.phase === 'pending') this.parked.push(index);
      else this.fail(index, { ...(kind.language.error as ErrorData), node: node.id }, undefined, undefined);
      return;
    }
    const bound = this.setup.bind(node);
    const pure = node.caching === 'pure' && this.cache.enabled;
    if (pure && this.recall(node, kind, bound, '')) return;
    const request = gatherInputs(node, bound.open.parameters, this.values, this.services.hash);
    if (request instanceof InputFault) {
      if (request.error !== undefined) this.fail(index, request.error, undefined, undefined);
      else this.block(index, (this.nodes[request.producer] as PlanNode).id);
      return;
    }
    if (bound.error !== undefined) {
      this.fail(index, bound.error, undefined, undefined);
      return;
    }
    const runtime = kind.language.runtime as NodeRuntime;
    if (pure) {
      const key = this.keyOf(node, kind, bound, '');
      if (key !== '' && this.takeKnown(node, kind, bound, key, '')) return;
      const flight = new Flight(this, node, runtime, bound.open, request);
      flight.key = key;
      this.enqueue(flight);
    } else if (node.caching === 'reads' && this.cache.enabled) {
      void this.lookAtWorld(new Flight(this, node, runtime, bound.open, request), kind, bound);
    } else {
      this.enqueue(new Flight(this, node, runtime, bound.open, request));
    }
  }

  /** The result of the last run, when everything it was made of is the same; without a hash. */
  private recall(node: PlanNode, kind: KindState, bound: BoundParameters, world: string): boolean {
    const { memo } = node;
    if (
      memo === undefined ||
      !memo.result.alive ||
      memo.parameterText !== bound.text ||
      memo.world !== world ||
      memo.implementation !== this.kinds.implementationOf(kind) ||
      !sameInputs(node, this.values, memo.identities)
    ) {
      return false;
    }
    this.hit(node, memo.result);
    return true;
  }

  private keyOf(node: PlanNode, kind: KindState, bound: BoundParameters, world: string): string {
    if (this.kinds.implementationOf(kind) === '') return '';
    return actionKey(node, kind.prefix, bound.text, this.values, world, this.services.hash);
  }

  private takeKnown(
    node: PlanNode,
    kind: KindState,
    bound: BoundParameters,
    key: string,
    world: string,
  ): boolean {
    const result = this.cache.get(key);
    if (result === undefined) return false;
    this.remember(node, kind, bound.text, world, result);
    this.hit(node, result);
    return true;
  }

  private remember(
    node: PlanNode,
    kind: KindState,
    parameterText: string,
    world: string,
    result: CachedResult,
  ): void {
    const implementation = this.kinds.implementationOf(kind);
    const identities = inputIdentities(node, this.values);
    node.memo = { result, implementation, parameterText, world, identities };
  }

  /** A `reads-world` node: its key needs the fingerprint of what it reads. */
  private async lookAtWorld(flight: Flight, kind: KindState, bound: BoundParameters): Promise<void> {
    const { node, request } = flight;
    const paths = readPaths(node, request.parameters ?? bound.open.parameters, request.inputs);
    let world = '';
    try {
      if (paths.length > 0) world = await this.services.world.fingerprint(paths);
    } catch {
      world = '';
    }
    if (this.phase[node.index] !== WAITING) return;
    this.readClock();
    if (world === '' || !this.recall(node, kind, bound, world)) {
      flight.key = world === '' ? '' : this.keyOf(node, kind, bound, world);
      flight.world = world;
      if (flight.key === '' || !this.takeKnown(node, kind, bound, flight.key, world)) this.enqueue(flight);
    }
    this.pump();
  }

  private hit(node: PlanNode, result: CachedResult): void {
    this.cache.touch(result);
    const { firstSlot, index } = node;
    const { outputs } = result;
    for (let port = 0; port < outputs.length; port++) {
      const value = outputs[port];
      if (value === undefined) continue;
      if (holdsMemory(value)) this.store.retain(value);
      this.values[firstSlot + port] = value;
    }
    this.hits[index] = result;
    this.settle(index);
    this.logState(index, CACHED_EVENT);
    this.publish(index);
  }

  private passOn(node: PlanNode): void {
    for (let port = 0; port < node.passes.length; port++) {
      const slot = node.passes[port] as number;
      const value = slot === -1 ? undefined : this.values[slot];
      if (value === undefined) continue;
      if (holdsMemory(value)) this.store.retain(value);
      this.values[node.firstSlot + port] = value;
    }
    this.settle(node.index);
    this.logState(node.index, SKIPPED_EVENT);
    this.publish(node.index);
  }

  private enqueue(flight: Flight): void {
    const { node } = flight;
    const { index } = node;
    this.phase[index] = READY;
    flight.cores = this.tokensOf(node);
    if (flight.cores === 0 && this.isAlone()) {
      this.logState(index, READY_EVENT);
      if (this.phase[index] === READY) this.start(flight);
      return;
    }
    this.pendingFlights[index] = flight;
    const rank = this.setup.priority.rankOf[index] as number;
    if (flight.cores === 0) this.free.add(rank);
    else this.paying.add(rank);
    this.logState(index, READY_EVENT);
  }

  /** No other node wants to start, so a node that reserves nothing need not queue. */
  private isAlone(): boolean {
    return (
      this.nextAdmission === this.admissionEnd &&
      this.free.size === 0 &&
      this.paying.size === 0 &&
      this.launching < MAX_LAUNCHING &&
      !this.cancelled &&
      (this.setup.strategy === 'parallel' || this.running.length === 0)
    );
  }

  /** Starts the most urgent node that may start now. */
  private startNext(): boolean {
    if (this.cancelled) return false;
    if (this.setup.strategy === 'sequential' && this.running.length > 0) return false;
    const free = this.launching < MAX_LAUNCHING ? this.free.peek() : -1;
    let paying = this.paying.peek();
    const { nodeAt } = this.setup.priority;
    if (paying !== -1) {
      const flight = this.pendingFlights[nodeAt[paying] as number];
      if (flight === undefined || flight.cores > this.tokens) paying = -1;
    }
    if (free === -1 && paying === -1) return false;
    const paid = free === -1 || (paying !== -1 && paying < free);
    const rank = paid ? paying : free;
    (paid ? this.paying : this.free).remove(rank);
    const index = nodeAt[rank] as number;
    const flight = this.pendingFlights[index];
    this.pendingFlights[index] = undefined;
    if (flight !== undefined) this.start(flight);
    return true;
  }

  private tokensOf(node: PlanNode): number {
    return node.cheap && inputsAreSmall(node, this.values) ? 0 : Math.min(node.cores, this.capacity);
  }

  private start(flight: Flight): void {
    if (!this.fresh) {
      this.readClock();
      this.fresh = true;
    }
    const { index } = flight.node;
    this.phase[index] = RUNNING;
    this.startedAtOf[index] = this.now;
    flight.place = this.running.length;
    this.running.push(flight);
    this.tokens -= flight.cores;
    if (flight.cores === 0) {
      flight.launching = true;
      this.launching++;
    }
    this.logState(index, RUNNING_EVENT);
    void this.fly(flight);
  }

  /** The life of one session: open, one call, close. Never rejects. */
  private async fly(flight: Flight): Promise<void> {
    let session: Awaited<ReturnType<NodeRuntime['open']>>;
    try {
      session = await flight.runtime.open(flight.openRequest);
    } catch (thrown) {
      this.land(flight, thrown);
      return;
    }
    let failure: unknown;
    if (flight.ending === undefined && !flight.over) {
      flight.session = session;
      try {
        if (flight.node.timeoutMs > 0) this.setDeadline(flight);
        const call = session.call(flight.request, flight);
        if (flight.launching) this.launched(flight);
        await call;
      } catch (thrown) {
        failure = thrown ?? new Error('The call failed without saying why.');
      }
    } else {
      failure = CANCELLED_BEFORE_CALL;
    }
    this.closing++;
    this.land(flight, failure);
    try {
      await session.close();
    } catch (thrown) {
      this.services.log(
        'warn',
        `The session of ${flight.node.id} did not close: ${toErrorData(thrown).message}`,
      );
    }
    this.closing--;
    if (this.remaining === 0) this.finishIfDone();
  }

  private launched(flight: Flight): void {
    flight.launching = false;
    this.launching--;
    if (this.free.size > 0) this.pump();
  }

  private setDeadline(flight: Flight): void {
    const at = this.now + flight.node.timeoutMs;
    this.deadlineOf[flight.node.index] = at;
    if (at < this.timerAt) this.arm(at);
  }

  private end(flight: Flight, reason: 'cancel' | 'timeout'): void {
    if (flight.ending !== undefined) return;
    flight.ending = reason;
    const at = this.now + GRACE_MS;
    this.deadlineOf[flight.node.index] = at;
    this.arm(at);
    try {
      flight.session?.cancel();
    } catch (thrown) {
      this.services.log('warn', `${flight.node.id} could not be cancelled: ${toErrorData(thrown).message}`);
    }
  }

  /** The call has settled, or the run gives it up. */
  private land(flight: Flight, thrown: unknown): void {
    if (flight.over) return;
    this.readClock();
    this.fresh = true;
    const { running } = this;
    const last = running.pop() as Flight;
    if (last !== flight) {
      running[flight.place] = last;
      last.place = flight.place;
    }
    this.tokens += flight.cores;
    if (flight.launching) {
      flight.launching = false;
      this.launching--;
    }
    const { held } = flight;
    if (held !== undefined && held.fraction >= 0) this.showProgress(flight, held, this.now);
    if (flight.replaced > 0) {
      flight.log('info', `Outputs were emitted ${flight.replaced + 1} times; a batch run keeps the last.`);
    }
    if (thrown === undefined && flight.misfit === undefined) this.succeed(flight);
    else {
      flight.drop();
      this.notSucceed(flight, thrown);
    }
    this.pump();
  }

  private succeed(flight: Flight): void {
    const { node } = flight;
    flight.over = true;
    if (flight.key !== '') {
      const outputs = this.values.slice(node.firstSlot, node.firstSlot + node.outputs.length);
      const result = this.cache.put(flight.key, outputs);
      if (result !== undefined) {
        this.remember(node, this.kinds.get(node.kind), this.setup.bind(node).text, flight.world, result);
      }
    }
    this.settle(node.index);
    this.logEnd(flight, 'done');
    this.publish(node.index);
  }

  private notSucceed(flight: Flight, thrown: unknown): void {
    const { node, ending } = flight;
    if (ending === 'timeout') {
      const error: ErrorData = {
        kind: 'timeout',
        code: 'timeout',
        message: `The node did not finish within its limit of ${node.timeoutMs} ms.`,
        node: node.id,
        hint: 'Raise the time limit of the node, or give it less to do.',
      };
      this.fail(node.index, error, flight, this.now - (this.startedAtOf[node.index] as number));
    } else if (ending === 'cancel') {
      this.settle(node.index);
      this.logEnd(flight, 'cancelled');
    } else {
      const error = thrown === undefined ? (flight.misfit as ErrorData) : toErrorData(thrown, 'node-failed');
      this.fail(
        node.index,
        { ...error, node: node.id },
        flight,
        this.now - (this.startedAtOf[node.index] as number),
      );
    }
  }

  private fail(
    index: number,
    error: ErrorData,
    flight: Flight | undefined,
    durationMs: number | undefined,
  ): void {
    const { id } = this.nodes[index] as PlanNode;
    this.firstError ??= error;
    this.settle(index);
    const seq = this.log.nextSeq;
    const at = this.now - this.startedAt;
    const event: RunEvent = { seq, at, type: 'node-state', node: id, state: 'failed', error };
    if (durationMs !== undefined) event.durationMs = durationMs;
    if (flight?.laneName !== undefined) event.lane = flight.laneName;
    this.log.append(event);
    this.blockConsumers(index, id);
  }

  private block(index: number, by: string): void {
    this.settle(index);
    this.emitBlocked(index, by);
    this.blockConsumers(index, by);
  }

  /** Everything reachable from a node that gave nothing, each once. */
  private blockConsumers(root: number, by: string): void {
    const { successorStart, successors } = this.plan.graph;
    const stack = [root];
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const end = successorStart[index + 1] as number;
      for (let slot = successorStart[index] as number; slot < end; slot++) {
        const consumer = successors[slot] as number;
        if (this.phase[consumer] === FINAL || this.setup.included?.[consumer] === 0) continue;
        if ((this.nodes[consumer] as PlanNode).problem !== undefined && this.isCertainToFail(consumer))
          continue;
        this.settle(consumer);
        this.emitBlocked(consumer, by);
        stack.push(consumer);
      }
    }
  }

  /** A node with a problem of its own says so, whatever else blocks it; `seed` comes to it yet. */
  private isCertainToFail(index: number): boolean {
    const node = this.nodes[index] as PlanNode;
    return node.mode === 'active' || node.definition === undefined || node.problem?.code === 'cycle';
  }

  private publish(index: number): void {
    const { successorStart, successors } = this.plan.graph;
    const { inDegree } = this;
    const end = successorStart[index + 1] as number;
    for (let slot = successorStart[index] as number; slot < end; slot++) {
      const consumer = successors[slot] as number;
      const left = (inDegree[consumer] as number) - 1;
      inDegree[consumer] = left;
      if (left === 0 && this.setup.included?.[consumer] !== 0)
        this.admissions[this.admissionEnd++] = consumer;
    }
  }

  private settle(index: number): void {
    this.phase[index] = FINAL;
    this.remaining--;
  }

  private logState(index: number, what: number): void {
    this.log.state(index, what, this.now - this.startedAt);
  }

  private emitBlocked(index: number, blockedBy: string): void {
    const node = (this.nodes[index] as PlanNode).id;
    const at = this.now - this.startedAt;
    this.log.append({ seq: this.log.nextSeq, at, type: 'node-state', node, state: 'blocked', blockedBy });
  }

  private logEnd(flight: Flight, state: 'done' | 'cancelled'): void {
    const { index, id } = flight.node;
    const at = this.now - this.startedAt;
    const lane = flight.laneName;
    if (state === 'done' && (lane === undefined || lane === 'main')) {
      this.log.state(index, lane === undefined ? DONE_EVENT : DONE_EVENT + ON_MAIN, at);
      return;
    }
    const durationMs = this.now - (this.startedAtOf[index] as number);
    const event: RunEvent = { seq: this.log.nextSeq, at, type: 'node-state', node: id, state, durationMs };
    if (lane !== undefined) event.lane = lane;
    this.log.append(event, index);
  }

  private showProgress(flight: Flight, held: HeldProgress, now: number): void {
    const { fraction, message } = held;
    held.fraction = -1;
    held.shownAt = now;
    const { id, index } = flight.node;
    const at = now - this.startedAt;
    const event: RunEvent = { seq: this.log.nextSeq, at, type: 'node-progress', node: id, fraction };
    if (message !== undefined) event.message = message;
    this.log.append(event, index);
  }

  /** Whatever has not ended by then is left behind. */
  private giveUpAt(at: number): void {
    this.givenUpAt = at;
    this.arm(at);
  }

  /** One timer serves deadlines, held progress and the grace after a cancel. */
  private arm(at: number): void {
    if (at >= this.timerAt || this.over) return;
    if (this.timer !== undefined) this.services.clock.clearTimer(this.timer);
    this.timerAt = at;
    const delay = Math.max(0, Math.ceil(at - this.services.clock.now()));
    this.timer = this.services.clock.setTimer(delay, () => this.onTimer());
  }

  private onTimer(): void {
    this.timer = undefined;
    this.timerAt = Number.POSITIVE_INFINITY;
    if (this.over) return;
    const now = this.readClock();
    let next = this.givenUpAt;
    for (const flight of [...this.running]) {
      const { held, node } = flight;
      if (held !== undefined && held.fraction >= 0) {
        if (now - held.shownAt >= PROGRESS_MS) this.showProgress(flight, held, now);
        else next = Math.min(next, held.shownAt + PROGRESS_MS);
      }
      const deadline = this.deadlineOf[node.index] as number;
      if (deadline === 0) continue;
      if (now < deadline) next = Math.min(next, deadline);
      else if (flight.ending === undefined) this.end(flight, 'timeout');
      else this.land(flight, GIVEN_UP);
    }
    if (now >= this.givenUpAt) {
      next = Number.POSITIVE_INFINITY;
      for (const flight of [...this.running]) this.land(flight, GIVEN_UP);
      if (this.closing > 0) this.services.log('warn', `${this.closing} sessions did not close in time.`);
      this.closing = 0;
      this.finishIfDone();
    }
    if (next !== Number.POSITIVE_INFINITY) this.arm(next);
  }

  private finishIfDone(): void {
    if (this.over || !this.begun || this.pumping || this.remaining > 0 || this.running.length > 0) return;
    if (this.closing > 0) {
      if (this.givenUpAt === Number.POSITIVE_INFINITY) this.giveUpAt(this.now + GRACE_MS);
      return;
    }
    this.over = true;
    if (this.timer !== undefined) this.services.clock.clearTimer(this.timer);
    const state: RunState = this.cancelled ? 'cancelled' : this.firstError === undefined ? 'done' : 'failed';
    const durationMs = this.readClock() - this.startedAt;
    const seq = this.log.nextSeq;
    const event: RunEvent = { seq, at: durationMs, type: 'run-finished', state, durationMs };
    if (this.firstError !== undefined) event.error = this.firstError;
    this.log.append(event);
    this.log.close();
    if (this.released) this.giveUpValues();
    this.setup.onFinished();
    this.resolveFinished(state);
  }

  private giveUpValues(): void {
    for (let slot = 0; slot < this.values.length; slot++) {
      const value = this.values[slot];
      if (value === undefined || !holdsMemory(value)) continue;
      this.releasedSummaries.set(slot, summarise(value));
      this.store.release(value);
      this.values[slot] = undefined;
    }
  }

  nodeId(index: number): string {
    return (this.nodes[index] as PlanNode).id;
  }

  startOf(index: number, otherwise: number): number {
    const started = this.startedAtOf[index] as number;
    return started === 0 ? otherwise : started - this.startedAt;
  }

  warn(level: LogLevel, text: string): void {
    this.services.log(level, text);
  }

  outputsOf(index: number): Record<string, ValueSummary> {
    const known = this.hits[index];
    if (known?.summaries !== undefined) return known.summaries;
    const node = this.nodes[index] as PlanNode;
    const summaries: Record<string, ValueSummary> = {};
    for (let port = 0; port < node.outputs.length; port++) {
      const slot = node.firstSlot + port;
      const value = this.values[slot];
      const summary = value === undefined ? this.releasedSummaries.get(slot) : summarise(value);
      if (summary !== undefined) summaries[(node.outputs[port] as OutputPort).name] = summary;
    }
    if (known !== undefined) known.summaries = summaries;
    return summaries;
  }
}

const CANCELLED_BEFORE_CALL = { reason: 'cancelled before the call' };
const GIVEN_UP = { reason: 'did not end in time' };

function inputsAreSmall({ sources }: PlanNode, values: readonly (Value | undefined)[]): boolean {
  for (let place = 0; place < sources.length; place++) {
    const value = values[(sources[place] as InputSource).slot];
    if (value === undefined || value.kind === 'json' || value.kind === 'file') continue;
    if (value.kind === 'list') return false;
    const payload = payloadOf(value);
    if (payload !== undefined && payloadBytes(payload) >= INLINE_LIMIT_BYTES) return false;
  }
  return true;
}

/** The paths that decide what a `reads-world` node gives. */
function readPaths(
  node: PlanNode,
  parameters: Readonly<Record<string, JsonValue>>,
  inputs: Readonly<Record<string, Value>>,
): string[] {
  const paths: string[] = [];
  const add = (json: JsonValue | undefined): void => {
    if (typeof json === 'string' && json !== '') paths.push(json);
    else if (Array.isArray(json)) for (const item of json) add(item);
  };
  for (const name of node.definition?.reads ?? []) {
    const input = inputs[name];
    if (input === undefined) add(parameters[name]);
    else if (input.kind === 'file') paths.push(input.path);
    else if (input.kind === 'json') add(input.json);
  }
  return paths;
}
