import type { Editor } from '../editor/editor';

/** Something a key, the palette or a button does. */
export interface Command {
  id: string;
  title: string;
  group: 'file' | 'edit' | 'run' | 'view';
  /** Each like `Ctrl+Shift+Z`, `N`, `Delete`; the first is shown. Ctrl is Command on a Mac. */
  keys: readonly string[];
  /** Also while a text field has the focus. */
  inText?: boolean;
  /** The browser's own event does it when the key is pressed; the command is for the palette. */
  native?: boolean;
  when?: (editor: Editor) => boolean;
  run: (editor: Editor) => void;
}

/** The key of an event as commands write it: modifiers in the order Ctrl, Alt, Shift. */
export function keyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    key,
  ];
  return parts.filter((part) => part !== '').join('+');
}

const SIGNS: Record<string, string> = { Enter: '⏎', Delete: 'Del', Escape: 'Esc', Backspace: '⌫' };

/** A key as shown to people: `Ctrl ⏎`. */
export function keyText(key: string): string {
  return key
    .split('+')
    .map((part) => SIGNS[part] ?? part)
    .join(' ');
}

/** Whether typing goes into this element. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}
