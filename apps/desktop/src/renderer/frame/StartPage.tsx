import { FilePlus2, FolderOpen } from 'lucide-react';
import { runCommand } from '../commands/command-list';
import { useEditor } from '../editor/EditorContext';
import { ExampleGallery } from '../gallery/ExampleGallery';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { AtomMark } from './AtomMark';
import { RecentList } from './RecentList';

/** What is shown while no document is open. */
export function StartPage() {
  const editor = useEditor();
  return (
    <main className="start" data-testid="start-page" tabIndex={-1}>
      <div className="start-head">
        <AtomMark size={40} />
        <div>
          <h1>{messages.app.name}</h1>
          <p>{shellMessages.gallery.start}</p>
        </div>
        <div className="start-actions">
          <button type="button" className="button" onClick={() => runCommand(editor, 'open')}>
            <FolderOpen aria-hidden size={14} />
            {messages.commands.open}
          </button>
          <button type="button" className="button button-primary" onClick={() => runCommand(editor, 'new')}>
            <FilePlus2 aria-hidden size={14} />
            {messages.commands.new}
          </button>
        </div>
      </div>
      <h2>{shellMessages.gallery.title}</h2>
      <ExampleGallery />
      <RecentList />
    </main>
  );
}
