import { type BridgeInput, type ErrorData, toErrorData } from '@atomiton/contracts';
import type { ConfirmRequest } from '../dialogs/dialog-request';
import { joinPath } from '../dialogs/file-path';
import { openDialog } from '../dialogs/open-dialog';
import { type DocumentSession, isDirty } from '../document/document-session';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import { chooseFile, rememberFolder } from './choose-file';
import { documentTitle, EXTENSION, noteRecent } from './documents';
import { activeSession, type Editor, flushDrafts } from './editor';
import { editHere } from './lease';

/** The name of a file for a document that has none, of characters that every system takes. */
function fileNameOf(name: string): string {
  return `${name.replaceAll(/[^\p{L}\p{N} _.-]+/gu, '-') || 'blueprint'}${EXTENSION}`;
}

/** Where a save dialog starts: the document's own file, else its name in the folder used last. */
export function suggestedPath(editor: Editor, session: DocumentSession): string {
  const { path, blueprint } = session.document.getState();
  if (path !== undefined) return path;
  const folder = editor.settings.getState().panels.lastFolder || editor.app.getState().info?.homeFolder || '';
  const name = fileNameOf(blueprint.name);
  return folder === '' ? name : joinPath(folder, name);
}

async function askForTarget(
  editor: Editor,
  session: DocumentSession,
  title: string,
): Promise<string | undefined> {
  const chosen = await chooseFile(editor, {
    mode: 'save',
    title,
    suggested: suggestedPath(editor, session),
    extensions: ['blueprint.json'],
  });
  if (chosen === undefined) return undefined;
  const target = chosen.endsWith('.json') ? chosen : `${chosen}${EXTENSION}`;
  rememberFolder(editor, target);
  return target;
}

/** What can be done about a save that was refused: the first answer is the one that leads on. */
function answersTo(error: ErrorData): ConfirmRequest['answers'] {
  const { overwrite, tryAgain, saveAs } = messages.dialogs;
  if (error.code === 'file-exists' || error.code === 'file-changed') {
    return [
      { key: 'save-as', label: saveAs, tone: 'primary' },
      { key: 'overwrite', label: overwrite, tone: 'danger' },
    ];
  }
  if (error.code === 'not-writer') {
    return [{ key: 'edit-here', label: messages.document.lease.take, tone: 'primary' }];
  }
  return [
    { key: 'save-as', label: saveAs, tone: 'primary' },
    { key: 'again', label: tryAgain },
  ];
}

function askAfterRefusal(editor: Editor, error: ErrorData, name: string): Promise<string | undefined> {
  return openDialog(editor.ui, {
    kind: 'confirm',
    title: messages.dialogs.refusedTitle(name),
    body: [error.message, error.hint].filter(Boolean).join('\n'),
    answers: answersTo(error),
  });
}

type Write = (input: BridgeInput<'document.save'>) => Promise<string>;

/**
 * Writes to `first`, or to the document's own file when it is undefined. A refusal says what was wrong and offers
 * the ways out until one works or the user gives up; the document stays as it is.
 * @returns the path written, undefined when given up.
 */
async function writeUntilSaved(
  editor: Editor,
  session: DocumentSession,
  first: string | undefined,
  write: Write,
): Promise<string | undefined> {
  // The native dialog has asked already whether a file may be replaced.
  const asked = editor.app.getState().info?.shell === 'desktop';
  let target = first;
  let overwrite = target !== undefined && asked;
  for (;;) {
    await session.settled();
    const { path, blueprint } = session.document.getState();
    const unkept = session.unkept();
    const input = {
      documentId: session.documentId,
      overwrite,
      ...(unkept === undefined ? {} : { unkept }),
      ...(target === undefined ? {} : { path: target }),
    };
    try {
      return await write(input);
    } catch (thrown) {
      const answer = await askAfterRefusal(editor, toErrorData(thrown), documentTitle(path, blueprint.name));
      if (answer === undefined) return undefined;
      if (answer === 'overwrite') overwrite = true;
      if (answer === 'edit-here') await editHere(editor, session);
      if (answer !== 'save-as') continue;
      const chosen = await askForTarget(editor, session, messages.dialogs.saveTitle);
      if (chosen === undefined) return undefined;
      target = chosen;
      overwrite = asked;
    }
  }
}

/** Writes to the document's own file. */
function writeFile(editor: Editor, session: DocumentSession): Write {
  return async (input) => {
    const { path, savedRevision, document } = await editor.client.call('document.save', {
      ...input,
      nameByFile: true,
    });
    session.saved(path, savedRevision, input.unkept?.edits.length, document);
    noteRecent(editor, path);
    return path;
  };
}

/** Saves to the document's file; asks for one the first time, or when `as` is set. */
export async function saveDocument(
  editor: Editor,
  as = false,
  session: DocumentSession | undefined = activeSession(editor),
): Promise<boolean> {
  if (session === undefined) return false;
  flushDrafts(editor);
  let target: string | undefined;
  if (as || session.document.getState().path === undefined) {
    target = await askForTarget(editor, session, messages.dialogs.saveTitle);
    if (target === undefined) return false;
  }
  const saved = await writeUntilSaved(editor, session, target, writeFile(editor, session));
  if (saved !== undefined) toast(editor.ui, 'info', messages.document.saved(saved));
  return saved !== undefined;
}

/** Saves every document with changes, one after the other, until one is given up. */
export async function saveAll(editor: Editor): Promise<void> {
  flushDrafts(editor);
  const dirty = editor.workspace
    .getState()
    .sessions.filter((session) => isDirty(session.document.getState()));
  let count = 0;
  for (const session of dirty) {
    let target: string | undefined;
    if (session.document.getState().path === undefined) {
      editor.workspace.setState({ active: session.documentId });
      target = await askForTarget(editor, session, messages.dialogs.saveTitle);
      if (target === undefined) return;
    }
    if ((await writeUntilSaved(editor, session, target, writeFile(editor, session))) === undefined) return;
    count++;
  }
  toast(editor.ui, 'info', count === 0 ? messages.document.allSaved : messages.document.savedAll(count));
}

/** Writes the document to another file and stays with its own. */
export async function saveCopy(
  editor: Editor,
  session: DocumentSession | undefined = activeSession(editor),
): Promise<void> {
  if (session === undefined) return;
  flushDrafts(editor);
  const target = await askForTarget(editor, session, messages.dialogs.copyTitle);
  if (target === undefined) return;
  const write: Write = async ({ path = target, ...input }) =>
    (await editor.client.call('document.saveCopy', { ...input, path })).path;
  const saved = await writeUntilSaved(editor, session, target, write);
  if (saved !== undefined) toast(editor.ui, 'info', messages.document.savedCopy(saved));
}
