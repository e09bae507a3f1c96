import { type OpenDocument, toErrorData } from '@atomiton/contracts';
import type { Viewport } from '@xyflow/react';
import { buildCanvas, finishInSlices } from '../canvas/canvas-store';
import { splitPath } from '../dialogs/file-path';
import { createDocumentSession, type DocumentSession } from '../document/document-session';
import { selectDrafted } from '../document/drafts';
import { shownText } from '../document/shown-text';
import { messages } from '../messages';
import { chooseFile, rememberFolder } from './choose-file';
import { activeSession, type ClosedTab, type Editor, flushDrafts } from './editor';
import { pauseForFrame } from './pause-for-frame';

/** What the name of a blueprint file ends in. */
export const EXTENSION = '.blueprint.json';

/** What a tab calls a document: its file's name, or its own until the first save. */
export function documentTitle(path: string | undefined, name: string): string {
  if (path === undefined) return shownText(name);
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return shownText(file.endsWith(EXTENSION) ? file.slice(0, -EXTENSION.length) : file);
}

/** Puts a file at the head of the recent ones, as the host does. */
export function noteRecent(editor: Editor, path: string): void {
  editor.app.setState(({ info }) =>
    info === undefined
      ? {}
      : { info: { ...info, recent: [path, ...info.recent.filter((other) => other !== path)] } },
  );
}

/** Makes the session of a document that the host has opened, ready to be drawn. */
async function sessionOf(editor: Editor, opened: OpenDocument): Promise<DocumentSession> {
  const { base } = editor.app.getState();
  const session = createDocumentSession(opened, editor.client, {
    catalog: base,
    frames: editor.frames,
    counters: editor.counters,
    now: editor.now,
    report: editor.report,
  });
  const { catalog } = session.document.getState();
  session.canvas.setState(await finishInSlices(buildCanvas(opened.blueprint, catalog), pauseForFrame));
  selectDrafted(session, opened);
  return session;
}

async function show(editor: Editor, opened: OpenDocument): Promise<void> {
  if (opened.path !== undefined) noteRecent(editor, opened.path);
  const isShown = (): boolean =>
    editor.workspace.getState().sessions.some(({ documentId }) => documentId === opened.documentId);
  if (!isShown()) {
    const session = await sessionOf(editor, opened);
    if (!isShown()) editor.workspace.setState((state) => ({ sessions: [...state.sessions, session] }));
  }
  editor.workspace.setState((state) => ({
    active: opened.documentId,
    closed: state.closed.filter(({ documentId }) => documentId !== opened.documentId),
  }));
}

/**
 * Opens a document of an earlier window by its id, in its place among `order`; the first one comes to the front. One
 * that is gone is left out and named.
 */
export async function openRestored(
  editor: Editor,
  documentId: string,
  order: readonly string[],
  viewport: Viewport | undefined,
): Promise<void> {
  try {
    const session = await sessionOf(editor, await editor.client.call('document.reopen', { documentId }));
    session.canvas.setState({ viewport });
    editor.workspace.setState(({ sessions, active }) => {
      // Somebody was quicker and has opened it already.
      if (sessions.some((open) => open.documentId === documentId)) return {};
      return {
        sessions: [...sessions, session].sort(
          (one, other) => order.indexOf(one.documentId) - order.indexOf(other.documentId),
        ),
        active: active ?? documentId,
      };
    });
  } catch (thrown) {
    editor.report(messages.document.notRestored(toErrorData(thrown).message));
  }
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

/** Opens a document that was closed, as it was; when the host has forgotten it, by its file. */
export function reopenDocument(editor: Editor, closed: ClosedTab): Promise<boolean> {
  const { documentId, path, name, discarded } = closed;
  return openBy(editor, name, async () => {
    if (discarded === true && path !== undefined) return editor.client.call('document.open', { path });
    try {
      return await editor.client.call('document.reopen', { documentId });
    } catch (thrown) {
      if (path === undefined) throw thrown;
      return editor.client.call('document.open', { path });
    }
  });
}
