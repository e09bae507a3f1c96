import { Copy } from 'lucide-react';
import { DialogFrame } from '../../dialogs/DialogFrame';
import { useEditor } from '../../editor/EditorContext';
import { resultMessages } from '../../messages-results';
import { toast } from '../../stores/ui-store';
import { copyText } from '../clipboard';
import { useLoaded } from '../useLoaded';
import type { ShownRows } from './useArrangement';

const MAX_CHARS = 200_000;

interface CellDetailProps {
  shown: ShownRows;
  cell: { row: number; column: number };
  columnName: string;
  onClose: () => void;
}

/** A cell in full: long texts, lists and structs. */
export function CellDetail({ shown, cell, columnName, onClose }: CellDetailProps) {
  const editor = useEditor();
  const { identity, arrangement } = shown;
  const loaded = useLoaded(`${identity} ${JSON.stringify([arrangement, cell])}`, () =>
    editor.values.get('value.cell', { identity, ...arrangement, ...cell, maxChars: MAX_CHARS }),
  );
  const copy = async (): Promise<void> => {
    if (loaded.state !== 'ready') return;
    if (await copyText(loaded.value.text)) toast(editor.ui, 'info', resultMessages.copied);
    else editor.report(resultMessages.notCopied);
  };
  return (
    <DialogFrame title={resultMessages.grid.cell(columnName, cell.row + 1)} size="large" onClose={onClose}>
      {loaded.state === 'ready' ? (
        // biome-ignore lint: a long text is scrolled by key
        <pre className="cell-detail" data-testid="cell-detail" tabIndex={0}>
          {loaded.value.text}
        </pre>
      ) : (
        <p className="result-note">
          {loaded.state === 'failed' ? resultMessages.failed(loaded.message) : resultMessages.loading}
        </p>
      )}
      {loaded.state === 'ready' && loaded.value.totalChars > loaded.value.text.length ? (
        <p className="result-note">{resultMessages.cut(loaded.value.text.length, loaded.value.totalChars)}</p>
      ) : null}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => void copy()}>
          <Copy aria-hidden size={13} />
          {resultMessages.copy}
        </button>
      </div>
    </DialogFrame>
  );
}
