import type { RunEvent, RunSnapshot } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { openTestEditor, settle } from '../testing/test-editor';

const started: RunEvent = { seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: ['open', 'large'] };
const running = (seq: number, node: string): RunEvent => ({
  seq,
  at: seq,
  type: 'node-state',
  node,
  state: 'running',
  lane: 'main',
});
const progress = (seq: number, node: string, fraction: number): RunEvent => ({
  seq,
  at: seq,
  type: 'node-progress',
  node,
  fraction,
});

describe('run store', () => {
  it('folds all batches of a frame in at once and acknowledges after the frame', async () => {
    const { host, frames, session, counters } = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
    let changes = 0;
    session.run.store.subscribe(() => changes++);
    host.play(session.documentId, 'r', [started]);
    host.play(session.documentId, 'r', [running(2, 'open'), running(3, 'large')]);
    host.play(session.documentId, 'r', [progress(4, 'open', 0.2), progress(5, 'open', 0.7)]);
    expect(changes).toBe(0);
    expect(host.acknowledged).toEqual([]);
    frames.draw();
    await settle();
    expect(changes).toBe(1);
    expect(counters.batches).toBe(1);
    expect(counters.events).toBe(5);
    expect(session.run.store.getState().nodes.get('open')?.fraction).toBe(0.7);
    expect(host.acknowledged).toEqual([5]);
  });

  it('gives a node a new state object only when that node has changed', async () => {
    const { host, frames, session } = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
    host.play(session.documentId, 'r', [started, running(2, 'open'), running(3, 'large')]);
    frames.draw();
    const before = session.run.store.getState().nodes.get('large');
    host.play(session.documentId, 'r', [progress(4, 'open', 0.5)]);
    frames.draw();
    expect(session.run.store.getState().nodes.get('large')).toBe(before);
    expect(session.run.store.getState().nodes.get('open')?.fraction).toBe(0.5);
  });

  it('asks for a snapshot when events are missing', async () => {
    const snapshot: RunSnapshot = {
      runId: 'r',
      documentId: 'd',
      state: 'done',
      seq: 40,
      durationMs: 12,
      nodes: { open: { state: 'done', durationMs: 3 } },
    };
    const { host, frames, session } = await openTestEditor({
      examples: { demo: DEMO_DOCUMENT },
      snapshot: () => snapshot,
    });
    host.play(session.documentId, 'r', [started]);
    frames.draw();
    expect(session.run.store.getState().seq).toBe(1);
    session.run.receive({
      runId: 'r',
      documentId: session.documentId,
      after: 5,
      upTo: 6,
      events: [progress(6, 'open', 0.9)],
    });
    frames.draw();
    expect(session.run.store.getState().nodes.get('open')?.fraction).toBeUndefined();
    await settle();
    const view = session.run.store.getState();
    expect(view.seq).toBe(40);
    expect(view.phase).toBe('done');
    expect(view.nodes.get('open')?.state).toBe('done');
  });

  it('takes a snapshot over the events that came before a late viewer', async () => {
    const { host, frames, session } = await openTestEditor({
      examples: { demo: DEMO_DOCUMENT },
      snapshot: (runId) => ({
        runId,
        documentId: 'd',
        state: 'running',
        seq: 7,
        nodes: { large: { state: 'running', fraction: 0.5 }, open: { state: 'done' } },
      }),
    });
    host.play(session.documentId, 'late', [started]);
    // The first batch never arrived here.
    session.run.receive({ runId: 'other', documentId: session.documentId, after: 6, upTo: 7, events: [] });
    frames.draw();
    await settle();
    const { runId, phase, counts, nodes } = session.run.store.getState();
    expect({ runId, phase }).toEqual({ runId: 'other', phase: 'running' });
    expect(nodes.get('large')?.fraction).toBe(0.5);
    expect(counts.running).toBe(1);
    expect(counts.done).toBe(1);
  });

  it('keeps the last good outputs as previous when a node runs again', async () => {
    const { host, frames, session } = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
    const outputs = { table: { kind: 'bytes' as const, identity: 'a'.repeat(64), sizeBytes: 5 } };
    host.play(session.documentId, 'r', [
      started,
      { seq: 2, at: 1, type: 'node-state', node: 'open', state: 'done', durationMs: 1, outputs },
    ]);
    frames.draw();
    host.play(session.documentId, 's', [
      { seq: 1, at: 0, type: 'run-started', runId: 's', nodes: ['open'] },
      running(2, 'open'),
    ]);
    frames.draw();
    const run = session.run.store.getState().nodes.get('open');
    expect(run?.state).toBe('running');
    expect(run?.outputs).toBeUndefined();
    expect(run?.previous?.outputs).toEqual(outputs);
  });

  it('marks results as previous downstream of an edit, and no others', async () => {
    const { host, frames, session } = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
    const outputs = { table: { kind: 'bytes' as const, identity: 'a'.repeat(64), sizeBytes: 5 } };
    const done = (seq: number, node: string): RunEvent => ({
      seq,
      at: seq,
      type: 'node-state',
      node,
      state: 'done',
      outputs,
    });
    host.play(session.documentId, 'r', [
      { seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: ['open', 'large', 'chart'] },
      done(2, 'open'),
      done(3, 'large'),
      done(4, 'chart'),
      { seq: 5, at: 5, type: 'run-finished', state: 'done', durationMs: 5 },
    ]);
    frames.draw();
    session.edit('test', [{ op: 'set-parameter', id: 'large', name: 'keep', value: 3 }]);
    const { nodes } = session.run.store.getState();
    expect(nodes.get('large')).toMatchObject({ state: 'idle', previous: { outputs } });
    expect(nodes.get('chart')).toMatchObject({ state: 'idle', previous: { outputs } });
    expect(nodes.get('open')?.state).toBe('done');
  });

  it('has the results of a run again when undo and redo have come back to what was run', async () => {
    const { host, frames, session } = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
    const outputs = { table: { kind: 'bytes' as const, identity: 'a'.repeat(64), sizeBytes: 5 } };
    const stateOf = (node: string) => session.run.store.getState().nodes.get(node)?.state;
    const keep = (value: number) =>
      session.edit('test', [{ op: 'set-parameter', id: 'large', name: 'keep', value }]);
    keep(1);
    const events: RunEvent[] = [
      { seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: ['open', 'large', 'chart'] },
      ...['open', 'large', 'chart'].map(
        (node, index): RunEvent => ({
          seq: index + 2,
          at: index,
          type: 'node-state',
          node,
          state: 'done',
          outputs,
        }),
      ),
      { seq: 5, at: 5, type: 'run-finished', state: 'done', durationMs: 5 },
    ];
    host.play(session.documentId, 'r', events);
    frames.draw();
    session.undo();
    expect([stateOf('open'), stateOf('large'), stateOf('chart')]).toEqual(['done', 'idle', 'idle']);
    expect(session.run.store.getState().counts).toMatchObject({ done: 1 });
    session.redo();
    expect([stateOf('open'), stateOf('large'), stateOf('chart')]).toEqual(['done', 'done', 'done']);
    expect(session.run.store.getState().counts).toMatchObject({ done: 3, idle: 0 });
    keep(2);
    expect(stateOf('chart')).toBe('idle');
    keep(1);
    expect(session.run.store.getState().nodes.get('chart')).toMatchObject({ state: 'done', outputs });
  });

  it('marks what was edited while it ran when the run has ended', async () => {
    const { host, frames, session } = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
    host.play(session.documentId, 'r', [
      { seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: ['large'] },
      running(2, 'large'),
    ]);
    frames.draw();
    session.edit('test', [{ op: 'set-parameter', id: 'large', name: 'keep', value: 9 }]);
    host.play(session.documentId, 'r', [
      { seq: 3, at: 3, type: 'node-state', node: 'large', state: 'done' },
      { seq: 4, at: 4, type: 'run-finished', state: 'done', durationMs: 4 },
    ]);
    frames.draw();
    expect(session.run.store.getState().nodes.get('large')?.state).toBe('idle');
  });

  it('leaves the nodes that a run to a node does not include as they are', async () => {
    const { host, frames, session } = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
    const outputs = { table: { kind: 'bytes' as const, identity: 'a'.repeat(64), sizeBytes: 5 } };
    const other = { table: { kind: 'bytes' as const, identity: 'b'.repeat(64), sizeBytes: 5 } };
    const play = (runId: string, nodes: string[], state: 'done' | 'cached', made: typeof outputs) => {
      host.play(session.documentId, runId, [
        { seq: 1, at: 0, type: 'run-started', runId, nodes },
        ...nodes.map(
          (node, index): RunEvent => ({
            seq: index + 2,
            at: index,
            type: 'node-state',
            node,
            state,
            outputs: made,
          }),
        ),
        { seq: nodes.length + 2, at: 9, type: 'run-finished', state: 'done', durationMs: 9 },
      ]);
      frames.draw();
    };
    const { store } = session.run;
    const states = () =>
      ['open', 'large', 'chart'].map((node) => store.getState().nodes.get(node)?.state ?? 'none');
    play('r', ['open', 'large', 'chart'], 'done', outputs);
    const chart = store.getState().nodes.get('chart');
    play('s', ['large'], 'cached', outputs);
    expect(states()).toEqual(['done', 'cached', 'done']);
    expect(store.getState().nodes.get('chart')).toBe(chart);
    expect(store.getState().counts).toMatchObject({ cached: 1, done: 2 });

    // What was edited before stays previous, whatever else runs.
    session.edit('test', [{ op: 'set-parameter', id: 'large', name: 'keep', value: 3 }]);
    play('t', ['open'], 'cached', outputs);
    expect(states()).toEqual(['cached', 'idle', 'idle']);
    expect(store.getState().nodes.get('chart')?.previous?.outputs).toEqual(outputs);

    // A node that gave something else than before makes what was made from it previous.
    play('u', ['open', 'large', 'chart'], 'done', outputs);
    play('v', ['large'], 'done', other);
    expect(states()).toEqual(['done', 'done', 'idle']);

    // A node that is gone is not counted any more, until undo brings it back.
    play('w', ['open', 'large', 'chart'], 'done', other);
    session.edit('test', [
      { op: 'disconnect', to: 'chart.table' },
      { op: 'remove-node', id: 'chart' },
    ]);
    expect(store.getState().counts).toMatchObject({ done: 2 });
    session.undo();
    expect(states()).toEqual(['done', 'done', 'done']);
  });
});
