import { printBlueprint } from '@atomiton/blueprint';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import { activeSession, type Editor, flushDrafts } from './editor';

/** Puts a text into the clipboard by the page's own copy event, which needs no permission. False where it is refused. */
function copyPlainText(text: string): boolean {
  let taken = false;
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    taken = event.clipboardData !== null;
  };
  window.addEventListener('copy', onCopy, true);
  try {
    return document.execCommand('copy') && taken;
  } finally {
    window.removeEventListener('copy', onCopy, true);
  }
}

/** Copies the whole document in front as the text that its file would have. */
export function copyBlueprint(editor: Editor): void {
  flushDrafts(editor);
  const session = activeSession(editor);
  if (session === undefined) return;
  const copied = copyPlainText(printBlueprint(session.document.getState().blueprint));
  toast(editor.ui, copied ? 'info' : 'error', messages.document[copied ? 'copied' : 'notCopied']);
}
