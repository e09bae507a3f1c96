// @vitest-environment happy-dom
import { setLayoutItem } from '@atomiton/blueprint';
import type { RunEvent } from '@atomiton/contracts';
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { EditorProvider, SessionProvider } from '../editor/EditorContext';
import { largeDocument } from '../testing/large-document';
import { openTestEditor } from '../testing/test-editor';
import { Canvas } from './Canvas';
import { takeNodeChanges } from './canvas-store';

const NODES = 40;

afterEach(cleanup);

async function openCanvas() {
  const opened = await openTestEditor({ examples: { demo: largeDocument(NODES) } });
  await act(async () => {
    render(
      <EditorProvider editor={opened.editor}>
        <SessionProvider session={opened.session}>
          <Canvas />
        </SessionProvider>
      </EditorProvider>,
    );
  });
  return opened;
}

it('draws a changed node once per batch of events, and no other node', { timeout: 60_000 }, async () => {
  const { host, frames, session, counters } = await openCanvas();
  const ids = Array.from({ length: NODES }, (_, index) => `node_${index}`);
  expect(Object.keys(counters.nodeRenders).sort()).toEqual([...ids].sort());

  await act(async () => {
    host.play(session.documentId, 'r', [{ seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: ids }]);
    frames.draw();
  });
  const before = { ...counters.nodeRenders };
  const changed = ['node_3', 'node_7', 'node_20'];
  const events: RunEvent[] = [];
  for (let step = 0; step < 30; step++) {
    const node = changed[step % changed.length] ?? '';
    const stamp = { seq: step + 2, at: step };
    events.push(
      step < 3
        ? { ...stamp, type: 'node-state', node, state: 'running', lane: 'main' }
        : { ...stamp, type: 'node-progress', node, fraction: step / 30 },
    );
  }
  await act(async () => {
    // Ten batches that arrive before one frame.
    for (let start = 0; start < 30; start += 3)
      host.play(session.documentId, 'r', events.slice(start, start + 3));
    frames.draw();
  });
  for (const id of ids) {
    expect([id, (counters.nodeRenders[id] ?? 0) - (before[id] ?? 0)]).toEqual([
      id,
      changed.includes(id) ? 1 : 0,
    ]);
  }
});

it('draws no node for an edit of another one, nor for logs', { timeout: 60_000 }, async () => {
  const { host, frames, session, counters } = await openCanvas();
  const before = { ...counters.nodeRenders };
  await act(async () => {
    session.edit('test', [{ op: 'rename-node', id: 'node_5', name: 'Renamed' }]);
    host.play(session.documentId, 'r', [
      { seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: [] },
      { seq: 2, at: 1, type: 'node-log', node: 'node_8', level: 'info', text: 'hello' },
    ]);
    frames.draw();
  });
  const more = Object.keys(before).filter((id) => counters.nodeRenders[id] !== before[id]);
  expect(more).toEqual(['node_5']);
});

it('draws no node for a group, a note or a reroute point', { timeout: 60_000 }, async () => {
  const { session, counters } = await openCanvas();
  const before = { ...counters.nodeRenders };
  const box = { x: 0, y: 0, width: 300, height: 200 };
  const edge = session.canvas.getState().edges[0]?.id ?? '';
  await act(async () => {
    session.edit('test', [
      setLayoutItem('groups', 'group_1', { title: 'One', ...box, members: ['node_1', 'node_2'] }),
      setLayoutItem('notes', 'note_1', { text: '# Note', ...box }),
      setLayoutItem('bends', edge, { points: [{ x: 5, y: 5 }] }),
    ]);
  });
  await act(async () => {
    session.edit('test', [
      setLayoutItem('groups', 'group_1', { title: 'Two', ...box, members: ['node_1', 'node_2'] }),
      setLayoutItem('bends', edge, { points: [{ x: 50, y: 50 }] }),
    ]);
    session.canvas.setState({ editing: 'groups:group_1' });
  });
  expect(counters.nodeRenders).toEqual(before);
  await act(async () => {
    const position = { x: 40, y: 40 };
    takeNodeChanges(session.canvas, [{ id: 'groups:group_1', type: 'position', position, dragging: true }]);
  });
  const moved = Object.keys(before).filter((id) => counters.nodeRenders[id] !== before[id]);
  expect(moved).toEqual(['node_1', 'node_2']);
});
