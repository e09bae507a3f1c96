import { openDialog } from '../dialogs/open-dialog';
import { type DocumentSession, isDirty } from '../document/document-session';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import { documentTitle, reopenDocument } from './documents';
import { type Editor, flushDrafts } from './editor';
import { isJournalInMemory } from './journal-problem';
import { saveDocument } from './saving';

/** So many closed tabs are remembered. */
const MOST_CLOSED = 30;

function titleOf(session: DocumentSession): string {
  const { path, blueprint } = session.document.getState();
  return documentTitle(path, blueprint.name);
}

/** Takes a tab away; its neighbour comes to the front. */
function removeTab(editor: Editor, session: DocumentSession, discarded: boolean): void {
  const { path } = session.document.getState();
  editor.workspace.setState(({ sessions, active, closed }) => {
    const index = sessions.indexOf(session);
    const left = sessions.filter((open) => open !== session);
    const next = active === session.documentId ? left[Math.min(index, left.length - 1)]?.documentId : active;
    const entry = {
      documentId: session.documentId,
      name: titleOf(session),
      ...(path === undefined ? {} : { path }),
      ...(discarded ? { discarded } : {}),
    };
    const others = closed.filter(({ documentId }) => documentId !== session.documentId);
    return {
      sessions: left,
      active: next,
      closed: !discarded || path !== undefined ? [entry, ...others].slice(0, MOST_CLOSED) : others,
    };
  });
}

/**
 * Closes a tab. With changes that its file does not have it asks: save them, keep them unsaved (the tab can be
 * reopened as it was) or discard them.
 */
export async function closeDocument(editor: Editor, documentId: string): Promise<void> {
  flushDrafts(editor);
  const session = editor.workspace.getState().sessions.find((open) => open.documentId === documentId);
  if (session === undefined) return;
  const title = titleOf(session);
  let discard = false;
  if (isDirty(session.document.getState())) {
    const words = messages.document.close;
    const { stuck } = session.document.getState();
    const answer = await openDialog(editor.ui, {
      kind: 'confirm',
      title: words.title(title),
      body:
        stuck !== undefined
          ? messages.document.journal.closing
          : isJournalInMemory(editor.app.getState())
            ? messages.document.journal.closingInMemory
            : words.body,
      answers: [
        { key: 'save', label: words.save, tone: 'primary' },
        // What the journal does not have cannot be kept by it.
        ...(stuck === undefined ? [{ key: 'keep', label: words.keep }] : []),
        { key: 'discard', label: words.discard, tone: 'danger' },
      ],
    });
    if (answer === undefined) return;
    if (answer === 'save' && !(await saveDocument(editor, false, session))) return;
    if (answer === 'keep') toast(editor.ui, 'info', words.kept(title));
    discard = answer === 'discard';
  }
  await session.settled();
  if (discard) session.giveUp();
  removeTab(editor, session, discard);
  if (discard) await editor.client.call('document.close', { documentId }).catch(() => undefined);
}

/** Brings back the tab closed last, with its unsaved edits and its undo history. */
export async function reopenClosed(editor: Editor): Promise<void> {
  const [entry, ...rest] = editor.workspace.getState().closed;
  if (entry === undefined) {
    toast(editor.ui, 'info', messages.document.nothingClosed);
    return;
  }
  editor.workspace.setState({ closed: rest });
  await reopenDocument(editor, entry);
}
