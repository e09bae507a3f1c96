import { useSession } from '../editor/EditorContext';
import { deleteSelection } from '../editor/edits';
import { inspectorMessages } from '../messages-inspector';

/** Deletes what is selected. */
export function DeleteSelection() {
  const session = useSession();
  return (
    <div className="chips">
      <button type="button" className="button" onClick={() => deleteSelection(session)}>
        {inspectorMessages.delete}
      </button>
    </div>
  );
}
