import { toErrorData } from '@atomiton/contracts';
import { openDialog } from '../dialogs/open-dialog';
import { chooseFile } from '../editor/choose-file';
import type { Editor } from '../editor/editor';
import { resultMessages } from '../messages-results';
import { toast } from '../stores/ui-store';
import { formatBytes } from './format';

interface Written {
  path: string;
  sizeBytes: number;
}

/** A name that every file system takes. */
export function fileNameOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N} _.-]+/gu, '-').slice(0, 80) || 'result';
}

async function mayOverwrite(editor: Editor, body: string): Promise<boolean> {
  const answer = await openDialog(editor.ui, {
    kind: 'confirm',
    title: resultMessages.overwriteTitle,
    body,
    answers: [{ key: 'overwrite', label: resultMessages.overwrite, tone: 'danger' }],
  });
  return answer === 'overwrite';
}

/**
 * Asks where to, writes, and asks again before a file is replaced. The native dialog has asked that already.
 * @param write does it; refuses with code `file-exists` where a file is there and `overwrite` is false.
 * @returns what was written, or undefined where it was not.
 */
export async function saveResult<W extends Written>(
  editor: Editor,
  name: string,
  extension: string,
  write: (path: string, overwrite: boolean) => Promise<W>,
): Promise<W | undefined> {
  const chosen = await chooseFile(editor, {
    mode: 'save',
    title: resultMessages.saveTitle,
    suggested: `${fileNameOf(name)}.${extension}`,
    extensions: [extension],
  });
  if (chosen === undefined) return undefined;
  const path = chosen.toLowerCase().endsWith(`.${extension}`) ? chosen : `${chosen}.${extension}`;
  const asked = editor.app.getState().info?.shell === 'desktop' && path === chosen;
  try {
    let written: W;
    try {
      written = await write(path, asked);
    } catch (thrown) {
      const error = toErrorData(thrown);
      if (error.code !== 'file-exists' || !(await mayOverwrite(editor, error.message))) throw thrown;
      written = await write(path, true);
    }
    toast(editor.ui, 'info', resultMessages.saved(written.path, formatBytes(written.sizeBytes)));
    return written;
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code !== 'file-exists' && error.kind !== 'cancelled') {
      editor.report(resultMessages.notSaved(error.message), error.hint);
    }
    return undefined;
  }
}
