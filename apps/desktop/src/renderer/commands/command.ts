import type { Editor } from '../editor/editor';

export const COMMAND_GROUPS = ['run', 'file', 'edit', 'view', 'help'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** Something a key, the palette or a button does. Ids are written into the settings: they never change. */
export interface Command {
  id: string;
  title: string;
  /** Further words that find it in the palette. */
  keywords?: string;
  group: CommandGroup;
  /**
   * The keys until the user sets others; each like `Ctrl+Shift+Z`, `N`, `Delete`, `Alt+S U` (two steps); the first is
   * shown. Ctrl is Command on a Mac.
   */
  keys: readonly string[];
  /** Also while a text field has the focus. */
  inText?: boolean;
  /** The browser's own event does it as long as the key is the default one; the command is for the palette and other keys. */
  native?: boolean;
  /** It does something only while the key is held, so it is not in the palette. */
  held?: boolean;
  when?: (editor: Editor) => boolean;
  /** `event` is the key that was pressed; absent from a menu or the palette. */
  run: (editor: Editor, event?: KeyboardEvent) => void;
}

/** A key event as far as it says which key it is. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const MODIFIERS: ReadonlySet<string> = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead']);

/** The character of the key itself where a layout or Alt makes another alphabet's of it. */
function plainKey({ key, code }: KeyPress): string {
  if (key === ' ') return 'Space';
  if (key.length !== 1) return key;
  if (key.charCodeAt(0) < 128) return key.toUpperCase();
  const match = /^(?:Key|Digit)(.)$/.exec(code);
  return match?.[1] ?? key.toUpperCase();
}

/**
 * The key of an event as commands write it: modifiers in the order Ctrl, Alt, Shift. Signs that need Shift are written
 * without it: `?`. Undefined for a modifier alone.
 */
export function keyOf(event: KeyPress): string | undefined {
  if (MODIFIERS.has(event.key)) return undefined;
  const key = plainKey(event);
  const isSign = key.length === 1 && !/[A-Z0-9]/.test(key);
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && !isSign ? 'Shift' : '',
    key,
  ];
  return parts.filter((part) => part !== '').join('+');
}

const SIGNS: Record<string, string> = {
  Enter: '⏎',
  Delete: 'Del',
  Escape: 'Esc',
  Backspace: '⌫',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** A key as shown to people: `Ctrl ⏎`; the steps of a sequence with a comma between. */
export function keyText(keys: string): string {
  return keys
    .split(' ')
    .map((step) =>
      step
        .split(/\+(?!$)/)
        .map((part) => SIGNS[part] ?? part)
        .join(' '),
    )
    .join(', ');
}

/** Whether typing goes into this element. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // An event from a shadow root names its host.
  const inner = target.shadowRoot?.activeElement;
  if (inner !== undefined && inner !== null) return isTextField(inner);
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}
