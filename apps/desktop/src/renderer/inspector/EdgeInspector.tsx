import { useDocument, useSession } from '../editor/EditorContext';
import { deleteSelection } from '../editor/edits';
import { messages } from '../messages';
import { WritableFields } from './WritableFields';

/** What an edge joins. */
export function EdgeInspector({ to }: { to: string }) {
  const session = useSession();
  const from = useDocument((state) => state.blueprint.edges[to]?.from);
  return (
    <header className="inspector-header">
      <h1>{messages.inspector.edge}</h1>
      <p className="mono">
        {from} → {to}
      </p>
      <p>{messages.inspector.edgeHint}</p>
      <WritableFields>
        <button type="button" className="button" onClick={() => deleteSelection(session)}>
          {messages.inspector.delete}
        </button>
      </WritableFields>
    </header>
  );
}
