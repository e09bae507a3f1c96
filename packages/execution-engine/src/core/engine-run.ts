import type { FlatBlueprint } from '@atomiton/blueprint';
import type { ErrorData, NodeRuntime, Run, RunEvent, RunState, Value } from '@atomiton/contracts';
import { parseSourceRef, toErrorData } from '@atomiton/contracts';
import type { BoundParameters } from './bound-parameters.js';
import { absolutePaths } from './bound-parameters.js';
import { CACHED_EVENT, CANCELLED_EVENT, READY_EVENT, SKIPPED_EVENT } from './event-log.js';
import { Flight } from './flight.js';
import type { DeckOwner } from './flight-deck.js';
import { FlightDeck } from './flight-deck.js';
import { gatherInputs, InputFault, missingFault, missingInput } from './gather-inputs.js';
import { InstanceJoin } from './instance-join.js';
import type { KindState } from './kind-state.js';
import { KindStates } from './kind-state.js';
import type { Plan, PlanNode } from './plan.js';
import type { Priority } from './priority.js';
import { ReadyQueue } from './ready-queue.js';
import type { CachedResult, ResultCache } from './result-cache.js';
import { ResultLookup } from './result-lookup.js';
import { RunClock } from './run-clock.js';
import { RunReport } from './run-report.js';
import { RunValues } from './run-values.js';
import type { EngineServices } from './services.js';

/** The event loop is served at least this often. Milliseconds. */
const SLICE_MS = 8;

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
  /** Where the nodes of the plan come from. */
  flat: FlatBlueprint;
  /** Ends the run at once. */
  refusal: ErrorData | undefined;
  bind(node: PlanNode): BoundParameters;
  services: EngineServices;
  cache: ResultCache;
  onFinished(): void;
}

/**
 * One run of a plan in this process: one loop that counts in-degrees, looks results up, starts the most urgent ready
 * node that its tokens allow, and lets the event loop breathe every 8 ms.
 */
export class EngineRun implements Run, DeckOwner {
  readonly id: string;
  readonly finished: Promise<RunState>;
  private readonly nodes: readonly PlanNode[];
  private readonly clock: RunClock;
  private readonly values: RunValues;
  private readonly report: RunReport;
  private readonly kinds: KindStates;
  private readonly results: ResultLookup;
  private readonly queue: ReadyQueue;
  private readonly deck: FlightDeck;
  private readonly successorStart: Uint32Array;
  private readonly successors: Uint32Array;
  private readonly inDegree: Uint32Array;
  private readonly phase: Uint8Array;
  /** Nodes whose inputs are all there, to be looked at; one that waits for its language comes twice. */
  private readonly admissions: Uint32Array;
  private nextAdmission = 0;
  private admissionEnd = 0;
  private parked: number[] = [];
  private remaining = 0;
  private firstError: ErrorData | undefined;
  private sliceStart = 0;
  private steps = 0;
  private pumping = false;
  private resting = false;
  private begun = false;
  private over = false;
  private cancelled = false;
  private released = false;
  private resolveFinished: (state: RunState) => void = () => {};

  constructor(private readonly setup: RunSetup) {
    const { id, plan, services, strategy } = setup;
    const count = plan.nodes.length;
    const cores = Math.max(1, services.resources.cpuCores);
    this.id = id;
    this.nodes = plan.nodes;
    this.clock = new RunClock(services.clock);
    this.values = new RunValues(plan, services.store);
    this.report = new RunReport(plan, this.clock, this.values, services);
    this.kinds = new KindStates(plan.definitions, services.runtimes, this.clock, () => this.unpark());
    this.results = new ResultLookup(setup.cache, this.kinds, this.values.slots, services, count);
    this.queue = new ReadyQueue(setup.priority, count, cores, strategy === 'sequential');
    this.deck = new FlightDeck(this, services, this.clock, this.report, this.queue, this.values);
    this.successorStart = plan.graph.successorStart;
    this.successors = plan.graph.successors;
    this.inDegree = plan.graph.inDegree.slice();
    this.phase = new Uint8Array(count);
    this.admissions = new Uint32Array(2 * count);
    this.finished = new Promise((resolve) => {
      this.resolveFinished = resolve;
    });
    void Promise.resolve().then(() => this.begin());
  }

  events(): AsyncIterable<RunEvent> {
    return this.report.log.read();
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    return this.report.log.subscribe(listener);
  }

  output(node: string, port: string): Value | undefined {
    const { flat, plan } = this.setup;
    const ref = flat.instances.get(node)?.outputs.get(port);
    if (ref !== undefined) return this.flatOutput(ref);
    const index = plan.graph.indexOf.get(flat.idOf.get(node) ?? node);
    if (this.released || index === undefined || this.phase[index] !== FINAL) return undefined;
    return this.values.output(this.nodes[index] as PlanNode, port);
  }

  /** An output of the flat blueprint. */
  private flatOutput(ref: string): Value | undefined {
    const { node, port } = parseSourceRef(ref);
    const index = this.setup.plan.graph.indexOf.get(node);
    if (this.released || index === undefined || this.phase[index] !== FINAL) return undefined;
    return this.values.output(this.nodes[index] as PlanNode, port);
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    if (this.over) this.values.giveUp();
  }

  cancel(): void {
    if (this.over || this.cancelled) return;
    this.cancelled = true;
    if (!this.begun) return;
    this.clock.read();
    for (let index = 0; index < this.nodes.length; index++) {
      const phase = this.phase[index];
      if ((phase !== WAITING && phase !== READY) || !this.isIncluded(index)) continue;
      this.settle(index);
      this.report.state(index, CANCELLED_EVENT);
    }
    this.deck.cancelAll();
    this.finishIfDone();
  }

  onLanded(flight: Flight, failure: unknown): void {
    if (failure === undefined && flight.misfit === undefined) this.succeed(flight);
    else {
      flight.drop();
      this.notSucceed(flight, failure);
    }
  }

  onClosed(): void {
    if (this.remaining === 0) this.finishIfDone();
  }

  pump(): void {
    if (this.pumping || this.resting || this.over) return;
    this.pumping = true;
    for (;;) {
      if ((++this.steps & 63) === 0) this.clock.read();
      if (this.clock.now - this.sliceStart >= SLICE_MS) {
        void this.rest();
        break;
      }
      if (this.nextAdmission < this.admissionEnd) {
        this.admit(this.admissions[this.nextAdmission++] as number);
        continue;
      }
      const ready = this.cancelled ? -1 : this.queue.take();
      if (ready === -1) break;
      const node = this.nodes[ready] as PlanNode;
      this.start(node, this.kinds.get(node.kind), this.setup.bind(node));
    }
    this.clock.stale();
    this.pumping = false;
    this.finishIfDone();
  }

  private begin(): void {
    this.begun = true;
    this.clock.begin();
    this.sliceStart = this.clock.now;
    const { included, plan } = this.setup;
    const ids: string[] = [];
    for (const { id, index } of plan.nodes) {
      if (included === undefined || included[index] === 1) ids.push(id);
    }
    this.remaining = ids.length;
    this.report.runStarted(this.id, ids, this.joinInstances(ids));
    this.firstError = this.setup.refusal;
    if (this.cancelled) {
      this.cancelled = false;
      this.cancel();
    } else {
      for (const index of plan.firstLook) {
        if (this.isIncluded(index)) this.seed(this.nodes[index] as PlanNode);
      }
    }
    this.pump();
  }

  /** From now on the instances of subgraphs tell what their inner nodes do. @returns their paths. */
  private joinInstances(ids: readonly string[]): string[] | undefined {
    const { flat } = this.setup;
    if (flat.instances.size === 0) return undefined;
    const { log } = this.report;
    const join = new InstanceJoin(flat, ids, {
      emit: (event) => log.append({ ...event, seq: log.nextSeq } as RunEvent),
      summaryOf: (ref) => {
        const { node, port } = parseSourceRef(ref);
        const index = this.setup.plan.graph.indexOf.get(node);
        return index === undefined ? undefined : this.values.summariesOf(index)[port];
      },
    });
    log.follow((event) => join.onEvent(event));
    return join.paths;
  }

  /** The first look at a node: what can never run is settled at once. */
  private seed(node: PlanNode): void {
    const { index, mode } = node;
    if (this.phase[index] !== WAITING) return;
    if (mode === 'muted') {
      this.settle(index);
      this.report.state(index, SKIPPED_EVENT);
    } else if (node.problem !== undefined && !canPass(node)) {
      this.fail(index, node.problem, undefined);
    } else if (node.mutedBy !== -1 && !canPass(node)) {
      this.block(index, (this.nodes[node.mutedBy] as PlanNode).id);
    } else if (this.inDegree[index] === 0) {
      this.admissions[this.admissionEnd++] = index;
    }
  }

  private async rest(): Promise<void> {
    this.resting = true;
    await this.setup.services.yieldToEventLoop();
    this.resting = false;
    this.sliceStart = this.clock.read();
    this.pump();
  }

  /** A language has become ready, or turned out to be missing. */
  private unpark(): void {
    const stillPending: number[] = [];
    for (const index of this.parked) {
      const { language } = this.kinds.get((this.nodes[index] as PlanNode).kind);
      if (language.phase === 'pending') stillPending.push(index);
      else this.admissions[this.admissionEnd++] = index;
    }
    this.parked = stillPending;
    this.pump();
  }

  /** All inputs are there: pass through, take a known result, or queue. */
  private admit(index: number): void {
    if (this.phase[index] !== WAITING) return;
    const node = this.nodes[index] as PlanNode;
    if (node.mode === 'bypassed') {
      this.values.passThrough(node);
      this.settle(index);
      this.report.state(index, SKIPPED_EVENT);
      this.publish(index);
      return;
    }
    const kind = this.kinds.get(node.kind);
    const { language } = kind;
    if (language.phase !== 'ready') {
      if (language.phase === 'pending') this.parked.push(index);
      else this.fail(index, { ...(language.error as ErrorData), node: node.id }, undefined);
      return;
    }
    const bound = this.setup.bind(node);
    if (node.caching === 'pure' && this.results.isOn) {
      const result = this.results.recall(node, kind, bound, '') ?? this.results.find(node, kind, bound, '');
      this.hitOrQueue(node, kind, bound, result);
    } else if (node.caching === 'reads' && this.results.isOn) void this.lookAtWorld(node, kind, bound);
    else this.enqueue(node, kind, bound);
  }

  /** A `reads-world` node: its key needs the fingerprint of what it reads. */
  private async lookAtWorld(node: PlanNode, kind: KindState, bound: BoundParameters): Promise<void> {
    const world = await this.results.fingerprint(node, bound);
    if (this.phase[node.index] !== WAITING) return;
    this.clock.read();
    const result =
      world === ''
        ? undefined
        : (this.results.recall(node, kind, bound, world) ?? this.results.find(node, kind, bound, world));
    this.hitOrQueue(node, kind, bound, result);
    this.pump();
  }

  private hitOrQueue(
    node: PlanNode,
    kind: KindState,
    bound: BoundParameters,
    result: CachedResult | undefined,
  ): void {
    if (result === undefined) this.enqueue(node, kind, bound);
    else {
      this.values.takeResult(node, result);
      this.settle(node.index);
      this.report.state(node.index, CACHED_EVENT);
      this.publish(node.index);
    }
  }

  /** A waiting node holds nothing: its request is made when it starts. */
  private enqueue(node: PlanNode, kind: KindState, bound: BoundParameters): void {
    const { index } = node;
    const { slots } = this.values;
    const missing = missingInput(node, slots);
    if (missing !== undefined) {
      this.stop(node, missingFault(node, missing));
      return;
    }
    this.phase[index] = READY;
    this.queue.price(node, slots);
    const goesAtOnce = this.nextAdmission === this.admissionEnd && this.queue.letsPass(index);
    if (!goesAtOnce) this.queue.add(index);
    this.report.state(index, READY_EVENT);
    if (goesAtOnce && !this.cancelled) this.start(node, kind, bound);
  }

  private start(node: PlanNode, kind: KindState, bound: BoundParameters): void {
    const { parameters } = bound.open;
    const request = gatherInputs(node, parameters, this.values.slots, this.setup.services.hash);
    if (request instanceof InputFault) {
      this.stop(node, request);
      return;
    }
    let { error } = bound;
    if (request.parameters !== undefined) {
      const fed = absolutePaths(node, request.parameters, bound.baseFolder, this.setup.services.world);
      request.parameters = fed.parameters;
      error = fed.error;
    }
    if (error !== undefined) this.fail(node.index, error, undefined);
    else {
      const runtime = kind.language.runtime as NodeRuntime;
      this.phase[node.index] = RUNNING;
      this.deck.start(new Flight(this.deck, node, runtime, bound.open, request));
    }
  }

  /** A node that cannot be called. */
  private stop({ index }: PlanNode, { error, producer }: InputFault): void {
    if (error !== undefined) this.fail(index, error, undefined);
    else this.block(index, (this.nodes[producer] as PlanNode).id);
  }

  private succeed(flight: Flight): void {
    const { node } = flight;
    flight.over = true;
    if (this.results.isKept(node.index)) {
      const kind = this.kinds.get(node.kind);
      this.results.keep(node, kind, this.setup.bind(node), this.values.outputsOf(node));
    }
    this.settle(node.index);
    this.report.done(flight);
    this.publish(node.index);
  }

  private notSucceed(flight: Flight, failure: unknown): void {
    const { node, ending } = flight;
    if (ending === 'cancel') {
      this.settle(node.index);
      this.report.ended(flight, 'cancelled');
    } else if (ending === 'timeout') {
      this.fail(node.index, timeoutError(node), flight);
    } else {
      const error =
        failure === undefined ? (flight.misfit as ErrorData) : toErrorData(failure, 'node-failed');
      this.fail(node.index, { ...error, node: node.id }, flight);
    }
  }

  private fail(index: number, error: ErrorData, flight: Flight | undefined): void {
    this.firstError ??= error;
    this.settle(index);
    this.report.failed(index, error, flight);
    this.blockConsumers(index, (this.nodes[index] as PlanNode).id);
  }

  private block(index: number, by: string): void {
    this.settle(index);
    this.report.blocked(index, by);
    this.blockConsumers(index, by);
  }

  /** Everything reachable from a node that gave nothing, each once; a node with a problem of its own says that. */
  private blockConsumers(root: number, by: string): void {
    const { successorStart, successors } = this;
    const stack = [root];
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const end = successorStart[index + 1] as number;
      for (let slot = successorStart[index] as number; slot < end; slot++) {
        const consumer = successors[slot] as number;
        if (this.phase[consumer] === FINAL || !this.isIncluded(consumer)) continue;
        const node = this.nodes[consumer] as PlanNode;
        if (node.problem !== undefined && !canPass(node)) continue;
        this.settle(consumer);
        this.report.blocked(consumer, by);
        stack.push(consumer);
      }
    }
  }

  private publish(index: number): void {
    const { inDegree, successorStart, successors } = this;
    const end = successorStart[index + 1] as number;
    for (let slot = successorStart[index] as number; slot < end; slot++) {
      const consumer = successors[slot] as number;
      const left = (inDegree[consumer] as number) - 1;
      inDegree[consumer] = left;
      if (left === 0 && this.isIncluded(consumer)) this.admissions[this.admissionEnd++] = consumer;
    }
  }

  private settle(index: number): void {
    this.phase[index] = FINAL;
    this.remaining--;
  }

  private isIncluded(index: number): boolean {
    const { included } = this.setup;
    return included === undefined || included[index] === 1;
  }

  private finishIfDone(): void {
    if (this.over || !this.begun || this.pumping || this.remaining > 0 || !this.deck.isIdle) return;
    if (!this.deck.isClosed()) return;
    this.over = true;
    this.deck.stop();
    this.clock.read();
    const state = this.cancelled ? 'cancelled' : this.firstError === undefined ? 'done' : 'failed';
    this.report.runFinished(state, this.firstError);
    if (this.released) this.values.giveUp();
    this.setup.onFinished();
    this.resolveFinished(state);
  }
}

/** A bypassed node passes its inputs on whatever else is wrong with it, unless it waits for itself. */
function canPass({ mode, definition, problem }: PlanNode): boolean {
  return mode === 'bypassed' && definition !== undefined && problem?.code !== 'cycle';
}

function timeoutError({ id, timeoutMs }: PlanNode): ErrorData {
  return {
    kind: 'timeout',
    code: 'timeout',
    message: `The node did not finish within its limit of ${timeoutMs} ms.`,
    node: id,
    hint: 'Raise the time limit of the node, or give it less to do.',
  };
}
