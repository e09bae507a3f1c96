import type { BridgeInput } from '@atomiton/contracts';
import { Download } from 'lucide-react';
import { useEditor } from '../editor/EditorContext';
import { saveResult } from './save-result';

type Format = BridgeInput<'value.save'>['format'];

/** Writes a value to a file that the user chooses. */
export function SaveValueButton({
  identity,
  name,
  format,
  extension,
  label,
}: Pick<BridgeInput<'value.save'>, 'identity'> & {
  name: string;
  format: Format;
  extension: string;
  label: string;
}) {
  const editor = useEditor();
  return (
    <button
      type="button"
      className="button button-quiet"
      data-save
      onClick={() =>
        void saveResult(editor, name, extension, (path, overwrite) =>
          editor.client.call('value.save', { identity, format, path, overwrite }),
        )
      }
    >
      <Download aria-hidden size={13} />
      {label}
    </button>
  );
}
