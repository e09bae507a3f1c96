import type { FileRequest } from '../dialogs/dialog-request';
import { splitPath } from '../dialogs/file-path';
import { openDialog } from '../dialogs/open-dialog';
import type { Editor } from './editor';

/** Asks for a path: with the system's dialog in the desktop window, else with our own over `files.list`. */
export async function chooseFile(
  editor: Editor,
  request: Omit<FileRequest, 'kind'>,
): Promise<string | undefined> {
  if (editor.app.getState().info?.shell !== 'desktop') {
    return openDialog(editor.ui, { kind: 'file', ...request });
  }
  const { mode, title, suggested, extensions } = request;
  const { path } = await editor.client.call('dialog.choose', {
    mode,
    title,
    extensions,
    ...(suggested === undefined ? {} : { suggested }),
  });
  return path ?? undefined;
}

/** The next dialog that has no better place starts in the folder of this file. */
export function rememberFolder(editor: Editor, path: string): void {
  const { folder } = splitPath(path);
  if (editor.settings.getState().panels.lastFolder === folder) return;
  void editor.settings.change({ section: 'panels', name: 'lastFolder', value: folder });
}
