// @vitest-environment happy-dom
import type { RunEvent } from '@atomiton/contracts';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EditorProvider } from '../editor/EditorContext';
import { DEMO_DOCUMENT } from '../testing/demo-document';
import { openTestEditor } from '../testing/test-editor';
import { RunButton } from './RunButton';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function openRunning() {
  const opened = await openTestEditor({ examples: { demo: DEMO_DOCUMENT } });
  const { editor, session, host, frames } = opened;
  render(
    <EditorProvider editor={editor}>
      <RunButton session={session} />
    </EditorProvider>,
  );
  const play = (events: RunEvent[]): void =>
    act(() => {
      host.play(session.documentId, 'r', events);
      frames.draw();
    });
  play([{ seq: 1, at: 0, type: 'run-started', runId: 'r', nodes: ['open'] }]);
  const end = (): void => play([{ seq: 2, at: 1, type: 'run-finished', state: 'done', durationMs: 1 }]);
  return { session, end };
}

it('a click meant for Cancel that comes when the run has just ended starts no other run', async () => {
  const { session, end } = await openRunning();
  screen.getByRole('button', { name: /^Cancel/ });
  end();
  vi.advanceTimersByTime(150);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Run/ })));
  expect(session.run.store.getState().phase).toBe('done');
});

it('a click half a second after the run starts the next one', async () => {
  const { session, end } = await openRunning();
  end();
  vi.advanceTimersByTime(500);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Run/ })));
  expect(['starting', 'running']).toContain(session.run.store.getState().phase);
});
