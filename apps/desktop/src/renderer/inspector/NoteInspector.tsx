import { useDocument, useSession } from '../editor/EditorContext';
import { deleteSelection } from '../editor/edits';
import { colorSelection } from '../editor/looks';
import { setTitle } from '../editor/titles';
import { useDraft } from '../fields/useDraft';
import { inspectorMessages } from '../messages-inspector';
import { ColorPicker } from './ColorPicker';
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
      <header className="inspector-header">
        <h1>{text.heading}</h1>
        <p>{text.help}</p>
      </header>
      <div className="inspector-body">
        <WritableFields>
          <div className="field">
            <label htmlFor="note-text">{text.text}</label>
            <div className="input input-area">
              <textarea
                id="note-text"
                rows={Math.min(20, Math.max(6, draft.text.split('\n').length + 1))}
                maxLength={100_000}
                value={draft.text}
                spellCheck={false}
                onChange={(event) => draft.change(event.target.value)}
                onBlur={draft.commit}
                onKeyDown={(event) => {
                  if (event.key === 'Escape') draft.revert();
                }}
              />
            </div>
            <p className="field-help">{text.markdown}</p>
          </div>
          <div className="field color-field">
            <span className="field-label">{inspectorMessages.color}</span>
            <ColorPicker
              worded
              color={{ value: note.color, mixed: false }}
              onPick={(color) => colorSelection(session, color)}
            />
          </div>
          <div className="chips">
            <button type="button" className="button" onClick={() => deleteSelection(session)}>
              {inspectorMessages.delete}
            </button>
          </div>
        </WritableFields>
      </div>
    </>
  );
}
