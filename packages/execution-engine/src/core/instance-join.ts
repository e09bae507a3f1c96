import type { FlatBlueprint } from '@atomiton/blueprint';
import type { ErrorData, NodeState, RunEvent, ValueSummary } from '@atomiton/contracts';
import { isFinalState } from './run-state.js';

type StateEvent = Extract<RunEvent, { type: 'node-state' }>;

/** One instance of a subgraph during a run. */
interface Joined {
  readonly path: string;
  readonly parent: Joined | undefined;
  /** Inner nodes that take part in the run, those of inner instances included. */
  readonly total: number;
  readonly counts: Map<NodeState, number>;
  ended: number;
  /** Sum of the fractions of the inner nodes. */
  progress: number;
  state: NodeState;
  startedAt: number | undefined;
  error: ErrorData | undefined;
  blockedBy: string | undefined;
}

/** What the join asks of the run. */
export interface JoinTarget {
  /** Summary of an output of the flat blueprint (`node.output`), if it is there. */
  summaryOf(ref: string): ValueSummary | undefined;
  /** Logs an event of an instance; the number is set by the log. */
  emit(event: Omit<StateEvent, 'seq'> | Omit<Extract<RunEvent, { type: 'node-progress' }>, 'seq'>): void;
}

/** The path of the instance that a node stands in; empty at the top. */
function outerPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * Joins the events of inner nodes into events of the instances around them: running while one inner node does
 * something, failed when all have ended and one has failed, done when all are. Costs the depth of a node per event.
 */
export class InstanceJoin {
  /** Instances with inner nodes in this run, an outer one before those inside it. */
  readonly paths: string[];
  private readonly instances = new Map<string, Joined>();
  private readonly states = new Map<string, NodeState>();
  private readonly fractions = new Map<string, number>();
  private emitting = false;

  constructor(
    private readonly flat: Pick<FlatBlueprint, 'instances'>,
    nodes: Iterable<string>,
    private readonly target: JoinTarget,
  ) {
    const totals = new Map<string, number>();
    for (const node of nodes) {
      for (let path = outerPath(node); path !== ''; path = outerPath(path)) {
        totals.set(path, (totals.get(path) ?? 0) + 1);
      }
    }
    this.paths = [...flat.instances.keys()].filter((path) => totals.has(path));
    for (const path of this.paths) {
      const total = totals.get(path) as number;
      this.instances.set(path, {
        path,
        parent: this.instances.get(outerPath(path)),
        total,
        counts: new Map<NodeState, number>([['waiting', total]]),
        ended: 0,
        progress: 0,
        state: 'waiting',
        startedAt: undefined,
        error: undefined,
        blockedBy: undefined,
      });
    }
  }

  /** Takes in an event of the log, after everyone has heard it. */
  onEvent(event: RunEvent): void {
    if (this.emitting) return;
    if (event.type !== 'node-state' && event.type !== 'node-progress') return;
    const innermost = this.instances.get(outerPath(event.node));
    if (innermost === undefined) return;
    this.emitting = true;
    if (event.type === 'node-state') this.onState(event, innermost);
    else this.onProgress(event.node, event.fraction, event.at, innermost);
    this.emitting = false;
  }

  private onState(event: StateEvent, innermost: Joined): void {
    const before = this.states.get(event.node) ?? 'waiting';
    if (before === event.state) return;
    this.states.set(event.node, event.state);
    const ended = isFinalState(event.state);
    const gained = ended ? 1 - (this.fractions.get(event.node) ?? 0) : 0;
    if (ended) this.fractions.set(event.node, 1);
    for (let joined: Joined | undefined = innermost; joined !== undefined; joined = joined.parent) {
      const { counts, path } = joined;
      counts.set(before, (counts.get(before) ?? 0) - 1);
      counts.set(event.state, (counts.get(event.state) ?? 0) + 1);
      joined.progress += gained;
      if (ended) joined.ended++;
      if (event.state === 'failed' && event.error !== undefined) {
        const inside = event.node.slice(path.length + 1);
        joined.error ??= { ...event.error, message: `${inside}: ${event.error.message}` };
      }
      if (event.state === 'blocked') joined.blockedBy ??= event.blockedBy;
      this.update(joined, event.at, ended);
    }
  }

  private onProgress(node: string, fraction: number, at: number, innermost: Joined): void {
    const gained = fraction - (this.fractions.get(node) ?? 0);
    if (gained === 0) return;
    this.fractions.set(node, fraction);
    for (let joined: Joined | undefined = innermost; joined !== undefined; joined = joined.parent) {
      joined.progress += gained;
      this.tellProgress(joined, at);
    }
  }

  private update(joined: Joined, at: number, progressed: boolean): void {
    const state = joinedState(joined);
    if (state === joined.state) {
      if (progressed) this.tellProgress(joined, at);
      return;
    }
    joined.state = state;
    if (state === 'running') joined.startedAt ??= at;
    const event: Omit<StateEvent, 'seq'> = { at, type: 'node-state', node: joined.path, state };
    if (isFinalState(state)) {
      if (joined.startedAt !== undefined && state !== 'cached') event.durationMs = at - joined.startedAt;
      if (state === 'failed' && joined.error !== undefined) event.error = joined.error;
      if (state === 'blocked' && joined.blockedBy !== undefined) event.blockedBy = joined.blockedBy;
      if (state === 'done' || state === 'cached' || state === 'skipped') this.addOutputs(event, joined.path);
    }
    this.target.emit(event);
    if (progressed) this.tellProgress(joined, at);
  }

  private tellProgress({ state, path, progress, total }: Joined, at: number): void {
    if (state !== 'running') return;
    const fraction = Math.min(1, Math.max(0, progress / total));
    this.target.emit({ at, type: 'node-progress', node: path, fraction });
  }

  private addOutputs(event: Omit<StateEvent, 'seq'>, path: string): void {
    const outputs: Record<string, ValueSummary> = {};
    let sizeBytes = 0;
    for (const [port, ref] of this.flat.instances.get(path)?.outputs ?? []) {
      const summary = this.target.summaryOf(ref);
      if (summary === undefined) continue;
      outputs[port] = summary;
      sizeBytes += summary.sizeBytes ?? 0;
    }
    event.outputs = outputs;
    event.sizeBytes = sizeBytes;
  }
}

function joinedState({ counts, ended, total }: Joined): NodeState {
  const count = (state: NodeState): number => counts.get(state) ?? 0;
  if (ended < total) {
    const busy = count('running') + count('retrying') > 0 || ended > count('skipped');
    if (busy) return 'running';
    return count('ready') > 0 ? 'ready' : 'waiting';
  }
  if (count('failed') > 0) return 'failed';
  if (count('cancelled') > 0) return 'cancelled';
  if (count('blocked') > 0) return 'blocked';
  if (count('skipped') === total) return 'skipped';
  return count('cached') + count('skipped') === total ? 'cached' : 'done';
}
