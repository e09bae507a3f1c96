import { FilePlus2, FolderOpen, Redo2, Save, Search, Undo2 } from 'lucide-react';
import { useStore } from 'zustand';
import { keyText } from '../commands/command';
import { runCommand } from '../commands/command-list';
import { useKeyOf } from '../commands/useBindings';
import type { DocumentSession } from '../document/document-session';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { AtomMark } from './AtomMark';
import { DocumentTabs } from './DocumentTabs';
import { IconButton } from './IconButton';
import { RunButton } from './RunButton';
import { useActiveSession } from './useActiveSession';

function HistoryButtons({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const canUndo = useStore(session.document, (state) => state.canUndo);
  const canRedo = useStore(session.document, (state) => state.canRedo);
  return (
    <>
      <IconButton
        label={messages.topBar.undo}
        command="undo"
        disabled={!canUndo}
        onClick={() => runCommand(editor, 'undo')}
      >
        <Undo2 aria-hidden size={16} />
      </IconButton>
      <IconButton
        label={messages.topBar.redo}
        command="redo"
        disabled={!canRedo}
        onClick={() => runCommand(editor, 'redo')}
      >
        <Redo2 aria-hidden size={16} />
      </IconButton>
      <IconButton label={messages.topBar.save} command="save" onClick={() => runCommand(editor, 'save')}>
        <Save aria-hidden size={16} />
      </IconButton>
    </>
  );
}

/** Documents, the search for everything, and the one primary action. */
export function TopBar() {
  const editor = useEditor();
  const session = useActiveSession();
  const searchKey = useKeyOf('palette');
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
        {searchKey === undefined ? null : <kbd>{keyText(searchKey)}</kbd>}
      </button>
      <div className="top-actions">
        <IconButton label={messages.topBar.newTab} command="new" onClick={() => runCommand(editor, 'new')}>
          <FilePlus2 aria-hidden size={16} />
        </IconButton>
        <IconButton label={messages.topBar.open} command="open" onClick={() => runCommand(editor, 'open')}>
          <FolderOpen aria-hidden size={16} />
        </IconButton>
        {session === undefined ? null : <HistoryButtons session={session} />}
        {session === undefined ? null : <RunButton session={session} />}
      </div>
    </header>
  );
}
