import { messages } from '../messages';
import { activeSession, type Editor } from './editor';
import { copyText, deleteSelection, pasteText } from './edits';

/** Puts nodes into the system's clipboard as JSON text. */
export async function writeClipboard(editor: Editor, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    editor.report(messages.clipboard.denied);
    return false;
  }
}

export async function cutSelection(editor: Editor): Promise<void> {
  const session = activeSession(editor);
  const text = session === undefined ? undefined : copyText(session);
  if (session === undefined || text === undefined) return;
  if (await writeClipboard(editor, text)) deleteSelection(session);
}

/** Inserts the nodes of the clipboard at the pointer. */
export async function pasteClipboard(editor: Editor, keepInbound: boolean): Promise<void> {
  const session = activeSession(editor);
  const { view } = editor;
  if (session === undefined || view === undefined) return;
  try {
    const text = await navigator.clipboard.readText();
    if (!pasteText(session, text, view.toFlow(view.pointer()), keepInbound)) {
      editor.report(messages.clipboard.nothing);
    }
  } catch {
    editor.report(messages.clipboard.denied);
  }
}
