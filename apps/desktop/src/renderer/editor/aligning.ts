import type { CanvasState } from '../canvas/canvas-store';
import type { DocumentSession } from '../document/document-session';
import { movableSelection, movePlaces } from './moves';

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Boxes of what is selected and can be moved. */
function selectedBoxes(canvas: CanvasState): Box[] {
  const wanted = new Set(movableSelection(canvas));
  return [...canvas.nodes, ...canvas.items].flatMap(({ id, position, width = 0, height = 0 }) =>
    wanted.has(id) ? [{ id, x: position.x, y: position.y, width, height }] : [],
  );
}

export function alignedPlaces(
  boxes: readonly Box[],
  alignment: Alignment,
): Map<string, { x: number; y: number }> {
  const left = Math.min(...boxes.map((box) => box.x));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const top = Math.min(...boxes.map((box) => box.y));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const place = ({ x, y, width, height }: Box): { x: number; y: number } => {
    switch (alignment) {
      case 'left':
        return { x: left, y };
      case 'center':
        return { x: (left + right - width) / 2, y };
      case 'right':
        return { x: right - width, y };
      case 'top':
        return { x, y: top };
      case 'middle':
        return { x, y: (top + bottom - height) / 2 };
      case 'bottom':
        return { x, y: bottom - height };
    }
  };
  return new Map(boxes.map((box) => [box.id, place(box)]));
}

/** Equal gaps between boxes, the outermost two staying where they are. */
export function distributedPlaces(
  boxes: readonly Box[],
  axis: 'x' | 'y',
): Map<string, { x: number; y: number }> {
  const size = axis === 'x' ? 'width' : 'height';
  const inOrder = [...boxes].sort((one, other) => one[axis] - other[axis]);
  const [first] = inOrder;
  const last = inOrder.at(-1);
  if (first === undefined || last === undefined || inOrder.length < 3) return new Map();
  const filled = inOrder.reduce((sum, box) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - filled) / (inOrder.length - 1);
  let next = first[axis];
  return new Map(
    inOrder.map((box) => {
      const place = { x: box.x, y: box.y, [axis]: next };
      next += box[size] + gap;
      return [box.id, place];
    }),
  );
}

export function alignSelection(session: DocumentSession, alignment: Alignment): void {
  const boxes = selectedBoxes(session.canvas.getState());
  if (boxes.length > 1) movePlaces(session, alignedPlaces(boxes, alignment));
}

export function distributeSelection(session: DocumentSession, axis: 'x' | 'y'): void {
  movePlaces(session, distributedPlaces(selectedBoxes(session.canvas.getState()), axis));
}
