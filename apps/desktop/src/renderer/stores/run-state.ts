import type { ErrorData, LogLevel, NodeRunState, NodeState, RunEvent, RunState } from '@atomiton/contracts';
import { NODE_STATES } from '@atomiton/contracts';

export type Outputs = NonNullable<NodeRunState['outputs']>;

/** State of one node, never changed in place: a new object means the node has to be drawn again. */
export interface NodeRun extends NodeRunState {
  /** The last good outputs while there are no newer ones. */
  previous?: { outputs: Outputs; finishedAtMs: number; durationMs: number | undefined } | undefined;
  /** Wall clock of the end of the call, for "3 min ago". */
  finishedAtMs?: number | undefined;
  /** Milliseconds from its start to its latest progress. */
  elapsedMs?: number | undefined;
}

export interface LogLine {
  number: number;
  at: number;
  node: string;
  level: LogLevel;
  text: string;
}

/** One bar of the timeline; `endAt` is absent while it goes on. Milliseconds since the run began. */
export interface Span {
  node: string;
  lane: string;
  startAt: number;
  endAt: number | undefined;
  state: NodeState;
}

export type RunPhase = 'idle' | 'starting' | RunState;
export type StateCounts = Record<NodeState, number>;

/** What a viewer knows of a document's latest run. `all`, `log` and `spans` grow in place; `version` tells of it. */
export interface RunView {
  phase: RunPhase;
  runId: string | undefined;
  /** Number of the last event folded in. */
  seq: number;
  startedAtMs: number;
  durationMs: number | undefined;
  cancelling: boolean;
  error: ErrorData | undefined;
  counts: StateCounts;
  /** The nodes of the level on the canvas, by id. */
  nodes: ReadonlyMap<string, NodeRun>;
  /** All nodes by path (`instance/inner`), instances of subgraphs included. */
  readonly all: Map<string, NodeRun>;
  /** Paths of instances: they join what their inner nodes do, and are not counted. */
  instances: ReadonlySet<string>;
  /** Paths of the nodes that the latest run includes; all others are as an earlier run left them. */
  included: ReadonlySet<string>;
  /** Those among them that gave other outputs than they had before. */
  readonly changed: Set<string>;
  log: LogLine[];
  logDropped: number;
  spans: Span[];
  /** The bar of each node that runs now. */
  readonly openSpans: Map<string, Span>;
  version: number;
}

export const LOG_LIMIT = 50_000;
const ENDED: ReadonlySet<NodeState> = new Set([
  'cached',
  'done',
  'failed',
  'skipped',
  'blocked',
  'cancelled',
]);

export function emptyCounts(): StateCounts {
  return Object.fromEntries(NODE_STATES.map((state) => [state, 0])) as StateCounts;
}

export function emptyRunView(): RunView {
  return {
    phase: 'idle',
    runId: undefined,
    seq: 0,
    startedAtMs: 0,
    durationMs: undefined,
    cancelling: false,
    error: undefined,
    counts: emptyCounts(),
    nodes: new Map(),
    all: new Map(),
    instances: new Set(),
    included: new Set(),
    changed: new Set(),
    log: [],
    logDropped: 0,
    spans: [],
    openSpans: new Map(),
    version: 0,
  };
}

/** What stays of a node's results when something newer is under way. */
export function keepPrevious(run: NodeRun | undefined): NodeRun['previous'] {
  if (run === undefined) return undefined;
  if (run.outputs === undefined) return run.previous;
  return { outputs: run.outputs, finishedAtMs: run.finishedAtMs ?? 0, durationMs: run.durationMs };
}

/** Puts a node in a state, in place; the counts follow. */
export function setNode(view: RunView, id: string, next: NodeRun): void {
  const before = view.all.get(id);
  if (!view.instances.has(id)) {
    if (before !== undefined) view.counts[before.state]--;
    view.counts[next.state]++;
  }
  view.all.set(id, next);
}

function beginRun(view: RunView, event: Extract<RunEvent, { type: 'run-started' }>, nowMs: number): void {
  view.phase = 'running';
  view.runId = event.runId;
  view.startedAtMs = nowMs - event.at;
  view.durationMs = undefined;
  view.error = undefined;
  view.log = [];
  view.logDropped = 0;
  view.spans = [];
  view.openSpans.clear();
  view.changed.clear();
  includeNodes(view, event.nodes, event.instances ?? []);
  for (const id of view.included) {
    setNode(view, id, { state: 'waiting', previous: keepPrevious(view.all.get(id)) });
  }
}

/** Notes what a run includes. What it does not include stays: nodes, and instances of subgraphs among them. */
export function includeNodes(view: RunView, nodes: Iterable<string>, instances: readonly string[]): void {
  const included = new Set(nodes);
  const joined = new Set(instances);
  const kept = [...view.instances].filter((id) => joined.has(id) || !included.has(id));
  view.instances = new Set([...kept, ...joined]);
  view.included = new Set([...included, ...joined]);
}

/** Whether a call gave at some port another value than the one before it; false where there was none. */
function gaveOthers(before: NodeRun | undefined, outputs: Outputs | undefined): boolean {
  const known = before?.previous?.outputs;
  if (known === undefined || outputs === undefined) return false;
  return [...new Set([...Object.keys(known), ...Object.keys(outputs)])].some(
    (port) => known[port]?.identity !== outputs[port]?.identity,
  );
}

/** Keeps the bars of the timeline: one from the first `running` to the state that ends it. */
function trackSpan(view: RunView, event: Extract<RunEvent, { type: 'node-state' }>, lane: string): void {
  const { node, state, at } = event;
  if (view.instances.has(node)) return;
  const open = view.openSpans.get(node);
  if (state === 'running') {
    if (open !== undefined) {
      open.lane = lane;
      return;
    }
    const span: Span = { node, lane, startAt: at, endAt: undefined, state };
    view.openSpans.set(node, span);
    view.spans.push(span);
  } else if (open !== undefined) {
    open.endAt = at;
    open.state = state;
    open.lane = lane;
    view.openSpans.delete(node);
  } else if (state === 'cached' || event.durationMs !== undefined) {
    view.spans.push({ node, lane, startAt: at - (event.durationMs ?? 0), endAt: at, state });
  }
}

function enterState(view: RunView, event: Extract<RunEvent, { type: 'node-state' }>, nowMs: number): void {
  const before = view.all.get(event.node);
  const { state } = event;
  const lane = event.lane ?? before?.lane;
  trackSpan(view, event, lane ?? '');
  const good = state === 'done' || state === 'cached';
  if (good && gaveOthers(before, event.outputs)) view.changed.add(event.node);
  setNode(view, event.node, {
    state,
    lane,
    startedAt: state === 'running' ? (before?.startedAt ?? event.at) : before?.startedAt,
    fraction: state === 'running' && before?.state === 'running' ? before.fraction : undefined,
    durationMs: event.durationMs,
    sizeBytes: event.sizeBytes,
    outputs: event.outputs ?? (state === 'running' ? before?.outputs : undefined),
    error: event.error,
    blockedBy: event.blockedBy,
    previous: good ? undefined : (before?.previous ?? keepPrevious(before)),
    finishedAtMs: ENDED.has(state) ? nowMs : undefined,
  });
}

function addLog(view: RunView, event: Extract<RunEvent, { type: 'node-log' }>): void {
  view.log.push({
    number: view.log.length + view.logDropped + 1,
    at: event.at,
    node: event.node,
    level: event.level,
    text: event.text,
  });
  if (view.log.length > LOG_LIMIT * 1.1) {
    const cut = view.log.length - LOG_LIMIT;
    view.log = view.log.slice(cut);
    view.logDropped += cut;
  }
}

/** Folds one event into the view, in place. `nowMs` is the wall clock. */
export function foldEvent(view: RunView, event: RunEvent, nowMs: number): void {
  switch (event.type) {
    case 'run-started':
      beginRun(view, event, nowMs);
      break;
    case 'node-state':
      enterState(view, event, nowMs);
      break;
    case 'node-progress': {
      const before = view.all.get(event.node);
      if (before === undefined) break;
      view.all.set(event.node, {
        ...before,
        fraction: event.fraction,
        message: event.message ?? before.message,
        elapsedMs: before.startedAt === undefined ? undefined : event.at - before.startedAt,
      });
      break;
    }
    case 'node-log':
      addLog(view, event);
      break;
    case 'run-finished':
      view.phase = event.state;
      view.durationMs = event.durationMs;
      view.error = event.error;
      view.cancelling = false;
      break;
  }
  view.seq = event.seq;
}
