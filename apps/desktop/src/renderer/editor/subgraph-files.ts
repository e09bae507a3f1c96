import { adoptSubgraphs, freshNodeId, subgraphFile, wouldRecurse } from '@atomiton/blueprint';
import { instanceType, type Operation, type SubgraphFile, toErrorData } from '@atomiton/contracts';
import { select } from '../canvas/canvas-store';
import type { DocumentSession } from '../document/document-session';
import { subgraphOf } from '../document/levels';
import { messages } from '../messages';
import { toast } from '../stores/ui-store';
import { chooseFile } from './choose-file';
import { activeSession, type Editor } from './editor';

const text = messages.subgraphs.library;
const EXTENSION = 'subgraph.json';

/** Fetches the subgraphs that the user keeps for every document. */
export async function loadSaved(editor: Editor): Promise<void> {
  const { saved } = await editor.client.call('subgraphs.saved', {}).catch(() => ({ saved: [] }));
  editor.app.setState({ savedSubgraphs: saved });
}

/** Keeps a subgraph of the document for every document. */
export async function keepSubgraph(editor: Editor, session: DocumentSession, id: string): Promise<void> {
  const file = subgraphFile(session.document.getState().root, id);
  if (file === undefined) return;
  try {
    await editor.client.call('subgraphs.keep', { file });
    toast(editor.ui, 'info', text.kept(file.subgraphs[id]?.name ?? id));
    await loadSaved(editor);
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(text.notWritten(error.message), error.hint);
  }
}

export async function dropSaved(editor: Editor, id: string): Promise<void> {
  await editor.client
    .call('subgraphs.drop', { id })
    .catch((thrown: unknown) => editor.report(toErrorData(thrown).message));
  await loadSaved(editor);
}

/** Writes a subgraph, with those it uses, as a file of its own. */
export async function exportSubgraph(editor: Editor, session: DocumentSession, id: string): Promise<void> {
  const file = subgraphFile(session.document.getState().root, id);
  if (file === undefined) return;
  const chosen = await chooseFile(editor, {
    mode: 'save',
    title: text.exportTitle,
    suggested: `${id}.${EXTENSION}`,
    extensions: [EXTENSION],
  });
  if (chosen === undefined) return;
  const path = chosen.endsWith('.json') ? chosen : `${chosen}.${EXTENSION}`;
  try {
    await editor.client.call('subgraphs.export', { path, file });
    toast(editor.ui, 'info', text.exported(path));
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(text.notWritten(error.message), error.hint);
  }
}

/** Reads a file of a subgraph and puts an instance of it on the canvas. */
export async function importSubgraph(editor: Editor): Promise<void> {
  const path = await chooseFile(editor, {
    mode: 'open',
    title: text.importTitle,
    extensions: [EXTENSION, 'json'],
  });
  if (path === undefined) return;
  try {
    const { file } = await editor.client.call('subgraphs.import', { path });
    insertSaved(editor, file);
  } catch (thrown) {
    const error = toErrorData(thrown);
    editor.report(text.failed(error.message), error.hint);
  }
}

/** Puts an instance of a subgraph from elsewhere in the middle of the canvas, with the definitions that it needs. */
export function insertSaved(editor: Editor, file: SubgraphFile): void {
  const session = activeSession(editor);
  if (session === undefined || editor.view === undefined) return;
  const { root, blueprint, level } = session.document.getState();
  const { operations, ids } = adoptSubgraphs(root, file.subgraphs);
  const main = ids.get(file.main) ?? file.main;
  const name = file.subgraphs[file.main]?.name ?? main;
  if (wouldRecurse(root, subgraphOf(level), main)) {
    editor.report(messages.subgraphs.recursive(name));
    return;
  }
  const type = instanceType(main);
  const id = freshNodeId(blueprint, type);
  const { x, y } = editor.view.middle();
  const add: Operation = {
    op: 'add-node',
    id,
    node: { type, typeVersion: 1, parameters: {}, mode: 'active' },
    position: { x: Math.round(x - 108), y: Math.round(y - 30) },
  };
  if (session.edit(messages.subgraphs.edits.import, [...operations, add])) select(session.canvas, [id]);
  void editor.client
    .call('trust.foreign', { documentId: session.documentId, nodes: [id] })
    .catch(() => undefined);
}
