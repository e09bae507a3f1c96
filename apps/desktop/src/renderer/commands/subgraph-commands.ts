import { activeSession, type Editor } from '../editor/editor';
import {
  becomeIndependent,
  enterInstance,
  leaveSubgraph,
  makeFromSelection,
  selectedInstance,
  unpack,
} from '../editor/subgraphs';
import { messages } from '../messages';
import type { Command } from './command';

const text = messages.subgraphs.commands;

function hasInstance(editor: Editor): boolean {
  return selectedInstance(activeSession(editor)) !== undefined;
}

function onInstance(
  editor: Editor,
  act: (session: NonNullable<ReturnType<typeof activeSession>>, id: string) => void,
) {
  const session = activeSession(editor);
  const id = selectedInstance(session);
  if (session !== undefined && id !== undefined) act(session, id);
}

/** What can be done with subgraphs. */
export const SUBGRAPH_COMMANDS: readonly Command[] = [
  {
    id: 'make-subgraph',
    title: text.make,
    group: 'edit',
    keys: ['Ctrl+Shift+E'],
    when: (editor) => (activeSession(editor)?.canvas.getState().selectedNodes.length ?? 0) > 0,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) makeFromSelection(session);
    },
  },
  {
    id: 'enter-subgraph',
    title: text.enter,
    group: 'view',
    keys: ['Ctrl+ArrowDown'],
    when: hasInstance,
    run: (editor) => onInstance(editor, enterInstance),
  },
  {
    id: 'leave-subgraph',
    title: text.leave,
    group: 'view',
    keys: ['Ctrl+ArrowUp'],
    when: (editor) => (activeSession(editor)?.document.getState().level.length ?? 0) > 0,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) leaveSubgraph(session);
    },
  },
  {
    id: 'unpack-subgraph',
    title: text.unpack,
    group: 'edit',
    keys: ['Ctrl+Shift+U'],
    when: hasInstance,
    run: (editor) => onInstance(editor, unpack),
  },
  {
    id: 'independent-subgraph',
    title: text.independent,
    group: 'edit',
    keys: [],
    when: hasInstance,
    run: (editor) => onInstance(editor, becomeIndependent),
  },
];
