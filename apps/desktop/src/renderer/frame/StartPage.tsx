import { FilePlus2, FolderOpen } from 'lucide-react';
import { newDocument, openWithDialog } from '../editor/documents';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { AtomMark } from './AtomMark';
import { ExampleList } from './ExampleList';
import { RecentList } from './RecentList';

/** What is shown while no document is open. */
export function StartPage() {
  const editor = useEditor();
  return (
    <main className="start">
      <AtomMark size={44} />
      <h1>{messages.app.name}</h1>
      <div className="chips">
        <button type="button" className="button button-primary" onClick={() => void newDocument(editor)}>
          <FilePlus2 aria-hidden size={14} />
          {messages.commands.new}
        </button>
        <button type="button" className="button" onClick={() => void openWithDialog(editor)}>
          <FolderOpen aria-hidden size={14} />
          {messages.commands.open}
        </button>
      </div>
      <ExampleList />
      <RecentList />
    </main>
  );
}
