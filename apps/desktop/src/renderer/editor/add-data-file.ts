import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { chooseFile } from './choose-file';
import { openPath } from './documents';
import { activeSession, type Editor } from './editor';
import { addNode, type Point } from './edits';
import { isBlueprintName, READABLE_EXTENSIONS, readerFor } from './reader-nodes';

/** Places a node that reads the file, with the file in its parameter where its path is known. @returns whether one fits. */
export function addReader(editor: Editor, name: string, path: string | undefined, at: Point): boolean {
  const session = activeSession(editor);
  const reader = readerFor(editor.app.getState().catalog, name);
  if (session === undefined || reader === undefined) return false;
  const { definition, parameter } = reader;
  addNode(session, definition, at, (id) =>
    path === undefined ? [] : [{ op: 'set-parameter', id, name: parameter, value: path }],
  );
  if (path === undefined) editor.report(messages.canvas.dropNoPath);
  return true;
}

/** Asks for a file: a blueprint is opened, data gets the node that reads it. */
export async function addDataFile(editor: Editor): Promise<void> {
  const path = await chooseFile(editor, {
    mode: 'open',
    title: shellMessages.gallery.chooseFile,
    extensions: [...READABLE_EXTENSIONS, 'json'],
  });
  if (path === undefined) return;
  if (isBlueprintName(path)) await openPath(editor, path);
  else if (editor.view === undefined || !addReader(editor, path, path, editor.view.middle())) {
    editor.report(messages.canvas.dropUnknown(path));
  }
}
