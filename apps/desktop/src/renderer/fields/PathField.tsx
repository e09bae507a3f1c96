import { FolderOpen } from 'lucide-react';
import { chooseFile } from '../editor/choose-file';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { useDraft } from './useDraft';

/** A path of a file or folder, typed or chosen. */
export function PathField({ folder, ...props }: FieldProps & { folder: boolean }) {
  const { id, spec, value, invalid, describedBy, onChange } = props;
  const editor = useEditor();
  const draft = useDraft(asText(value), onChange);
  const browse = async (): Promise<void> => {
    const path = await chooseFile(editor, {
      mode: folder ? 'folder' : 'open',
      title: folder ? messages.dialogs.chooseFolder(spec.label) : messages.dialogs.chooseFile(spec.label),
      suggested: draft.text === '' ? undefined : draft.text,
      extensions: [],
    });
    if (path === undefined) return;
    draft.revert();
    onChange(path);
  };
  return (
    <div className="input-pair">
      <div className="input" data-invalid={invalid}>
        <input
          id={id}
          type="text"
          value={draft.text}
          placeholder={spec.placeholder}
          title={draft.text}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => draft.change(event.target.value)}
          onBlur={draft.commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey) draft.commit();
            if (event.key === 'Escape') draft.revert();
          }}
        />
      </div>
      <button
        type="button"
        className="button"
        aria-label={messages.fields.browseLabel(spec.label)}
        onClick={() => void browse()}
      >
        <FolderOpen aria-hidden size={14} />
        {messages.fields.browse}
      </button>
    </div>
  );
}
