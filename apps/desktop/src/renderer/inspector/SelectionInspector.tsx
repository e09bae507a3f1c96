import { useSession } from '../editor/EditorContext';
import { deleteSelection, duplicateSelection } from '../editor/edits';
import { messages } from '../messages';

/** What can be done with several nodes at once. */
export function SelectionInspector({ count }: { count: number }) {
  const session = useSession();
  return (
    <header className="inspector-header">
      <h1>{messages.inspector.several(count)}</h1>
      <p>{messages.inspector.severalHint}</p>
      <div className="chips">
        <button type="button" className="button" onClick={() => duplicateSelection(session)}>
          {messages.inspector.duplicate}
        </button>
        <button type="button" className="button" onClick={() => deleteSelection(session)}>
          {messages.inspector.delete}
        </button>
      </div>
    </header>
  );
}
