import { LAYOUT_COLORS } from '@atomiton/contracts';
import type { DocumentSession } from '../document/document-session';
import { type Alignment, alignSelection, distributeSelection } from '../editor/aligning';
import { arrange } from '../editor/arranging';
import { addBend, removeAllBends } from '../editor/bends';
import { activeSession, type Editor } from '../editor/editor';
import { addNote, deleteReconnectingSelection } from '../editor/edits';
import {
  canUngroup,
  deleteGroupsWithMembers,
  fitGroups,
  groupSelection,
  selectedGroups,
  selectGroupsOf,
  ungroup,
} from '../editor/groups';
import { colorSelection, toggleLook } from '../editor/looks';
import { movableSelection } from '../editor/moves';
import { type Reach, selectReach } from '../editor/selecting';
import { editTitle } from '../editor/titles';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';
import type { Command } from './command';

const text = canvasMessages.commands;
const NOTE_SIZE = { width: 240, height: 120 };

/** A command on the document in front, there only where `fits` says so. */
function on(
  id: string,
  title: string,
  keys: readonly string[],
  fits: (session: DocumentSession) => boolean,
  run: (session: DocumentSession, editor: Editor) => void,
): Command {
  return {
    id,
    title,
    keys,
    group: 'edit',
    when: (editor) => {
      const session = activeSession(editor);
      return session !== undefined && fits(session);
    },
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) run(session, editor);
    },
  };
}

const selectedNodes = (session: DocumentSession): readonly string[] =>
  session.canvas.getState().selectedNodes;
const hasNodes = (session: DocumentSession): boolean => selectedNodes(session).length > 0;
const hasItems = (session: DocumentSession): boolean =>
  hasNodes(session) || session.canvas.getState().selectedItems.length > 0;
const movable = (least: number) => (session: DocumentSession) =>
  movableSelection(session.canvas.getState()).length >= least;
const oneEdge = (session: DocumentSession): string | undefined => {
  const { selectedEdges, selectedNodes: nodes } = session.canvas.getState();
  return selectedEdges.length === 1 && nodes.length === 0 ? selectedEdges[0] : undefined;
};
const oneThing = (session: DocumentSession): boolean => {
  const { selectedNodes: nodes, selectedItems } = session.canvas.getState();
  return nodes.length + selectedItems.length === 1;
};

function align(alignment: Alignment, title: string, key: string): Command {
  return on(`align-${alignment}`, title, [`Alt+A ${key}`], movable(2), (session) =>
    alignSelection(session, alignment),
  );
}

function reach(to: Reach, title: string, key: string): Command {
  return on(`select-${to}`, title, [`Alt+S ${key}`], hasNodes, (session) => selectReach(session, to));
}

/** How nodes, groups and notes look and lie on the canvas. */
export const LAYOUT_COMMANDS: readonly Command[] = [
  on('rename', text.rename, ['F2'], oneThing, editTitle),
  on('collapse', text.collapse, ['Alt+C'], hasNodes, (session) => toggleLook(session, 'collapsed')),
  on('pin', text.pin, ['P'], hasNodes, (session) => toggleLook(session, 'pinned')),
  on('group', text.group, ['Ctrl+G'], hasNodes, groupSelection),
  on('ungroup', text.ungroup, ['Ctrl+Shift+G'], canUngroup, ungroup),
  on('fit-group', text.fitGroup, [], (session) => selectedGroups(session).length > 0, fitGroups),
  on('select-group', text.selectGroup, ['Alt+S G'], hasNodes, selectGroupsOf),
  on(
    'delete-with-members',
    text.deleteMembers,
    ['Shift+Delete'],
    (session) => selectedGroups(session).length > 0,
    deleteGroupsWithMembers,
  ),
  on(
    'note',
    text.note,
    ['Shift+S'],
    () => true,
    (session, editor) => {
      const { view } = editor;
      if (view === undefined) return;
      const at = view.toFlow(view.pointer());
      const place = { x: Math.round(at.x), y: Math.round(at.y), ...NOTE_SIZE };
      const item = addNote(session, { ...place, text: '' });
      session.canvas.setState({ editing: item });
    },
  ),
  ...LAYOUT_COLORS.map((color) =>
    on(`color-${color}`, text.color(canvasMessages.colors[color]), [], hasItems, (session) =>
      colorSelection(session, color),
    ),
  ),
  on('color-none', text.color(canvasMessages.noColor), [], hasItems, (session) =>
    colorSelection(session, undefined),
  ),
  align('left', text.alignLeft, 'L'),
  align('center', text.alignCenter, 'C'),
  align('right', text.alignRight, 'R'),
  align('top', text.alignTop, 'T'),
  align('middle', text.alignMiddle, 'M'),
  align('bottom', text.alignBottom, 'B'),
  on('distribute-x', text.distributeX, ['Alt+A H'], movable(3), (session) =>
    distributeSelection(session, 'x'),
  ),
  on('distribute-y', text.distributeY, ['Alt+A V'], movable(3), (session) =>
    distributeSelection(session, 'y'),
  ),
  on(
    'arrange',
    messages.commands.arrange,
    ['Alt+A A'],
    () => true,
    (session, editor) => void arrange(editor, session),
  ),
];

/** What belongs to edges, and to nodes along them. */
export const EDGE_COMMANDS: readonly Command[] = [
  on(
    'connect',
    text.connect,
    ['E'],
    (session) => selectedNodes(session).length === 1,
    (session, editor) => editor.ui.setState({ connectPicker: selectedNodes(session)[0] }),
  ),
  on(
    'add-after',
    text.addAfter,
    ['Shift+N'],
    (session) => selectedNodes(session).length === 1,
    (session, editor) => {
      const [id] = selectedNodes(session);
      const node = session.canvas.getState().nodes.find((candidate) => candidate.id === id);
      const port = node?.data.geometry.ports.find(({ direction }) => direction === 'output');
      if (node === undefined || port === undefined || editor.view === undefined) return;
      const flow = { x: node.position.x + (node.width ?? 0) * 1.75, y: node.position.y + 17 };
      const screen = editor.view.pointer();
      const wire = { node: node.id, port: port.name, direction: 'output' as const };
      editor.ui.setState({ nodeSearch: { screen, flow, wire } });
    },
  ),
  on('delete-reconnecting', text.deleteReconnecting, ['Ctrl+Backspace'], hasNodes, (session, editor) =>
    deleteReconnectingSelection(session, editor.app.getState().catalog),
  ),
  on(
    'add-bend',
    text.addBend,
    ['Alt+R'],
    (session) => oneEdge(session) !== undefined,
    (session) => addBend(session, oneEdge(session) ?? ''),
  ),
  on(
    'remove-bends',
    text.removeBends,
    ['Alt+Shift+R'],
    (session) => session.document.getState().blueprint.layout.bends?.[oneEdge(session) ?? ''] !== undefined,
    (session) => removeAllBends(session, oneEdge(session) ?? ''),
  ),
  reach('upstream', text.upstream, 'U'),
  reach('downstream', text.downstream, 'D'),
  reach('connected', text.connected, 'C'),
];

/** What of the canvas is seen, and what on it is selected. */
export const CANVAS_VIEW_COMMANDS: readonly Command[] = [
  {
    ...on(
      'fit-selection',
      text.fitSelection,
      ['.'],
      () => true,
      (session, editor) => {
        const { selectedNodes: nodes, selectedItems } = session.canvas.getState();
        const chosen = [...nodes, ...selectedItems];
        editor.view?.fit(chosen.length === 0 ? undefined : chosen);
      },
    ),
    group: 'view',
  },
  {
    ...on(
      'fit-all',
      text.fitAll,
      ['Shift+F'],
      () => true,
      (_session, editor) => editor.view?.fit(),
    ),
    group: 'view',
  },
];
