import type { NodeMode } from '@atomiton/contracts';
import { Ban, Check, History, RotateCw, SkipForward, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { messages } from '../messages';
import type { NodeRun } from '../stores/run-state';

/** The state that is drawn: a mode other than active hides the run state. */
export function shownState(run: NodeRun | undefined, mode: NodeMode): string {
  return mode === 'active' ? (run?.state ?? 'idle') : mode;
}

/** The state of a node as people read it: percent while it runs, else the word. */
export function stateText(run: NodeRun | undefined, mode: NodeMode): string {
  if (mode !== 'active') return messages.node.modes[mode];
  if (run?.state === 'running' && run.fraction !== undefined) return messages.node.percent(run.fraction);
  return messages.node.states[run?.state ?? 'idle'];
}

const ICONS: Partial<Record<string, typeof Check>> = {
  done: Check,
  cached: History,
  failed: TriangleAlert,
  retrying: RotateCw,
  skipped: SkipForward,
  cancelled: Ban,
};

/** The one way a node state looks: a word and a colour, with a sign where colour alone would not do. */
export const NodeStateView = memo(function NodeStateView({
  run,
  mode,
}: {
  run: NodeRun | undefined;
  mode: NodeMode;
}) {
  const state = shownState(run, mode);
  const Icon = ICONS[state];
  return (
    <span className="node-state" data-state={state}>
      {Icon === undefined ? null : <Icon aria-hidden size={11} strokeWidth={2.4} />}
      {stateText(run, mode)}
    </span>
  );
});
