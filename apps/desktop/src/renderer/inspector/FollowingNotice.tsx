import { Users } from 'lucide-react';
import { useDocument, useEditor, useSession } from '../editor/EditorContext';
import { editHere } from '../editor/lease';
import { messages } from '../messages';

/** Why the fields below cannot be changed, and how they can. */
export function FollowingNotice() {
  const editor = useEditor();
  const session = useSession();
  const writer = useDocument((state) => state.writer);
  if (writer) return null;
  const text = messages.document.lease;
  return (
    <div className="inspector-following" role="note" data-testid="inspector-following">
      <Users aria-hidden size={14} />
      <p>{text.readOnly}</p>
      <button type="button" className="button" onClick={() => void editHere(editor, session)}>
        {text.take}
      </button>
    </div>
  );
}
