import { setLayoutItem } from '@atomiton/blueprint';
import { parseFlowItemId } from '../canvas/layout-items';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';

/** Begins to type the title or text of the one thing that is selected: a node, a group or a note. */
export function editTitle(session: DocumentSession): void {
  const { selectedNodes, selectedItems } = session.canvas.getState();
  const [only, ...others] = [...selectedNodes, ...selectedItems];
  if (only !== undefined && others.length === 0) session.canvas.setState({ editing: only });
}

/** Takes over a typed title or text; an empty one gives a node the name of its type. */
export function setTitle(session: DocumentSession, canvasId: string, typed: string): void {
  const { nodes, layout } = session.document.getState().blueprint;
  const { part, id = '' } = parseFlowItemId(canvasId) ?? {};
  const group = part === 'groups' ? layout.groups[id] : undefined;
  const note = part === 'notes' ? layout.notes[id] : undefined;
  if (note !== undefined) {
    const text = typed.slice(0, 100_000);
    if (text === note.text) return;
    session.edit(canvasMessages.edits.note, [setLayoutItem('notes', id, { ...note, text })]);
    return;
  }
  const title = typed.trim().slice(0, 1000);
  if (group !== undefined) {
    if (title === group.title) return;
    session.edit(messages.edits.rename, [setLayoutItem('groups', id, { ...group, title })]);
    return;
  }
  const node = nodes[canvasId];
  if (node === undefined || title === (node.name ?? '')) return;
  session.edit(messages.edits.rename, [
    { op: 'rename-node', id: canvasId, ...(title === '' ? {} : { name: title }) },
  ]);
}
