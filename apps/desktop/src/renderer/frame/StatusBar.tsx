import type { NodeState } from '@atomiton/contracts';
import { Link2 } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DocumentSession } from '../document/document-session';
import { useApp, useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { formatBytes, formatDuration } from '../results/format';
import type { RunView } from '../stores/run-state';
import { KeptStateView } from './KeptStateView';
import { RuntimeList } from './RuntimeList';
import { useActiveSession } from './useActiveSession';

const COUNTED: readonly NodeState[] = [
  'done',
  'cached',
  'failed',
  'running',
  'retrying',
  'waiting',
  'ready',
  'blocked',
  'skipped',
  'cancelled',
];

function phaseText(view: RunView, nowMs: number): string {
  const duration = view.durationMs === undefined ? undefined : formatDuration(view.durationMs);
  switch (view.phase) {
    case 'idle':
      return messages.status.idle;
    case 'starting':
      return messages.status.starting;
    case 'running':
      return view.cancelling
        ? messages.status.cancelling
        : messages.status.running(formatDuration(Math.max(0, nowMs - view.startedAtMs)));
    default:
      return duration === undefined ? messages.status.notStarted : messages.status[view.phase](duration);
  }
}

function RunStatus({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const view = useStore(session.run.store);
  const [, tick] = useState(0);
  useEffect(() => {
    if (view.phase !== 'running') return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 100);
    return () => clearInterval(timer);
  }, [view.phase]);
  const counts = COUNTED.filter((state) => view.counts[state] > 0);
  return (
    <>
      <span className="status-phase" data-phase={view.phase} data-testid="run-state">
        <i aria-hidden />
        {phaseText(view, editor.now())}
      </span>
      {counts.length === 0 ? null : (
        <span data-testid="run-counts">
          {counts
            .map((state) => messages.status.counts(view.counts[state], messages.node.states[state]))
            .join(' · ')}
        </span>
      )}
    </>
  );
}

function DocumentStatus({ session }: { session: DocumentSession }) {
  const nodes = useStore(session.canvas, (state) => state.nodes.length);
  const edges = useStore(session.canvas, (state) => state.edges.length);
  return (
    <>
      <span>{messages.status.nodes(nodes, edges)}</span>
      <KeptStateView session={session} />
    </>
  );
}

/** The documents are with another process of this machine. */
function AttachedStatus() {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button type="button" className="kept-state" data-testid="attached">
          <Link2 aria-hidden size={12} />
          {messages.status.attached}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip tooltip-long" side="top" sideOffset={6}>
          {messages.status.attachedHint}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** What runs, how far it is, and which runtimes are there. */
export function StatusBar() {
  const session = useActiveSession();
  const info = useApp((state) => state.info);
  return (
    <footer className="status" aria-label={messages.status.label}>
      {session === undefined ? <span>{messages.status.idle}</span> : <RunStatus session={session} />}
      {session === undefined ? null : <DocumentStatus session={session} />}
      {info?.attached === true ? <AttachedStatus /> : null}
      {info === undefined ? null : (
        <>
          <span>{messages.status.cores(info.cpuCores)}</span>
          <span>{messages.status.memory(formatBytes(info.memoryBytes))}</span>
        </>
      )}
      <RuntimeList />
    </footer>
  );
}
