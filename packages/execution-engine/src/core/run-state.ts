import type { NodeRunState, NodeState, RunEvent, RunSnapshot } from '@atomiton/contracts';

type NodeEvent = Extract<RunEvent, { node: string }>;

/** States after which a node does nothing more in this run. */
const FINAL: ReadonlySet<NodeState> = new Set([
  'cached',
  'done',
  'failed',
  'skipped',
  'blocked',
  'cancelled',
]);

/** Whether a node is through with this run. */
export function isFinalState(state: NodeState): boolean {
  return FINAL.has(state);
}

/**
 * The next state of one node. Pure; gives `previous` back where the event changes nothing, so that a viewer can
 * compare by identity.
 */
export function reduceNode(previous: NodeRunState | undefined, event: NodeEvent): NodeRunState {
  const before = previous ?? { state: 'waiting' };
  switch (event.type) {
    case 'node-log':
      return before;
    case 'node-progress': {
      if (before.fraction === event.fraction && before.message === event.message) return before;
      const next: NodeRunState = { ...before, fraction: event.fraction };
      if (event.message !== undefined) next.message = event.message;
      return next;
    }
    case 'node-state': {
      const next: NodeRunState = { ...before, state: event.state };
      if (event.state === 'running' && before.state !== 'running') next.startedAt = event.at;
      if (event.state === 'done' || event.state === 'cached') next.fraction = 1;
      if (event.durationMs !== undefined) next.durationMs = event.durationMs;
      if (event.sizeBytes !== undefined) next.sizeBytes = event.sizeBytes;
      if (event.outputs !== undefined) next.outputs = event.outputs;
      if (event.error !== undefined) next.error = event.error;
      if (event.blockedBy !== undefined) next.blockedBy = event.blockedBy;
      if (event.lane !== undefined) next.lane = event.lane;
      return next;
    }
  }
}

/** A snapshot that events are folded into, one after the other, in constant time each. */
export interface RunFold {
  /** Events up to the number already folded in are ignored, so a batch may overlap the last one. */
  apply(event: RunEvent): void;
  /** The state now; a new object each time, whose nodes are shared and never changed. */
  snapshot(): RunSnapshot;
}

/** Starts a fold: of a whole run, or from a snapshot on. */
export function createRunFold(documentId: string, from?: RunSnapshot): RunFold {
  const state: RunSnapshot =
    from === undefined
      ? {
          runId: '',
          documentId,
          state: 'running',
          seq: 0,
          nodes: Object.create(null) as RunSnapshot['nodes'],
        }
      : { ...from, nodes: Object.assign(Object.create(null) as RunSnapshot['nodes'], from.nodes) };
  return {
    apply(event) {
      if (event.seq <= state.seq) return;
      state.seq = event.seq;
      switch (event.type) {
        case 'run-started':
          state.runId = event.runId;
          for (const node of event.nodes) state.nodes[node] = { state: 'waiting' };
          for (const node of event.instances ?? []) state.nodes[node] = { state: 'waiting' };
          if (event.instances !== undefined) state.instances = event.instances;
          return;
        case 'run-finished':
          state.state = event.state;
          state.durationMs = event.durationMs;
          if (event.error !== undefined) state.error = event.error;
          return;
        default:
          state.nodes[event.node] = reduceNode(state.nodes[event.node], event);
      }
    },
    snapshot: () => ({ ...state, nodes: { ...state.nodes } }),
  };
}

/** Folds the events of a run, in order, into its state. Linear; the same events always give an equal snapshot. */
export function foldRunEvents(documentId: string, events: Iterable<RunEvent>): RunSnapshot {
  const fold = createRunFold(documentId);
  for (const event of events) fold.apply(event);
  return fold.snapshot();
}
