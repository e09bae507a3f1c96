import { useEffect } from 'react';
import { select } from '../canvas/canvas-store';
import { walkTo } from '../canvas/walk';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import { type Command, isTextField, keyOf } from './command';
import { useBindings } from './useBindings';

const ARROWS: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** The second key of a sequence may come so long after the first. Milliseconds. */
const SEQUENCE_MS = 1500;

/** Keys that the browser turns into an event of its own, which does the work. */
function isNative(command: Command, keys: string): boolean {
  return command.native === true && command.keys.includes(keys);
}

/** Runs commands by key. Text fields keep their keys, undo above all; dialogs keep everything. */
export function useKeys(): void {
  const editor = useEditor();
  const bindings = useBindings();
  useEffect(() => {
    let begun: { keys: string; at: number } | undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const { dialogs, paletteOpen, nodeSearch } = editor.ui.getState();
      if (dialogs.length > 0 || paletteOpen || nodeSearch !== undefined) return;
      const inText = isTextField(event.target);
      const key = keyOf(event);
      if (key === undefined) return;
      const goesOn = begun !== undefined && event.timeStamp - begun.at < SEQUENCE_MS;
      const keys = goesOn && begun !== undefined ? `${begun.keys} ${key}` : key;
      begun = undefined;
      const command = bindings.commandOf(keys);
      if (command === undefined && !inText && bindings.begins(keys)) {
        begun = { keys, at: event.timeStamp };
        event.preventDefault();
        return;
      }
      if (command !== undefined) {
        if (isNative(command, keys) || command.held === true) return;
        if (inText && command.inText !== true) return;
        if (command.when?.(editor) === false) return;
        event.preventDefault();
        command.run(editor);
        return;
      }
      const focused = event.target instanceof Element ? event.target.closest('.react-flow__node') : null;
      const focusedNode = focused?.getAttribute('data-id') ?? undefined;
      if (key === 'Enter' && focused === event.target && focusedNode !== undefined) {
        const shown = activeSession(editor);
        if (shown !== undefined) select(shown.canvas, [focusedNode]);
        return;
      }
      if (inText || !ARROWS.has(key)) return;
      const onCanvas =
        event.target === document.body || (event.target as Element).closest('.canvas') !== null;
      const session = activeSession(editor);
      if (!onCanvas || session === undefined || editor.view === undefined) return;
      const next = walkTo(session.canvas.getState(), key);
      if (next === undefined) return;
      event.preventDefault();
      editor.view.centre(next);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [editor, bindings]);
}
