import type { DocumentSession } from '../document/document-session';
import { commitMoves } from '../editor/moves';
import { type CanvasStore, select } from './canvas-store';
import type { FlowNode } from './flow-model';
import { type Moves, movedOnCanvas } from './move-on-canvas';

export interface Point {
  x: number;
  y: number;
}

/** What a press on the far view does with the selection, by the keys that are held. */
export type PressMode = 'replace' | 'toggle';
export type BoxMode = 'replace' | 'add' | 'remove';

/** The node at a point of the canvas, the topmost first. One pass. */
export function nodeAt(nodes: readonly FlowNode[], point: Point): FlowNode | undefined {
  return nodes.findLast(({ position, width = 0, height = 0 }) => {
    const dx = point.x - position.x;
    const dy = point.y - position.y;
    return dx >= 0 && dy >= 0 && dx <= width && dy <= height;
  });
}

/** The nodes that touch the box between two corners. One pass. */
export function nodesInBox(nodes: readonly FlowNode[], one: Point, other: Point): string[] {
  const [left, right] = [Math.min(one.x, other.x), Math.max(one.x, other.x)];
  const [top, bottom] = [Math.min(one.y, other.y), Math.max(one.y, other.y)];
  return nodes.flatMap(({ id, position: { x, y }, width = 0, height = 0 }) =>
    x <= right && y <= bottom && x + width >= left && y + height >= top ? [id] : [],
  );
}

/** Selects as a press on a node does: a selected one keeps the others, so that all of them can be dragged. */
export function pressNode(canvas: CanvasStore, id: string, mode: PressMode): void {
  const { selectedNodes, selectedEdges, selectedItems } = canvas.getState();
  const isSelected = selectedNodes.includes(id);
  if (mode === 'toggle') {
    const next = isSelected ? selectedNodes.filter((other) => other !== id) : [...selectedNodes, id];
    select(canvas, next, selectedEdges, selectedItems);
  } else if (!isSelected) select(canvas, [id]);
}

/** Selects by a box, to the selection, or from it. */
export function selectBox(canvas: CanvasStore, boxed: readonly string[], mode: BoxMode): void {
  const { selectedNodes } = canvas.getState();
  if (mode === 'replace') select(canvas, boxed);
  else if (mode === 'add') select(canvas, new Set([...selectedNodes, ...boxed]));
  else {
    const gone = new Set(boxed);
    select(
      canvas,
      selectedNodes.filter((id) => !gone.has(id)),
    );
  }
}

/** A drag of the selected nodes on the far view; the document follows when it ends. Pinned nodes stay. */
export class FarDrag {
  private readonly from = new Map<string, Point>();

  constructor(
    private readonly session: DocumentSession,
    private readonly start: Point,
  ) {
    for (const { id, selected, draggable, position } of session.canvas.getState().nodes) {
      if (selected === true && draggable !== false) this.from.set(id, position);
    }
  }

  /** Moves what is drawn to where the pointer is, in canvas units. */
  to(point: Point): void {
    this.place(point.x - this.start.x, point.y - this.start.y, true);
  }

  /** Writes the new places to the document: one undo entry. */
  drop(point: Point): void {
    this.place(point.x - this.start.x, point.y - this.start.y, false);
    commitMoves(this.session, [...this.from.keys()]);
  }

  /** Puts everything back. */
  abandon(): void {
    this.place(0, 0, false);
  }

  private place(dx: number, dy: number, dragging: boolean): void {
    const moves: Moves = new Map();
    for (const [id, { x, y }] of this.from) moves.set(id, { x: x + dx, y: y + dy, dragging });
    const { canvas } = this.session;
    canvas.setState(movedOnCanvas(canvas.getState(), moves));
  }
}
