import { copySelection, cutSelection, pasteClipboard } from '../editor/clipboard';
import type { Editor } from '../editor/editor';
import { activeSession, flushDrafts } from '../editor/editor';
import { deleteSelection, duplicateSelection, toggleMode } from '../editor/edits';
import { selectAll } from '../editor/selecting';
import { messages } from '../messages';
import type { Command } from './command';

const text = messages.commands;
const hasDocument = (editor: Editor): boolean => activeSession(editor) !== undefined;
const hasSelection = (editor: Editor): boolean => {
  const canvas = activeSession(editor)?.canvas.getState();
  return (
    canvas !== undefined &&
    canvas.selectedNodes.length + canvas.selectedEdges.length + canvas.selectedItems.length > 0
  );
};

/** Edits of the document in front. */
export const EDIT_COMMANDS: readonly Command[] = [
  {
    id: 'undo',
    title: text.undo,
    group: 'edit',
    keys: ['Ctrl+Z'],
    when: (editor) => activeSession(editor)?.document.getState().canUndo === true || editor.drafts.size > 0,
    run: (editor) => {
      flushDrafts(editor);
      activeSession(editor)?.undo();
    },
  },
  {
    id: 'redo',
    title: text.redo,
    group: 'edit',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    when: (editor) => activeSession(editor)?.document.getState().canRedo === true,
    run: (editor) => activeSession(editor)?.redo(),
  },
  {
    id: 'select-all',
    title: text.selectAll,
    group: 'edit',
    keys: ['Ctrl+A'],
    when: hasDocument,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) selectAll(session);
    },
  },
  {
    id: 'copy',
    title: text.copy,
    group: 'edit',
    keys: ['Ctrl+C'],
    native: true,
    when: (editor) => hasSelection(editor) && window.getSelection()?.isCollapsed !== false,
    run: () => void copySelection(),
  },
  {
    id: 'cut',
    title: text.cut,
    group: 'edit',
    keys: ['Ctrl+X'],
    native: true,
    when: hasSelection,
    run: (editor) => cutSelection(editor),
  },
  {
    id: 'paste',
    title: text.paste,
    group: 'edit',
    keys: ['Ctrl+V'],
    native: true,
    when: hasDocument,
    run: (editor) => void pasteClipboard(editor, false),
  },
  {
    id: 'paste-keep',
    title: text.pasteKeep,
    group: 'edit',
    keys: ['Ctrl+Shift+V'],
    native: true,
    when: hasDocument,
    run: (editor) => void pasteClipboard(editor, true),
  },
  {
    id: 'duplicate',
    title: text.duplicate,
    group: 'edit',
    keys: ['Ctrl+D'],
    when: hasSelection,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) duplicateSelection(session);
    },
  },
  {
    id: 'delete',
    title: text.delete,
    group: 'edit',
    keys: ['Delete', 'Backspace'],
    when: hasSelection,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) deleteSelection(session);
    },
  },
  {
    id: 'mute',
    title: text.mute,
    group: 'edit',
    keys: ['Ctrl+M'],
    when: hasSelection,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) toggleMode(session, 'muted');
    },
  },
  {
    id: 'bypass',
    title: text.bypass,
    group: 'edit',
    keys: ['Ctrl+B'],
    when: hasSelection,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) toggleMode(session, 'bypassed');
    },
  },
];
