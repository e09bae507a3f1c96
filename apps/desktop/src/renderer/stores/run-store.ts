import type { BridgeClient, BridgeEventData, RunSnapshot } from '@atomiton/contracts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Counters } from './counters';
import type { FrameScheduler } from './frame-scheduler';
import {
  emptyCounts,
  emptyRunView,
  foldEvent,
  includeNodes,
  keepPrevious,
  type NodeRun,
  type RunView,
  type Span,
  setNode,
} from './run-state';

type Batch = BridgeEventData<'run.events'>;

/**
 * Run state of one document, outside React and outside React Flow's nodes. Components select single nodes:
 * `nodes.get(id)` is a new object only when that node has changed. Batches are folded in once per animation frame.
 */
export interface RunStore {
  readonly store: StoreApi<RunView>;
  /** Takes in one batch of this document's events; folded in at the next frame. */
  receive(batch: Batch): void;
  /** Folds in what has arrived, now. */
  flush(): void;
  /** Shows the nodes of another level: those whose path begins so. */
  setLevel(prefix: string | undefined): void;
  /** Replaces everything by a snapshot: after a gap, or for a viewer who comes late. */
  adopt(snapshot: RunSnapshot): void;
  /** Marks the results of exactly these nodes as previous; all others of the last run are current again. */
  outdate(nodes: ReadonlySet<string>): void;
  /** Marks the results of these nodes as previous for good: what they were made from is there no more. */
  expire(nodes: Iterable<string>): void;
  update(change: Partial<Pick<RunView, 'phase' | 'runId' | 'cancelling' | 'error' | 'seq'>>): void;
}

interface RunStoreOptions {
  client: BridgeClient;
  frames: FrameScheduler;
  counters: Counters | undefined;
  now: () => number;
}

/** The bars of a run that was not watched: the last call of each node. */
function spansOf(snapshot: RunSnapshot): Span[] {
  const instances = new Set(snapshot.instances);
  return Object.entries(snapshot.nodes).flatMap(([node, { state, lane, startedAt, durationMs }]) =>
    instances.has(node) || startedAt === undefined || durationMs === undefined
      ? []
      : [{ node, lane: lane ?? '', startAt: startedAt, endAt: startedAt + durationMs, state }],
  );
}

/** The nodes whose path is the prefix and their id; none where the level was entered through no instance. */
function nodesAt({ all, instances }: RunView, prefix: string | undefined): ReadonlyMap<string, NodeRun> {
  if (prefix === '' && instances.size === 0) return all;
  const nodes = new Map<string, NodeRun>();
  if (prefix === undefined) return nodes;
  for (const [path, run] of all) {
    if (path.startsWith(prefix) && path.indexOf('/', prefix.length) === -1) {
      nodes.set(path.slice(prefix.length), run);
    }
  }
  return nodes;
}

export function createRunStore({ client, frames, counters, now }: RunStoreOptions): RunStore {
  const store = createStore<RunView>(emptyRunView);
  let waiting: Batch[] = [];
  let scheduled = false;
  let asking = false;
  /** What was taken from nodes whose logic was edited since, so that undoing the edit can give it back. */
  const outdated = new Map<string, NodeRun>();

  let prefix: string | undefined = '';

  const publish = (view: RunView): void => {
    const nodes = nodesAt(view, prefix);
    store.setState({ ...view, nodes, version: view.version + 1 }, true);
  };

  const askForSnapshot = (runId: string): void => {
    if (asking) return;
    asking = true;
    client
      .call('run.snapshot', { runId })
      .then((snapshot) => adopt(snapshot))
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  };

  const acknowledge = (runId: string, seq: number): void => {
    client.call('run.acknowledge', { runId, seq }).catch(() => undefined);
  };

  const flush = (): void => {
    scheduled = false;
    const batches = waiting;
    waiting = [];
    if (batches.length === 0) return;
    const view = { ...store.getState() };
    let gap: string | undefined;
    const acknowledged = new Map<string, number>();
    for (const batch of batches) {
      acknowledged.set(batch.runId, batch.upTo);
      const starts = batch.after === 0;
      if (starts) outdated.clear();
      if (starts && view.runId !== batch.runId) {
        view.runId = batch.runId;
        view.seq = 0;
      }
      if (view.runId !== batch.runId || batch.after > view.seq) {
        gap = batch.runId;
        continue;
      }
      for (const event of batch.events) {
        if (event.seq <= view.seq) continue;
        foldEvent(view, event, now());
        if (counters !== undefined) counters.events++;
      }
      view.seq = Math.max(view.seq, batch.upTo);
    }
    if (counters !== undefined) counters.batches++;
    publish(view);
    if (gap !== undefined) askForSnapshot(gap);
    frames.afterFrame(() => {
      for (const [runId, seq] of acknowledged) acknowledge(runId, seq);
    });
  };

  function adopt(snapshot: RunSnapshot): void {
    const view = { ...store.getState(), counts: emptyCounts() };
    const sameRun = view.runId === snapshot.runId;
    if (sameRun && snapshot.seq < view.seq) return;
    outdated.clear();
    if (!sameRun) Object.assign(view, { log: [], logDropped: 0, spans: spansOf(snapshot) });
    view.phase = snapshot.state;
    view.runId = snapshot.runId;
    view.seq = snapshot.seq;
    view.durationMs = snapshot.durationMs;
    view.error = snapshot.error;
    view.openSpans.clear();
    includeNodes(view, Object.keys(snapshot.nodes), snapshot.instances ?? []);
    if (!sameRun) view.changed.clear();
    for (const [id, run] of Object.entries(snapshot.nodes)) {
      const previous = run.outputs === undefined ? keepPrevious(view.all.get(id)) : undefined;
      view.all.set(id, { ...run, previous });
    }
    for (const [id, run] of view.all) if (!view.instances.has(id)) view.counts[run.state]++;
    publish(view);
  }

  return {
    store,
    flush,
    adopt,
    receive(batch) {
      waiting.push(batch);
      if (scheduled) return;
      scheduled = true;
      frames.nextFrame(flush);
    },
    setLevel(next) {
      if (next === prefix) return;
      prefix = next;
      publish(store.getState());
    },
    outdate(nodes) {
      const view = { ...store.getState() };
      let changed = false;
      for (const [id, run] of view.all) {
        const taken = outdated.get(id);
        if (!nodes.has(id)) {
          outdated.delete(id);
          if (taken === undefined) continue;
          setNode(view, id, taken);
        } else if (run.state !== 'idle') {
          outdated.set(id, run);
          setNode(view, id, { state: 'idle', previous: keepPrevious(run) });
        } else continue;
        changed = true;
      }
      if (changed) publish(view);
    },
    expire(nodes) {
      const view = { ...store.getState() };
      for (const id of nodes) {
        const run = view.all.get(id);
        outdated.delete(id);
        if (run !== undefined && run.state !== 'idle') {
          setNode(view, id, { state: 'idle', previous: keepPrevious(run) });
        }
      }
      publish(view);
    },
    update(change) {
      store.setState((view) => ({ ...change, version: view.version + 1 }));
    },
  };
}
