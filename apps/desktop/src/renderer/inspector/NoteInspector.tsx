import { useDocument, useSession } from '../editor/EditorContext';
import { setTitle } from '../editor/titles';
import { TextLinesInput } from '../fields/TextLinesInput';
import { useDraft } from '../fields/useDraft';
import { inspectorMessages } from '../messages-inspector';
import { DeleteSelection } from './DeleteSelection';
import { ItemHeader } from './ItemHeader';
import { SelectionColor } from './SelectionColor';
import { WritableFields } from './WritableFields';

const text = inspectorMessages.note;

/** The selected note: its text and its colour. */
export function NoteInspector({ id, canvasId }: { id: string; canvasId: string }) {
  const session = useSession();
  const note = useDocument((state) => state.blueprint.layout.notes[id]);
  const draft = useDraft(note?.text ?? '', (typed) => setTitle(session, canvasId, typed), canvasId);
  if (note === undefined) return null;
  return (
    <>
      <ItemHeader title={text.heading} help={text.help} />
      <div className="inspector-body">
        <WritableFields>
          <div className="field">
            <label htmlFor="note-text">{text.text}</label>
            <div className="input input-area">
              <TextLinesInput
                id="note-text"
                draft={draft}
                rows={{ fewest: 6, most: 20 }}
                maxLength={100_000}
              />
            </div>
            <p className="field-help">{text.markdown}</p>
          </div>
          <SelectionColor color={{ value: note.color, mixed: false }} />
          <DeleteSelection />
        </WritableFields>
      </div>
    </>
  );
}
