import type { NodeMode } from '@atomiton/contracts';
import { Play } from 'lucide-react';
import { useEditor, useNodeRun, useRun } from '../editor/EditorContext';
import { startRun } from '../editor/runs';
import { messages } from '../messages';
import { NodeStateView } from '../node/NodeStateView';

/** Runs up to a node, and says how it stands: the only part of the header that a run draws again. */
export function NodeRunChips({ id, mode }: { id: string; mode: NodeMode }) {
  const editor = useEditor();
  const run = useNodeRun(id);
  const busy = useRun((view) => view.phase === 'running' || view.phase === 'starting');
  return (
    <>
      <button
        type="button"
        className="button chip-button"
        disabled={busy}
        onClick={() => void startRun(editor, id)}
      >
        <Play aria-hidden size={12} fill="currentColor" />
        {messages.inspector.runToHere}
      </button>
      <NodeStateView run={run} mode={mode} />
    </>
  );
}
