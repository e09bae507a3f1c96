import { FolderOpen } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { chooseFile } from '../editor/choose-file';
import { droppedPath } from '../editor/dropped-path';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { textInputEvents } from './text-input-events';
import { useDraft } from './useDraft';

/** A path of a file or folder: typed, chosen, or dropped on the field. */
export function PathField({ folder, ...props }: FieldProps & { folder: boolean }) {
  const { id, spec, value, mixed, invalid, describedBy, draftKey, onChange } = props;
  const editor = useEditor();
  const draft = useDraft(asText(value), onChange, draftKey);
  const [over, setOver] = useState(false);
  const put = (path: string): void => {
    draft.revert();
    onChange(path);
  };
  const browse = async (): Promise<void> => {
    const path = await chooseFile(editor, {
      mode: folder ? 'folder' : 'open',
      title: folder ? messages.dialogs.chooseFolder(spec.label) : messages.dialogs.chooseFile(spec.label),
      suggested: draft.text === '' ? undefined : draft.text,
      extensions: spec.extensions ?? [],
    });
    if (path !== undefined) put(path);
  };
  const drop = (event: DragEvent): void => {
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const path = droppedPath(file);
    if (path === undefined) editor.report(messages.fields.dropNoPath(file.name));
    else put(path);
  };
  return (
    <div
      className="input-pair"
      data-over={over}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="input" data-invalid={invalid}>
        <input
          id={id}
          type="text"
          placeholder={mixed ? messages.fields.mixed : spec.placeholder}
          title={draft.text}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          spellCheck={false}
          autoComplete="off"
          {...textInputEvents(draft)}
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
