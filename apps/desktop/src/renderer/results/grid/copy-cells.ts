import { toErrorData } from '@atomiton/contracts';
import { useCallback } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { resultMessages } from '../../messages-results';
import { toast } from '../../stores/ui-store';
import { copyText } from '../clipboard';
import { runJob } from '../run-job';
import type { GridRange } from './grid-selection';
import type { ShownRows } from './useArrangement';

/** Copies a rectangle of cells as tab-separated text; `withNames` puts the names of the columns above. */
export function useCopyCells(shown: ShownRows, columns: number) {
  const editor = useEditor();
  return useCallback(
    async (range: GridRange, withNames: boolean): Promise<void> => {
      if (shown.rows === 0 || columns === 0) return;
      const input = {
        identity: shown.identity,
        ...shown.arrangement,
        rows: { first: range.firstRow, count: range.lastRow - range.firstRow + 1 },
        columns: { first: range.firstColumn, count: range.lastColumn - range.firstColumn + 1 },
        header: withNames,
      };
      try {
        const { text } = await runJob(editor.client, 'value.copy', input);
        if (await copyText(text)) toast(editor.ui, 'info', resultMessages.copied);
        else editor.report(resultMessages.notCopied);
      } catch (thrown) {
        const error = toErrorData(thrown);
        editor.report(error.message, error.hint);
      }
    },
    [editor, shown, columns],
  );
}
