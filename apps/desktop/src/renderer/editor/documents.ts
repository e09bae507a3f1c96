import { type OpenDocument, toErrorData } from '@atomiton/contracts';
import { buildCanvas, finishInSlices } from '../canvas/canvas-store';
import { openDialog } from '../dialogs/open-dialog';
import { createDocumentSession, type DocumentSession, isDirty } from '../document/document-session';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import { chooseFile } from './choose-file';
import { activeSession, type Editor, flushDrafts } from './editor';
import { pauseForFrame } from './pause-for-frame';

const EXTENSION = '.blueprint.json';

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
  const path = await chooseFile(editor, {
    mode: 'open',
    title: messages.dialogs.openTitle,
    extensions: ['blueprint.json', 'json'],
  });
  if (path !== undefined) await openPath(editor, path);
}

async function saveTo(editor: Editor, session: DocumentSession, path: string | undefined): Promise<boolean> {
  await session.settled();
  // The native dialog has asked already whether a file may be replaced.
  const overwrite = path !== undefined && editor.app.getState().info?.shell === 'desktop';
  const input = { documentId: session.documentId, overwrite, ...(path === undefined ? {} : { path }) };
  try {
    const saved = await editor.client.call('document.save', input);
    session.saved(saved.path, saved.savedRevision);
    return true;
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code !== 'file-exists' && error.code !== 'file-changed') {
      editor.report(messages.document.notSaved(error.message), error.hint);
      return false;
    }
    const answer = await openDialog(editor.ui, {
      kind: 'confirm',
      title: messages.dialogs.overwriteTitle,
      body: error.message,
      answers: [{ key: 'overwrite', label: messages.dialogs.overwrite, tone: 'danger' }],
    });
    if (answer !== 'overwrite') return false;
    const forced = await editor.client.call('document.save', { ...input, overwrite: true });
    session.saved(forced.path, forced.savedRevision);
    return true;
  }
}

/** Saves to the document's file; asks for one the first time, or when `as` is set. */
export async function saveDocument(
  editor: Editor,
  as = false,
  session: DocumentSession | undefined = activeSession(editor),
): Promise<boolean> {
  if (session === undefined) return false;
  flushDrafts(editor);
  const { path, blueprint } = session.document.getState();
  let target: string | undefined;
  if (as || path === undefined) {
    const chosen = await chooseFile(editor, {
      mode: 'save',
      title: messages.dialogs.saveTitle,
      suggested:
        path ?? `${blueprint.name.replaceAll(/[^\p{L}\p{N} _.-]+/gu, '-') || 'blueprint'}${EXTENSION}`,
      extensions: ['blueprint.json'],
    });
    if (chosen === undefined) return false;
    target = chosen.endsWith('.json') ? chosen : `${chosen}${EXTENSION}`;
  }
  try {
    const saved = await saveTo(editor, session, target);
    if (saved) toast(editor.ui, 'info', messages.document.saved(session.document.getState().path ?? ''));
    return saved;
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(messages.document.notSaved(error.message), error.hint);
    return false;
  }
}

/** Closes a tab; asks first when there are edits that its file does not have. */
export async function closeDocument(editor: Editor, documentId: string): Promise<void> {
  flushDrafts(editor);
  const session = editor.workspace.getState().sessions.find((open) => open.documentId === documentId);
  if (session === undefined) return;
  const state = session.document.getState();
  if (isDirty(state)) {
    const answer = await openDialog(editor.ui, {
      kind: 'confirm',
      title: messages.dialogs.closeTitle(documentTitle(state.path, state.blueprint.name)),
      body: messages.dialogs.closeBody,
      answers: [
        { key: 'save', label: messages.dialogs.save, tone: 'primary' },
        { key: 'discard', label: messages.dialogs.discard, tone: 'danger' },
      ],
    });
    if (answer === 'save') {
      if (!(await saveDocument(editor, false, session))) return;
    } else if (answer !== 'discard') return;
  }
  editor.workspace.setState(({ sessions, active }) => {
    const index = sessions.indexOf(session);
    const left = sessions.filter((open) => open !== session);
    const next = active === documentId ? left[Math.min(index, left.length - 1)]?.documentId : active;
    return { sessions: left, active: next };
  });
  await editor.client.call('document.close', { documentId }).catch(() => undefined);
}
