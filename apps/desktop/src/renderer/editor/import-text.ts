import { parseBlueprint } from '@atomiton/blueprint';
import { messages } from '../messages';
import { newDocument, openPath } from './documents';
import { activeSession, type Editor } from './editor';

/** Opens the text of a blueprint file whose place is not known, as a new document; all of it is kept. */
export async function importText(editor: Editor, name: string, text: string): Promise<void> {
  const parsed = parseBlueprint(text);
  if (!parsed.ok) {
    const [first] = parsed.diagnostics;
    editor.report(messages.document.notOpened(name, first?.message ?? ''), first?.hint);
    return;
  }
  if (!(await newDocument(editor))) return;
  const session = activeSession(editor);
  if (session === undefined) return;
  const { id } = session.document.getState().blueprint;
  session.edit(messages.edits.import, [{ op: 'replace', blueprint: { ...parsed.blueprint, id } }]);
  editor.view?.fit();
}

/** Opens a file that was dropped on the window: where it lies when the shell knows, else a copy of its text. */
export async function importFile(editor: Editor, file: File): Promise<void> {
  const path = window.atomiton?.pathOf(file) ?? '';
  if (path === '') await importText(editor, file.name, await file.text());
  else await openPath(editor, path);
}
