import { toErrorData } from '@atomiton/contracts';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import type { Editor } from './editor';

/** From now on this window edits the document; edits that waited here go on top of what the other window did. */
export async function editHere(editor: Editor, session: DocumentSession): Promise<void> {
  try {
    await session.takeOver();
    toast(editor.ui, 'info', messages.document.lease.taken);
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(messages.document.lease.notTaken(error.message), error.hint);
  }
}
