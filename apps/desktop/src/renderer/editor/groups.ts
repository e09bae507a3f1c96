import { applyOperations, deleteNodes, freshLayoutId, moveToGroup, setLayoutItem } from '@atomiton/blueprint';
import type { Group, Operation } from '@atomiton/contracts';
import { select } from '../canvas/canvas-store';
import { boundsOf } from '../canvas/fitting-viewport';
import { flowItemId, GROUP_HEADER, parseFlowItemId } from '../canvas/layout-items';
import type { DocumentSession } from '../document/document-session';
import { messages } from '../messages';
import { canvasMessages } from '../messages-canvas';

/** Room between a frame and what it holds, in canvas units. */
const PADDING = 24;

/** The frame around a rectangle, with room for the header. */
function frameOf({ left, top, right, bottom }: ReturnType<typeof boundsOf>) {
  return {
    x: Math.round(left - PADDING),
    y: Math.round(top - PADDING - GROUP_HEADER),
    width: Math.round(right - left + 2 * PADDING),
    height: Math.round(bottom - top + 2 * PADDING + GROUP_HEADER),
  };
}

/** Ids of the selected groups. */
export function selectedGroups(session: DocumentSession): string[] {
  return session.canvas.getState().selectedItems.flatMap((item) => {
    const parsed = parseFlowItemId(item);
    return parsed?.part === 'groups' ? [parsed.id] : [];
  });
}

/** Draws a frame around the selected nodes, which leave the groups they were in; its title is typed next. */
export function groupSelection(session: DocumentSession): void {
  const { nodes, selectedNodes } = session.canvas.getState();
  const members = [...selectedNodes].sort();
  if (members.length === 0) return;
  const chosen = new Set(members);
  const frame = frameOf(boundsOf(nodes.filter((node) => chosen.has(node.id))));
  const { blueprint } = session.document.getState();
  const id = freshLayoutId(blueprint, 'groups');
  const group: Group = {
    title: canvasMessages.groups.untitled,
    ...frame,
    members: [],
  };
  const add = setLayoutItem('groups', id, group);
  const after = applyOperations(blueprint, [add]);
  const joins = moveToGroup(after, new Map(members.map((member) => [member, id])));
  if (!session.edit(canvasMessages.edits.group, [add, ...joins])) return;
  const item = flowItemId('groups', id);
  select(session.canvas, [], [], [item]);
  session.canvas.setState({ editing: item });
}

/** The selected groups, and those that selected nodes belong to. */
function concernedGroups(session: DocumentSession): string[] {
  const { selectedNodes } = session.canvas.getState();
  const chosen = new Set(selectedNodes);
  const { groups } = session.document.getState().blueprint.layout;
  const around = Object.entries(groups).flatMap(([id, group]) =>
    group.members.some((member) => chosen.has(member)) ? [id] : [],
  );
  return [...new Set([...selectedGroups(session), ...around])];
}

export function canUngroup(session: DocumentSession): boolean {
  return concernedGroups(session).length > 0;
}

/** Removes the frames, not what is in them. The members are selected. */
export function ungroup(session: DocumentSession): void {
  const ids = concernedGroups(session);
  const { groups } = session.document.getState().blueprint.layout;
  const members = ids.flatMap((id) => groups[id]?.members ?? []);
  const operations = ids.map((id) => setLayoutItem('groups', id, undefined));
  if (session.edit(canvasMessages.edits.ungroup, operations)) select(session.canvas, members);
}

/** Removes the selected groups with all that they hold. */
export function deleteGroupsWithMembers(session: DocumentSession): void {
  const { blueprint } = session.document.getState();
  const ids = selectedGroups(session);
  const members = ids.flatMap((id) => blueprint.layout.groups[id]?.members ?? []);
  const frames = ids.map((id) => setLayoutItem('groups', id, undefined));
  session.edit(messages.edits.delete, [
    ...frames,
    ...deleteNodes(applyOperations(blueprint, frames), members),
  ]);
}

/** The group with a frame just large enough for its members. */
function fitted(session: DocumentSession, group: Group): Group {
  const inside = new Set(group.members);
  const boxes = session.canvas.getState().nodes.filter((node) => inside.has(node.id));
  return boxes.length === 0 ? group : { ...group, ...frameOf(boundsOf(boxes)) };
}

/** Puts nodes into a group, whose frame grows where they lie outside of it, or takes them out. Nodes stay where they are. */
export function changeMembers(
  session: DocumentSession,
  id: string,
  change: { in?: readonly string[]; out?: readonly string[] },
): void {
  const { blueprint } = session.document.getState();
  const joining = (change.in ?? []).filter((node) => Object.hasOwn(blueprint.nodes, node));
  const places = new Map<string, string | undefined>([
    ...joining.map((node): [string, string] => [node, id]),
    ...(change.out ?? []).map((node): [string, undefined] => [node, undefined]),
  ]);
  const operations = moveToGroup(blueprint, places);
  const group = applyOperations(blueprint, operations).layout.groups[id];
  if (group !== undefined && joining.length > 0) {
    const { x, y, width, height } = fitted(session, group);
    const left = Math.min(x, group.x);
    const top = Math.min(y, group.y);
    const right = Math.max(x + width, group.x + group.width);
    const bottom = Math.max(y + height, group.y + group.height);
    const frame = { x: left, y: top, width: right - left, height: bottom - top };
    operations.push(setLayoutItem('groups', id, { ...group, ...frame }));
  }
  session.edit(canvasMessages.edits.members, operations);
}

/** Makes the frame of each selected group just large enough for its members. */
export function fitGroups(session: DocumentSession): void {
  const { groups } = session.document.getState().blueprint.layout;
  const operations: Operation[] = selectedGroups(session).flatMap((id) => {
    const group = groups[id];
    if (group === undefined) return [];
    const next = fitted(session, group);
    return JSON.stringify(next) === JSON.stringify(group) ? [] : [setLayoutItem('groups', id, next)];
  });
  session.edit(canvasMessages.edits.resize, operations);
}

/** Selects the groups that the selected nodes belong to. */
export function selectGroupsOf(session: DocumentSession): void {
  const ids = concernedGroups(session);
  if (ids.length > 0)
    select(
      session.canvas,
      [],
      [],
      ids.map((id) => flowItemId('groups', id)),
    );
}
