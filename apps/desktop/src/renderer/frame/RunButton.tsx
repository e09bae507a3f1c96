import { Play, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { keyText } from '../commands/command';
import { useKeyOf } from '../commands/useBindings';
import type { DocumentSession } from '../document/document-session';
import { useEditor } from '../editor/EditorContext';
import { cancelRun, startRun } from '../editor/runs';
import { messages } from '../messages';

/** A click meant for Cancel may come when the run has just ended: for so long it does not start another. Milliseconds. */
const SETTLE_MS = 400;

/** Run, or Cancel while it runs: the one primary action, always in the same place. */
export function RunButton({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const phase = useStore(session.run.store, (view) => view.phase);
  const cancelling = useStore(session.run.store, (view) => view.cancelling);
  const runKey = useKeyOf('run');
  const cancelKey = useKeyOf('cancel');
  const endedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (phase !== 'running') return undefined;
    return () => {
      endedAt.current = performance.now();
    };
  }, [phase]);
  if (phase === 'running') {
    return (
      <button
        type="button"
        className="button button-run"
        data-running
        disabled={cancelling}
        onClick={() => void cancelRun(editor)}
      >
        <Square aria-hidden size={11} fill="currentColor" />
        <span>{cancelling ? messages.topBar.cancelling : messages.topBar.cancel}</span>
        {cancelKey === undefined ? null : <kbd aria-hidden>{keyText(cancelKey)}</kbd>}
      </button>
    );
  }
  return (
    <button
      type="button"
      className="button button-run"
      disabled={phase === 'starting'}
      onClick={() => {
        if (performance.now() - endedAt.current > SETTLE_MS) void startRun(editor);
      }}
    >
      <Play aria-hidden size={13} fill="currentColor" />
      <span>{messages.topBar.run}</span>
      {runKey === undefined ? null : <kbd aria-hidden>{keyText(runKey)}</kbd>}
    </button>
  );
}
