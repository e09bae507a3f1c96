import { messages } from '../messages';
import { activeSession, type Editor } from './editor';
import { deleteSelection, pasteText } from './edits';

/**
 * Copies what is selected, as if the key had been pressed: the page's own copy event does it, which needs no
 * permission. False where the browser refuses.
 */
export function copySelection(): boolean {
  return document.execCommand('copy');
}

export function cutSelection(editor: Editor): void {
  const session = activeSession(editor);
  if (session !== undefined && copySelection()) deleteSelection(session);
}

/** Inserts the nodes of the clipboard at the pointer. Reading without a key press needs a permission. */
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
