import { FilePlus2, FolderOpen, Redo2, Save, Search, Undo2 } from 'lucide-react';
import { useStore } from 'zustand';
import { keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import type { DocumentSession } from '../document/document-session';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { AtomMark } from './AtomMark';
import { DocumentTabs } from './DocumentTabs';
import { IconButton } from './IconButton';
import { RunButton } from './RunButton';
import { useActiveSession } from './useActiveSession';

function runCommand(id: string): (typeof COMMANDS)[number]['run'] {
  return (editor) => COMMANDS.find((command) => command.id === id)?.run(editor);
}

function HistoryButtons({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const canUndo = useStore(session.document, (state) => state.canUndo);
  const canRedo = useStore(session.document, (state) => state.canRedo);
  return (
    <>
      <IconButton
        label={messages.topBar.undo}
        keys="Ctrl+Z"
        disabled={!canUndo}
        onClick={() => runCommand('undo')(editor)}
      >
        <Undo2 aria-hidden size={16} />
      </IconButton>
      <IconButton
        label={messages.topBar.redo}
        keys="Ctrl+Shift+Z"
        disabled={!canRedo}
        onClick={() => runCommand('redo')(editor)}
      >
        <Redo2 aria-hidden size={16} />
      </IconButton>
      <IconButton label={messages.topBar.save} keys="Ctrl+S" onClick={() => runCommand('save')(editor)}>
        <Save aria-hidden size={16} />
      </IconButton>
    </>
  );
}

/** Documents, the search for everything, and the one primary action. */
export function TopBar() {
  const editor = useEditor();
  const session = useActiveSession();
  return (
    <header className="top">
      <div className="top-mark">
        <AtomMark />
      </div>
      <DocumentTabs />
      <button
        type="button"
        className="top-search"
        aria-label={messages.topBar.searchLabel}
        onClick={() => editor.ui.setState({ paletteOpen: true })}
      >
        <Search aria-hidden size={15} />
        <span>{messages.topBar.search}</span>
        <kbd>{keyText('Ctrl+K')}</kbd>
      </button>
      <div className="top-actions">
        <IconButton label={messages.topBar.newTab} keys="Alt+N" onClick={() => runCommand('new')(editor)}>
          <FilePlus2 aria-hidden size={16} />
        </IconButton>
        <IconButton label={messages.topBar.open} keys="Ctrl+O" onClick={() => runCommand('open')(editor)}>
          <FolderOpen aria-hidden size={16} />
        </IconButton>
        {session === undefined ? null : <HistoryButtons session={session} />}
        {session === undefined ? null : <RunButton session={session} />}
      </div>
    </header>
  );
}
