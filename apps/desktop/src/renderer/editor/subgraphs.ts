import {
  exposeParameter,
  instancesOf,
  makeIndependent,
  makeSubgraph,
  removeSubgraph,
  subgraphAt,
  unpackSubgraph,
} from '@atomiton/blueprint';
import { type Blueprint, instanceOf, type ParameterSpec } from '@atomiton/contracts';
import { select } from '../canvas/canvas-store';
import { openDialog } from '../dialogs/open-dialog';
import type { DocumentSession } from '../document/document-session';
import { levelKey, nodeAtPath, subgraphOf, wayOfNode, wayTo } from '../document/levels';
import { messages } from '../messages';
import { activeSession, type Editor } from './editor';

const { edits } = messages.subgraphs;

/** The subgraph that a node of the graph on the canvas is an instance of, where the document has it. */
export function instanceAt(session: DocumentSession, id: string): string | undefined {
  const { blueprint, root } = session.document.getState();
  const subgraph = instanceOf(blueprint.nodes[id]?.type ?? '');
  return subgraph === undefined || subgraphAt(root, subgraph) === undefined ? undefined : subgraph;
}

/** The only selected node where it is an instance. */
export function selectedInstance(session: DocumentSession | undefined): string | undefined {
  const [id, more] = session?.canvas.getState().selectedNodes ?? [];
  if (session === undefined || id === undefined || more !== undefined) return undefined;
  return instanceAt(session, id) === undefined ? undefined : id;
}

/** Puts the inside of an instance on the canvas; other nodes are left alone. */
export function enterInstance(session: DocumentSession, id: string): void {
  const subgraph = instanceAt(session, id);
  if (subgraph === undefined) return;
  session.enter([...session.document.getState().level, { subgraph, instance: id }]);
}

/** Goes up by one level, with the instance that was left selected. */
export function leaveSubgraph(session: DocumentSession): void {
  const { level } = session.document.getState();
  const left = level.at(-1)?.instance;
  session.enter(level.slice(0, -1));
  if (left !== undefined) select(session.canvas, [left]);
}

/** The selected nodes become one instance of a new subgraph. */
export function makeFromSelection(session: DocumentSession): void {
  const { blueprint, catalog } = session.document.getState();
  const { selectedNodes } = session.canvas.getState();
  const made = makeSubgraph(blueprint, catalog, selectedNodes, messages.subgraphs.newName);
  if (made === undefined || !session.edit(edits.make, made.operations)) return;
  select(session.canvas, [made.instanceId]);
}

export function unpack(session: DocumentSession, id: string): void {
  const unpacked = unpackSubgraph(session.document.getState().blueprint, id);
  if (unpacked === undefined || !session.edit(edits.unpack, unpacked.operations)) return;
  select(session.canvas, unpacked.ids.values());
}

export function becomeIndependent(session: DocumentSession, id: string): void {
  const { root, level } = session.document.getState();
  const made = makeIndependent(root, subgraphOf(level), id);
  if (made === undefined || !session.editDocument(edits.independent, made.operations)) return;
  select(session.canvas, [id]);
}

/** Makes a parameter of a node on the canvas one of the instances of the subgraph there. */
export function expose(session: DocumentSession, node: string, spec: ParameterSpec): void {
  const { root, level } = session.document.getState();
  const subgraph = subgraphOf(level);
  if (subgraph === undefined) return;
  session.editDocument(edits.expose, exposeParameter(root, subgraph, node, spec));
}

/** Removes a subgraph; asks first where nodes use it. */
export async function deleteSubgraph(editor: Editor, session: DocumentSession, id: string): Promise<void> {
  const { root } = session.document.getState();
  const count = instancesOf(root, id).length;
  const name = subgraphAt(root, id)?.name ?? id;
  if (count > 0) {
    const answer = await openDialog(editor.ui, {
      kind: 'confirm',
      title: messages.subgraphs.deleting.title(name),
      body: messages.subgraphs.deleting.body(count),
      answers: [{ key: 'delete', label: messages.subgraphs.deleting.delete, tone: 'danger' }],
    });
    if (answer !== 'delete') return;
  }
  session.editDocument(edits.delete, removeSubgraph(session.document.getState().root, id));
}

/** Whether a node can be gone to: by its path, or by its id inside a subgraph. */
export function isThere(root: Blueprint, node: string, subgraph: string | undefined): boolean {
  if (subgraph === undefined) return nodeAtPath(root, node) !== undefined;
  const found = subgraphAt(root, subgraph);
  return found !== undefined && (Object.hasOwn(found.nodes, node) || node === 'input' || node === 'output');
}

/** Brings a node to the middle of the canvas, whichever level it is in; `path` as a run names it. */
export function goToNode(editor: Editor, path: string): void {
  const session = activeSession(editor);
  if (session === undefined) return;
  const { root, level } = session.document.getState();
  const found = wayOfNode(root, path);
  if (found === undefined) {
    editor.report(messages.subgraphs.gone(path));
    return;
  }
  if (levelKey(found.way) === levelKey(level)) editor.view?.centre(found.node);
  else session.enter(found.way, found.node);
}

/** The same for a node of a definition, through the nearest instance. */
export function goToInner(editor: Editor, subgraph: string, node: string): void {
  const session = activeSession(editor);
  if (session === undefined) return;
  const { root, level } = session.document.getState();
  const way = wayTo(root, subgraph, level);
  if (levelKey(way) === levelKey(level)) editor.view?.centre(node);
  else session.enter(way, node);
}
