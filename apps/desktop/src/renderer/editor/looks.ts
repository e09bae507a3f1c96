import { setLayoutItem } from '@atomiton/blueprint';
import type { Group, LayoutColor, Look, Note, Operation } from '@atomiton/contracts';
import { parseFlowItemId } from '../canvas/layout-items';
import type { DocumentSession } from '../document/document-session';
import { canvasMessages } from '../messages-canvas';

/** Writes a look, if it changes; one that says nothing any more is removed. */
export function lookOperations(id: string, present: Look | undefined, change: Look): Operation[] {
  const kept = Object.fromEntries(
    Object.entries({ ...present, ...change }).filter(([, value]) => value !== undefined && value !== false),
  );
  if (JSON.stringify(kept) === JSON.stringify(present ?? {})) return [];
  return [setLayoutItem('looks', id, Object.keys(kept).length === 0 ? undefined : kept)];
}

/** Switches a mark of the selected nodes on, or off when all of them have it. */
export function toggleLook(session: DocumentSession, mark: 'collapsed' | 'pinned'): void {
  const { selectedNodes } = session.canvas.getState();
  const { looks = {} } = session.document.getState().blueprint.layout;
  const on = !selectedNodes.every((id) => looks[id]?.[mark] === true);
  session.edit(
    canvasMessages.edits[mark],
    selectedNodes.flatMap((id) => lookOperations(id, looks[id], { [mark]: on })),
  );
}

/** Colours what is selected: nodes, groups and notes. Undefined takes the colour away. */
export function colorSelection(session: DocumentSession, color: LayoutColor | undefined): void {
  const { selectedNodes, selectedItems } = session.canvas.getState();
  const { looks = {}, groups, notes } = session.document.getState().blueprint.layout;
  const operations = selectedNodes.flatMap((id) => lookOperations(id, looks[id], { color }));
  const colored = <T extends Group | Note>(item: T): T => {
    const { color: _before, ...rest } = item;
    return (color === undefined ? rest : { ...rest, color }) as T;
  };
  for (const item of selectedItems) {
    const { part, id = '' } = parseFlowItemId(item) ?? {};
    const group = part === 'groups' ? groups[id] : undefined;
    const note = part === 'notes' ? notes[id] : undefined;
    if (group !== undefined && group.color !== color)
      operations.push(setLayoutItem('groups', id, colored(group)));
    if (note !== undefined && note.color !== color)
      operations.push(setLayoutItem('notes', id, colored(note)));
  }
  session.edit(canvasMessages.edits.color, operations);
}
