import { type CanvasState, select } from '../canvas/canvas-store';
import { MIN_NOTE } from '../canvas/layout-items';
import { edgesAt, walkTo } from '../canvas/walk';
import type { DocumentSession } from '../document/document-session';
import { activeSession, type Editor } from '../editor/editor';
import { commitMoves, commitResize, nudgeOnCanvas, resizeOnCanvas } from '../editor/moves';
import { addToSelection } from '../editor/selecting';
import { leaveSubgraph } from '../editor/subgraphs';
import { focusedPart } from '../frame/window-parts';
import { canvasMessages } from '../messages-canvas';
import type { Command } from './command';

const text = canvasMessages.commands;
const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
} as const;
type Arrow = keyof typeof ARROWS;
/** Canvas units; the grid of the canvas. */
const STEP = 20;

/** Arrow keys belong to whatever has the focus; nothing or the canvas leaves them to us. */
function onCanvas(editor: Editor): DocumentSession | undefined {
  const { activeElement } = document;
  const ours =
    activeElement === null || activeElement === document.body || activeElement.closest('.canvas') !== null;
  return ours && editor.view !== undefined ? activeSession(editor) : undefined;
}

function hasItems(session: DocumentSession): boolean {
  return session.canvas.getState().selectedItems.length > 0;
}

function hasSelection({ selectedNodes, selectedEdges, selectedItems }: CanvasState): boolean {
  return selectedNodes.length + selectedEdges.length + selectedItems.length > 0;
}

/**
 * Ends a gesture of keys: as long as the key is held it is one, and one undo entry. Without a key, as from the palette,
 * it ends at once.
 */
function untilKeyUp(event: KeyboardEvent | undefined, session: DocumentSession, end: () => void): void {
  if (event === undefined) {
    end();
    return;
  }
  if (session.canvas.getState().held === true) return;
  session.canvas.setState({ held: true });
  const finish = (): void => {
    window.removeEventListener('keyup', finish);
    window.removeEventListener('blur', finish);
    session.canvas.setState({ held: false });
    end();
  };
  window.addEventListener('keyup', finish);
  window.addEventListener('blur', finish);
}

function nudge(id: string, title: string, key: string, by: { x: number; y: number }): Command {
  return {
    id,
    title,
    group: 'edit',
    keys: [key],
    when: (editor) => {
      const canvas = onCanvas(editor)?.canvas.getState();
      return canvas !== undefined && canvas.selectedNodes.length + canvas.selectedItems.length > 0;
    },
    run: (editor, event) => {
      const session = activeSession(editor);
      if (session === undefined) return;
      const ids = nudgeOnCanvas(session, by);
      untilKeyUp(event, session, () => commitMoves(session, ids));
    },
  };
}

function arrowCommands(arrow: Arrow): Command[] {
  const where = canvasMessages.directions[arrow];
  const { x, y } = ARROWS[arrow];
  return [
    {
      id: `walk-${where}`,
      title: text.walk(where),
      group: 'view',
      keys: [arrow],
      when: (editor) => onCanvas(editor) !== undefined,
      run: (editor) => {
        const session = activeSession(editor);
        const next = session === undefined ? undefined : walkTo(session.canvas.getState(), arrow);
        if (next !== undefined) editor.view?.centre(next);
      },
    },
    {
      id: `extend-${where}`,
      title: text.extend(where),
      group: 'edit',
      keys: [`Shift+${arrow}`],
      when: (editor) => onCanvas(editor) !== undefined,
      run: (editor) => {
        const session = activeSession(editor);
        if (session === undefined) return;
        const next = walkTo(session.canvas.getState(), arrow);
        if (next !== undefined) addToSelection(session, next);
      },
    },
    nudge(`nudge-${where}`, text.nudge(where), `Alt+${arrow}`, { x: x * STEP, y: y * STEP }),
    nudge(`nudge-fine-${where}`, text.nudgeFine(where), `Alt+Shift+${arrow}`, { x, y }),
    {
      id: `grow-${where}`,
      title: text.grow(where),
      group: 'edit',
      keys: [`Ctrl+Alt+${arrow}`],
      when: (editor) => {
        const session = onCanvas(editor);
        return session !== undefined && hasItems(session);
      },
      run: (editor, event) => {
        const session = activeSession(editor);
        if (session === undefined) return;
        const least = { x: MIN_NOTE.width, y: MIN_NOTE.height };
        const ids = resizeOnCanvas(session, { x: x * STEP, y: y * STEP }, least);
        untilKeyUp(event, session, () => commitResize(session, ids));
      },
    },
  ];
}

/** Walking, moving and resizing by arrow keys, edges by key, and the menu of the selection. */
export const WALK_COMMANDS: readonly Command[] = [
  ...(Object.keys(ARROWS) as Arrow[]).flatMap(arrowCommands),
  {
    id: 'next-edge',
    title: text.nextEdge,
    group: 'view',
    keys: ['Alt+E'],
    when: (editor) => {
      const canvas = activeSession(editor)?.canvas.getState();
      return canvas !== undefined && (canvas.selectedNodes.length === 1 || canvas.selectedEdges.length === 1);
    },
    run: (editor) => {
      const session = activeSession(editor);
      if (session === undefined) return;
      const next = edgesAt(session.canvas.getState());
      if (next === undefined) return;
      select(session.canvas, [], [next]);
      editor.view?.focusElement(next);
    },
  },
  {
    id: 'next-item',
    title: text.nextItem,
    group: 'view',
    keys: ['Alt+Shift+N'],
    when: (editor) => (activeSession(editor)?.canvas.getState().items.length ?? 0) > 0,
    run: (editor) => {
      const session = activeSession(editor);
      if (session === undefined) return;
      const { items, selectedItems } = session.canvas.getState();
      const next = items[(items.findIndex(({ id }) => id === selectedItems[0]) + 1) % items.length];
      if (next === undefined) return;
      select(session.canvas, [], [], [next.id]);
      editor.view?.focusElement(next.id);
    },
  },
  {
    id: 'select-none',
    title: text.selectNone,
    group: 'edit',
    keys: ['Escape'],
    when: (editor) => {
      const canvas = onCanvas(editor)?.canvas.getState();
      if (canvas === undefined) return editor.view !== undefined && focusedPart() !== undefined;
      return hasSelection(canvas) || activeSession(editor)?.document.getState().level.length !== 0;
    },
    run: (editor) => {
      const session = activeSession(editor);
      if (session === undefined) return;
      if (onCanvas(editor) === undefined) editor.view?.focus();
      else if (hasSelection(session.canvas.getState())) select(session.canvas, []);
      else leaveSubgraph(session);
    },
  },
  {
    id: 'menu',
    title: text.menu,
    group: 'view',
    keys: ['Shift+F10', 'ContextMenu'],
    when: (editor) => onCanvas(editor) !== undefined,
    run: (editor) => {
      const canvas = activeSession(editor)?.canvas.getState();
      const [id] = [
        ...(canvas?.selectedNodes ?? []),
        ...(canvas?.selectedItems ?? []),
        ...(canvas?.selectedEdges ?? []),
      ];
      editor.view?.openMenu(id);
    },
  },
];
