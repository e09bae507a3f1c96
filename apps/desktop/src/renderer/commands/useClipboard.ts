import { useEffect } from 'react';
import { pasteAtPointer } from '../editor/clipboard';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import { copyText, deleteSelection } from '../editor/edits';
import { isTextField } from './command';

/** Whether the page itself is to copy: text fields and selected text are left to the browser. */
function isOurs(event: ClipboardEvent): boolean {
  return !isTextField(event.target) && document.getSelection()?.isCollapsed !== false;
}

/**
 * Copy, cut and paste of nodes by the browser's own events: they need no permission, unlike the clipboard interface.
 * With Shift held a paste keeps the edges from nodes outside.
 */
export function useClipboard(): void {
  const editor = useEditor();
  useEffect(() => {
    let shift = false;
    const onKey = (event: KeyboardEvent): void => {
      shift = event.shiftKey;
    };
    const onCopy = (event: ClipboardEvent): void => {
      const session = activeSession(editor);
      const text = session === undefined || !isOurs(event) ? undefined : copyText(session);
      if (session === undefined || text === undefined) return;
      event.preventDefault();
      editor.copied = text;
      event.clipboardData?.setData('text/plain', text);
      if (event.type === 'cut') deleteSelection(session);
    };
    const onPaste = (event: ClipboardEvent): void => {
      const { dialogs, paletteOpen, nodeSearch, connectPicker } = editor.ui.getState();
      const busy =
        dialogs.length > 0 || paletteOpen || nodeSearch !== undefined || connectPicker !== undefined;
      if (busy || activeSession(editor) === undefined || isTextField(event.target)) return;
      event.preventDefault();
      pasteAtPointer(editor, event.clipboardData?.getData('text/plain') ?? '', shift);
    };
    window.addEventListener('keydown', onKey, true);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [editor]);
}
