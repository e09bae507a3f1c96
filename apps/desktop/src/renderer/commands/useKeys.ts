import { useEffect } from 'react';
import { select } from '../canvas/canvas-store';
import { parseFlowItemId } from '../canvas/layout-items';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import { enterInstance, selectedInstance } from '../editor/subgraphs';
import { focusForm } from '../frame/window-parts';
import { type Command, isTextField, keyOf } from './command';
import { useBindings } from './useBindings';

/** What of the canvas Tab reaches. */
const FOCUSABLE = '.react-flow__node, .react-flow__edge';

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
      // A line between two panels takes F6 for a walk to the next line.
      const ofLine =
        event.key === 'F6' && event.target instanceof Element && event.target.matches('.separator');
      if (event.defaultPrevented && !ofLine) return;
      const { dialogs, paletteOpen, nodeSearch, connectPicker } = editor.ui.getState();
      if (dialogs.length > 0 || paletteOpen || nodeSearch !== undefined || connectPicker !== undefined)
        return;
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
        command.run(editor, event);
        return;
      }
      const focused =
        event.target instanceof Element && event.target.matches(FOCUSABLE) ? event.target : null;
      const id = focused?.getAttribute('data-id') ?? undefined;
      const shown = activeSession(editor);
      if (key !== 'Enter' || shown === undefined) return;
      const instance = selectedInstance(shown);
      const onNothing =
        event.target === document.body ||
        (event.target instanceof Element && event.target.matches('.react-flow'));
      const isFree = onNothing || (focused !== null && id === instance);
      if (instance !== undefined && isFree) {
        event.preventDefault();
        enterInstance(shown, instance);
        return;
      }
      const { selectedNodes, selectedEdges, selectedItems } = shown.canvas.getState();
      const chosen = [...selectedNodes, ...selectedEdges, ...selectedItems];
      if (chosen.length > 0 && (onNothing || (focused !== null && chosen.includes(id ?? '')))) {
        // A second Enter goes on to the form of what the first one has selected.
        if (focusForm()) event.preventDefault();
        return;
      }
      if (focused === null || id === undefined) return;
      if (focused.matches('.react-flow__edge')) select(shown.canvas, [], [id]);
      else if (parseFlowItemId(id) === undefined) select(shown.canvas, [id]);
      else select(shown.canvas, [], [], [id]);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [editor, bindings]);
}
