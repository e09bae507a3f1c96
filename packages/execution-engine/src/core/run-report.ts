import type { ErrorData, LogLevel, RunEvent, RunState, ValueSummary } from '@atomiton/contracts';
import type { EventSource } from './event-log.js';
import { DONE_EVENT, EventLog, ON_MAIN } from './event-log.js';
import type { Flight, HeldProgress } from './flight.js';
import type { Plan, PlanNode } from './plan.js';
import type { RunClock } from './run-clock.js';
import type { RunValues } from './run-values.js';
import type { EngineServices } from './services.js';

/** Writes the events of one run. */
export class RunReport implements EventSource {
  readonly log: EventLog;
  /** By node: when it was started on the engine's clock; 0 for never. */
  readonly startTimes: Float64Array;
  private readonly nodes: readonly PlanNode[];

  constructor(
    plan: Plan,
    private readonly clock: RunClock,
    private readonly values: RunValues,
    private readonly services: EngineServices,
  ) {
    const count = plan.nodes.length;
    this.nodes = plan.nodes;
    this.startTimes = new Float64Array(count);
    this.log = new EventLog(this, 3 * count + 16);
  }

  runStarted(runId: string, nodes: string[], instances: string[] | undefined): void {
    const event: RunEvent = { seq: this.log.nextSeq, at: 0, type: 'run-started', runId, nodes };
    if (instances !== undefined) event.instances = instances;
    this.log.append(event);
  }

  runFinished(state: RunState, error: ErrorData | undefined): void {
    const durationMs = this.clock.now - this.clock.startedAt;
    const seq = this.log.nextSeq;
    const event: RunEvent = { seq, at: durationMs, type: 'run-finished', state, durationMs };
    if (error !== undefined) event.error = error;
    this.log.append(event);
    this.log.close();
  }

  /** A state that needs no more words; `what` is a constant of the event log. */
  state(index: number, what: number): void {
    this.log.state(index, what, this.clock.now - this.clock.startedAt);
  }

  done(flight: Flight): void {
    const lane = flight.laneName;
    if (lane === undefined) this.state(flight.node.index, DONE_EVENT);
    else if (lane === 'main') this.state(flight.node.index, DONE_EVENT + ON_MAIN);
    else this.ended(flight, 'done');
  }

  /** A flight that ended otherwise than in an error. */
  ended(flight: Flight, state: 'done' | 'cancelled'): void {
    const { index, id } = flight.node;
    const { now, startedAt } = this.clock;
    const durationMs = now - (this.startTimes[index] as number);
    const seq = this.log.nextSeq;
    const event: RunEvent = { seq, at: now - startedAt, type: 'node-state', node: id, state, durationMs };
    if (flight.laneName !== undefined) event.lane = flight.laneName;
    this.log.append(event, index);
  }

  failed(index: number, error: ErrorData, flight: Flight | undefined): void {
    const { now, startedAt } = this.clock;
    const node = this.nodeId(index);
    const seq = this.log.nextSeq;
    const event: RunEvent = { seq, at: now - startedAt, type: 'node-state', node, state: 'failed', error };
    if (flight !== undefined) event.durationMs = now - (this.startTimes[index] as number);
    if (flight?.laneName !== undefined) event.lane = flight.laneName;
    this.log.append(event, index);
  }

  blocked(index: number, blockedBy: string): void {
    const at = this.clock.now - this.clock.startedAt;
    const node = this.nodeId(index);
    const seq = this.log.nextSeq;
    this.log.append({ seq, at, type: 'node-state', node, state: 'blocked', blockedBy }, index);
  }

  /** Where a flight runs, as soon as that is known. */
  lane({ node: { id, index } }: Flight, lane: string): void {
    const at = this.services.clock.now() - this.clock.startedAt;
    const seq = this.log.nextSeq;
    this.log.append({ seq, at, type: 'node-state', node: id, state: 'running', lane }, index);
  }

  said({ node: { id, index } }: Flight, level: LogLevel, text: string): void {
    const at = this.services.clock.now() - this.clock.startedAt;
    this.log.append({ seq: this.log.nextSeq, at, type: 'node-log', node: id, level, text }, index);
  }

  /** Shows the progress held back. */
  progress({ node: { id, index } }: Flight, held: HeldProgress, now: number): void {
    const { fraction, message } = held;
    held.fraction = -1;
    held.shownAt = now;
    const at = now - this.clock.startedAt;
    const event: RunEvent = { seq: this.log.nextSeq, at, type: 'node-progress', node: id, fraction };
    if (message !== undefined) event.message = message;
    this.log.append(event, index);
  }

  nodeId(index: number): string {
    return (this.nodes[index] as PlanNode).id;
  }

  startOf(index: number, otherwise: number): number {
    const started = this.startTimes[index] as number;
    return started === 0 ? otherwise : started - this.clock.startedAt;
  }

  outputsOf(index: number): Record<string, ValueSummary> {
    return this.values.summariesOf(index);
  }

  warn(level: LogLevel, text: string): void {
    this.services.log(level, text);
  }
}
