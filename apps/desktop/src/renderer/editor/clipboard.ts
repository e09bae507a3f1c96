import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import { toast } from '../stores/ui-store';
import { activeSession, type Editor } from './editor';
import { deleteSelection, pasteText } from './edits';
import { markForeign } from './trust';

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

/** Inserts clipboard text at the pointer and says what became of text that is not ours. */
export function pasteAtPointer(editor: Editor, text: string, keepInbound: boolean): void {
  const session = activeSession(editor);
  const { view } = editor;
  if (session === undefined || view === undefined) return;
  const pasted = pasteText(session, text, view.toFlow(view.pointer()), keepInbound);
  if (pasted === 'note') toast(editor.ui, 'info', canvasMessages.clipboard.note);
  // It may be of anyone; the host knows which of it is the user's own.
  if (pasted !== 'nothing') void markForeign(editor, session, session.canvas.getState().selectedNodes);
  if (pasted !== 'nothing') return;
  const { empty, tooLong } = canvasMessages.clipboard;
  editor.report(text.trim() === '' ? empty : tooLong);
}

/**
 * Inserts what the clipboard holds at the pointer. Reading it without a key press needs a permission, which the desktop
 * window refuses: there it is what was copied here last.
 */
export async function pasteClipboard(editor: Editor, keepInbound: boolean): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => editor.copied);
  if (text === undefined) editor.report(messages.clipboard.denied);
  else pasteAtPointer(editor, text, keepInbound);
}
