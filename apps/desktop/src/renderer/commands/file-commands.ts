import { closeDocument, reopenClosed } from '../editor/closing';
import { copyBlueprint } from '../editor/copy-blueprint';
import { compareWithDisk, revertToSaved } from '../editor/disk';
import { newDocument, openWithDialog } from '../editor/documents';
import { activeSession, type Editor } from '../editor/editor';
import { editHere } from '../editor/lease';
import { saveAll, saveCopy, saveDocument } from '../editor/saving';
import { moveActiveTab, showTabAt, stepTab } from '../editor/tabs';
import { showVersions } from '../editor/versions';
import { messages } from '../messages';
import type { Command } from './command';

const text = messages.commands;
const hasDocument = (editor: Editor): boolean => activeSession(editor) !== undefined;
const hasTabs = (editor: Editor): boolean => editor.workspace.getState().sessions.length > 1;

/** Files: new, open, save, close. */
export const FILE_COMMANDS: readonly Command[] = [
  {
    id: 'new',
    title: text.new,
    group: 'file',
    // A browser keeps the second for itself.
    keys: ['Alt+N', 'Ctrl+N'],
    inText: true,
    run: (editor) => void newDocument(editor),
  },
  {
    id: 'open',
    title: text.open,
    group: 'file',
    keys: ['Ctrl+O'],
    inText: true,
    run: (editor) => void openWithDialog(editor),
  },
  {
    id: 'save',
    title: text.save,
    group: 'file',
    keys: ['Ctrl+S'],
    inText: true,
    when: hasDocument,
    run: (editor) => void saveDocument(editor),
  },
  {
    id: 'save-as',
    title: text.saveAs,
    group: 'file',
    keys: ['Ctrl+Shift+S'],
    inText: true,
    when: hasDocument,
    run: (editor) => void saveDocument(editor, true),
  },
  {
    id: 'save-all',
    title: text.saveAll,
    group: 'file',
    keys: ['Ctrl+Alt+S'],
    inText: true,
    when: hasDocument,
    run: (editor) => void saveAll(editor),
  },
  {
    id: 'rename-document',
    title: text.renameDocument,
    group: 'file',
    keys: ['Shift+F2'],
    when: hasDocument,
    run: (editor) => editor.ui.setState({ renaming: true }),
  },
  {
    id: 'save-copy',
    title: text.saveCopy,
    group: 'file',
    keys: [],
    when: hasDocument,
    run: (editor) => void saveCopy(editor),
  },
  {
    id: 'revert',
    title: text.revert,
    group: 'file',
    keys: [],
    when: (editor) => activeSession(editor)?.document.getState().path !== undefined,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) void revertToSaved(editor, session);
    },
  },
  {
    id: 'versions',
    title: text.versions,
    group: 'file',
    keys: ['Alt+V'],
    when: (editor) => activeSession(editor)?.document.getState().path !== undefined,
    run: showVersions,
  },
  {
    id: 'compare-with-file',
    title: text.compareWithFile,
    group: 'file',
    keys: [],
    when: (editor) => activeSession(editor)?.document.getState().path !== undefined,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) void compareWithDisk(editor, session);
    },
  },
  {
    id: 'copy-blueprint',
    title: text.copyBlueprint,
    group: 'file',
    keys: [],
    when: hasDocument,
    run: copyBlueprint,
  },
  {
    id: 'edit-here',
    title: text.editHere,
    group: 'file',
    keys: ['Alt+Shift+E'],
    when: (editor) => activeSession(editor)?.document.getState().writer === false,
    run: (editor) => {
      const session = activeSession(editor);
      if (session !== undefined) void editHere(editor, session);
    },
  },
  {
    id: 'close',
    title: text.close,
    group: 'file',
    // A browser keeps the second for itself.
    keys: ['Alt+W', 'Ctrl+W'],
    inText: true,
    when: hasDocument,
    run: (editor) => void closeDocument(editor, activeSession(editor)?.documentId ?? ''),
  },
  {
    id: 'reopen',
    title: text.reopen,
    group: 'file',
    // A browser keeps the first for itself.
    keys: ['Ctrl+Shift+T', 'Alt+Shift+T'],
    inText: true,
    run: (editor) => void reopenClosed(editor),
  },
];

/** Tabs: by neighbour, by number, and their order. A browser keeps Ctrl Tab for itself. */
export const TAB_COMMANDS: readonly Command[] = [
  {
    id: 'tab-next',
    title: text.nextTab,
    group: 'view',
    keys: ['Ctrl+Tab', 'Alt+PageDown'],
    inText: true,
    when: hasTabs,
    run: (editor) => stepTab(editor, 1),
  },
  {
    id: 'tab-previous',
    title: text.previousTab,
    group: 'view',
    keys: ['Ctrl+Shift+Tab', 'Alt+PageUp'],
    inText: true,
    when: hasTabs,
    run: (editor) => stepTab(editor, -1),
  },
  {
    id: 'tab-right',
    title: text.moveTabRight,
    group: 'view',
    keys: ['Alt+Shift+PageDown'],
    when: hasTabs,
    run: (editor) => moveActiveTab(editor, 1),
  },
  {
    id: 'tab-left',
    title: text.moveTabLeft,
    group: 'view',
    keys: ['Alt+Shift+PageUp'],
    when: hasTabs,
    run: (editor) => moveActiveTab(editor, -1),
  },
  ...Array.from({ length: 9 }, (_, index): Command => {
    const place = index + 1;
    return {
      id: `tab-${place}`,
      title: place === 9 ? text.lastTab : text.tabAt(place),
      group: 'view',
      keys: [`Alt+${place}`],
      inText: true,
      when: (editor) => editor.workspace.getState().sessions.length >= (place === 9 ? 1 : place),
      run: (editor) => showTabAt(editor, place),
    };
  }),
];
