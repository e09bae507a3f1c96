import type { Blueprint } from '@atomiton/contracts';
import { openDialog } from '../dialogs/open-dialog';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import { activeSession, type Editor, flushDrafts } from './editor';

/** Shows the earlier states of the document in front. */
export function showVersions(editor: Editor): void {
  flushDrafts(editor);
  const session = activeSession(editor);
  if (session !== undefined) void openDialog(editor.ui, { kind: 'versions', documentId: session.documentId });
}

/** Makes the document what a version was: one edit, which undo takes back. */
export function restoreVersion(editor: Editor, session: DocumentSession, blueprint: Blueprint): boolean {
  const restored = session.edit(messages.document.versions.restoreLabel, [{ op: 'replace', blueprint }]);
  if (restored) toast(editor.ui, 'info', messages.document.versions.restored);
  return restored;
}
