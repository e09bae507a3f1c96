import { toErrorData } from '@atomiton/contracts';
import { openDialog } from '../dialogs/open-dialog';
import { type DocumentSession, isDirty } from '../document/document-session';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import { documentTitle } from './documents';
import { type Editor, flushDrafts } from './editor';

/** Answers what to do about a file that another program has changed. */
export async function resolveDisk(
  editor: Editor,
  session: DocumentSession,
  answer: 'reload' | 'keep',
): Promise<void> {
  flushDrafts(editor);
  await session.settled();
  try {
    await editor.client.call('document.resolveDisk', { documentId: session.documentId, answer });
    if (answer === 'reload') toast(editor.ui, 'info', messages.document.disk.reloaded);
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(messages.document.disk.failed(error.message), error.hint);
  }
}

/** Shows what is here beside what is on the disk; either can be chosen there. */
export async function compareWithDisk(editor: Editor, session: DocumentSession): Promise<void> {
  flushDrafts(editor);
  const { documentId } = session;
  try {
    const { blueprint } = await editor.client.call('document.disk', { documentId });
    const answer = await openDialog(editor.ui, { kind: 'compare', documentId, onDisk: blueprint });
    if (answer === 'reload' || answer === 'keep') await resolveDisk(editor, session, answer);
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(messages.document.disk.failed(error.message), error.hint);
  }
}

/** Makes the document what its file holds: one edit, which undo takes back. Asks when changes are given up by it. */
export async function revertToSaved(editor: Editor, session: DocumentSession): Promise<void> {
  flushDrafts(editor);
  const state = session.document.getState();
  const words = messages.document.revert;
  if (isDirty(state)) {
    const answer = await openDialog(editor.ui, {
      kind: 'confirm',
      title: words.title(documentTitle(state.path, state.blueprint.name)),
      body: words.body,
      answers: [{ key: 'revert', label: words.confirm, tone: 'primary' }],
    });
    if (answer !== 'revert') return;
  }
  await resolveDisk(editor, session, 'reload');
}
