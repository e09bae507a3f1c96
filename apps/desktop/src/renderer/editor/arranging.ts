import { setLayoutItem } from '@atomiton/blueprint';
import { type Operation, toErrorData } from '@atomiton/contracts';
import type { CanvasState } from '../canvas/canvas-store';
import { boundsOf } from '../canvas/fitting-viewport';
import { flowItemId } from '../canvas/layout-items';
import type { DocumentSession } from '../document/document-session';
import { canvasMessages } from '../messages-canvas';
import type { Editor } from './editor';
import { type ArrangeRequest, arrangedBoxes, type Box } from './elk-layout';

/** The part of the canvas that is to be arranged: free nodes, and the groups that hold only such nodes. */
export function arrangeRequest(canvas: CanvasState): ArrangeRequest {
  const chosen = new Set(canvas.selectedNodes);
  const all = chosen.size < 2;
  const nodes = canvas.nodes.filter((node) => node.draggable !== false && (all || chosen.has(node.id)));
  const wanted = new Set(nodes.map((node) => node.id));
  const groups = canvas.items.flatMap(({ data }) => {
    if (data.part !== 'groups') return [];
    const members = data.item.members.filter((member) => wanted.has(member));
    return all && members.length > 0 && members.length === data.item.members.length
      ? [{ id: data.itemId, members }]
      : [];
  });
  return {
    nodes: nodes.map(({ id, position, width = 0, height = 0, data }) => ({
      id,
      x: position.x,
      y: position.y,
      width,
      height,
      ports: data.geometry.ports.map(({ name, direction, y }) => ({ name, direction, y })),
    })),
    edges: canvas.edges
      .filter((edge) => wanted.has(edge.source) && wanted.has(edge.target))
      .map((edge) => ({
        id: edge.id,
        source: edge.source,
        sourcePort: edge.sourceHandle ?? '',
        target: edge.target,
        targetPort: edge.targetHandle ?? '',
      })),
    groups,
  };
}

/** What the layout says as operations; the upper left corner of all stays where it was. */
export function arrangeOperations(
  session: DocumentSession,
  request: ArrangeRequest,
  boxes: { nodes: ReadonlyMap<string, Box>; groups: ReadonlyMap<string, Box> },
): Operation[] {
  const { layout, nodes } = session.document.getState().blueprint;
  const before = boundsOf(request.nodes.map(({ x, y }) => ({ position: { x, y } })));
  const after = boundsOf([...boxes.nodes.values()].map(({ x, y }) => ({ position: { x, y } })));
  const shift = { x: before.left - after.left, y: before.top - after.top };
  const operations: Operation[] = [];
  for (const [id, box] of boxes.nodes) {
    if (!Object.hasOwn(nodes, id)) continue;
    const present = layout.positions[id];
    const position = { ...present, x: Math.round(box.x + shift.x), y: Math.round(box.y + shift.y) };
    if (present?.x === position.x && present.y === position.y) continue;
    operations.push({ op: 'move-node', id, position });
  }
  for (const [id, box] of boxes.groups) {
    const group = layout.groups[id];
    if (group === undefined) continue;
    const place = { x: Math.round(box.x + shift.x), y: Math.round(box.y + shift.y) };
    const size = { width: Math.round(box.width), height: Math.round(box.height) };
    operations.push(setLayoutItem('groups', id, { ...group, ...place, ...size }));
  }
  for (const edge of request.edges) {
    if (layout.bends?.[edge.id] !== undefined) operations.push(setLayoutItem('bends', edge.id, undefined));
  }
  return operations;
}

/** Arranges all nodes along their edges, or the selected ones when there are several; one undo entry. */
export async function arrange(editor: Editor, session: DocumentSession): Promise<void> {
  const request = arrangeRequest(session.canvas.getState());
  if (request.nodes.length === 0) return;
  try {
    const boxes = await arrangedBoxes(request);
    session.edit(canvasMessages.edits.arrange, arrangeOperations(session, request, boxes));
    const ids = [
      ...request.nodes.map(({ id }) => id),
      ...request.groups.map(({ id }) => flowItemId('groups', id)),
    ];
    editor.view?.fit(ids);
  } catch (thrown) {
    const { message, hint } = toErrorData(thrown);
    editor.report(canvasMessages.arrange.failed(message), hint);
  }
}
