import { useEditor, useSession } from '../editor/EditorContext';
import { setTitle } from '../editor/titles';
import { useDraft } from '../fields/useDraft';

interface TitleFieldProps {
  /** Node, group or note. */
  canvasId: string;
  value: string;
  placeholder?: string;
  label: string;
}

/** A title typed in place: Enter or leaving takes it over as one edit, Escape leaves it as it was. */
export function TitleField({ canvasId, value, placeholder, label }: TitleFieldProps) {
  const editor = useEditor();
  const session = useSession();
  const draft = useDraft(value, (text) => setTitle(session, canvasId, text));
  const end = (): void => session.canvas.setState({ editing: undefined });
  return (
    <input
      className="title-field nodrag nopan nokey"
      aria-label={label}
      value={draft.text}
      placeholder={placeholder}
      maxLength={1000}
      spellCheck={false}
      autoComplete="off"
      ref={(element) => {
        if (element !== null && document.activeElement !== element) {
          element.focus({ preventScroll: true });
          element.select();
        }
      }}
      onChange={(event) => draft.change(event.target.value)}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={() => {
        draft.commit();
        end();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Enter') draft.commit();
        else draft.revert();
        end();
        editor.view?.focusElement(canvasId);
      }}
    />
  );
}
