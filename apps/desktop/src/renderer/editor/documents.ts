import { type OpenDocument, toErrorData } from '@atomiton/contracts';
import { buildCanvas, finishInSlices } from '../canvas/canvas-store';
import { splitPath } from '../dialogs/useFolder';
import { createDocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { chooseFile, rememberFolder } from './choose-file';
import { activeSession, type ClosedTab, type Editor, flushDrafts } from './editor';
import { pauseForFrame } from './pause-for-frame';

/** What the name of a blueprint file ends in. */
export const EXTENSION = '.blueprint.json';

/** What a tab calls a document: its file's name, or its own until the first save. */
export function documentTitle(path: string | undefined, name: string): string {
  if (path === undefined) return name;
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return file.endsWith(EXTENSION) ? file.slice(0, -EXTENSION.length) : file;
}

async function show(editor: Editor, opened: OpenDocument): Promise<void> {
  const { sessions } = editor.workspace.getState();
  if (sessions.some((session) => session.documentId === opened.documentId)) {
    editor.workspace.setState({ active: opened.documentId });
    return;
  }
  const { catalog } = editor.app.getState();
  const session = createDocumentSession(opened, editor.client, {
    catalog,
    frames: editor.frames,
    counters: editor.counters,
    now: editor.now,
    report: editor.report,
  });
  session.canvas.setState(await finishInSlices(buildCanvas(opened.blueprint, catalog), pauseForFrame));
  editor.workspace.setState((state) => ({
    sessions: [...state.sessions, session],
    active: session.documentId,
  }));
}

async function openBy(editor: Editor, name: string, ask: () => Promise<OpenDocument>): Promise<boolean> {
  flushDrafts(editor);
  editor.workspace.setState({ opening: name });
  try {
    await show(editor, await ask());
    return true;
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(messages.document.notOpened(name, error.message), error.hint);
    return false;
  } finally {
    editor.workspace.setState({ opening: undefined });
  }
}

export function newDocument(editor: Editor, example?: string): Promise<boolean> {
  const name = example ?? messages.document.untitled;
  return openBy(editor, name, () =>
    editor.client.call('document.create', example === undefined ? {} : { example }),
  );
}

export function openPath(editor: Editor, path: string): Promise<boolean> {
  return openBy(editor, documentTitle(path, path), () => editor.client.call('document.open', { path }));
}

export async function openWithDialog(editor: Editor): Promise<void> {
  const { path: shown } = activeSession(editor)?.document.getState() ?? {};
  const folder = shown === undefined ? editor.settings.getState().panels.lastFolder : splitPath(shown).folder;
  const path = await chooseFile(editor, {
    mode: 'open',
    title: messages.dialogs.openTitle,
    extensions: ['blueprint.json', 'json'],
    ...(folder === '' ? {} : { suggested: folder.endsWith('/') ? folder : `${folder}/` }),
  });
  if (path === undefined) return;
  rememberFolder(editor, path);
  await openPath(editor, path);
}

/** Opens a document that was closed, as it was. */
export function reopenDocument(editor: Editor, closed: ClosedTab): Promise<boolean> {
  const { path, name } = closed;
  return openBy(editor, name, () => editor.client.call('document.open', { path: path ?? '' }));
}
