import { useEffect } from 'react';
import { select } from '../canvas/canvas-store';
import { walkTo } from '../canvas/walk';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import { type Command, isTextField, keyOf } from './command';
import { COMMANDS } from './command-list';

const BY_KEY: ReadonlyMap<string, Command> = new Map(
  COMMANDS.flatMap((command) => command.keys.map((key): [string, Command] => [key, command])),
);
const ARROWS: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** Runs commands by key. Text fields keep their keys, undo above all; dialogs keep everything. */
export function useKeys(): void {
  const editor = useEditor();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const { dialogs, paletteOpen, nodeSearch } = editor.ui.getState();
      if (dialogs.length > 0 || paletteOpen || nodeSearch !== undefined) return;
      const inText = isTextField(event.target);
      const key = keyOf(event);
      const command = BY_KEY.get(key) ?? BY_KEY.get(key.replace('Shift+?', '?'));
      if (command?.native === true) return;
      if (command !== undefined) {
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
  }, [editor]);
}
