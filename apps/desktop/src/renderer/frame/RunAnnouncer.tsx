import { useStore } from 'zustand';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import type { RunView } from '../stores/run-state';

function announcement(view: RunView): string {
  switch (view.phase) {
    case 'running':
      return messages.announce.running;
    case 'done':
      return messages.announce.done(view.counts.done + view.counts.cached);
    case 'failed':
      return messages.announce.failed(view.counts.failed);
    case 'cancelled':
      return messages.announce.cancelled;
    default:
      return '';
  }
}

/** Tells screen readers when a run begins and how it ends. */
export function RunAnnouncer({ session }: { session: DocumentSession }) {
  const text = useStore(session.run.store, announcement);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
