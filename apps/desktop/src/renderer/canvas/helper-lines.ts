import type { NodeChange } from '@xyflow/react';
import type { CanvasState } from './canvas-store';
import type { View } from './elements-in-view';
import type { CanvasItem } from './layout-items';

/** Lines that show what a dragged element is in line with; canvas units. */
export interface HelperLines {
  x?: number | undefined;
  y?: number | undefined;
}

interface Span {
  start: number;
  end: number;
}

/** Screen pixels within which an edge or a middle jumps into line. */
const REACH = 6;

function stops({ start, end }: Span): number[] {
  return [start, (start + end) / 2, end];
}

/** The least shift that brings an edge or the middle of a span into line with another one, if any is near. */
export function nearestLine(
  moving: Span,
  others: readonly Span[],
  reach: number,
): { shift: number; at: number } | undefined {
  let best: { shift: number; at: number } | undefined;
  for (const other of others) {
    for (const at of stops(other)) {
      for (const own of stops(moving)) {
        const shift = at - own;
        if (Math.abs(shift) > reach) continue;
        if (best === undefined || Math.abs(shift) < Math.abs(best.shift)) best = { shift, at };
      }
    }
  }
  return best;
}

/** Changes of place by a drag, brought into line with what is in view. One pass over the document. */
export function alignedChanges(
  changes: NodeChange<CanvasItem>[],
  { nodes, items }: CanvasState,
  { transform: [left, top, zoom], width, height }: View,
): { changes: NodeChange<CanvasItem>[]; lines: HelperLines } {
  const places = new Map<string, { x: number; y: number }>();
  for (const change of changes) {
    if (change.type === 'position' && change.position !== undefined) places.set(change.id, change.position);
  }
  if (places.size === 0) return { changes, lines: {} };
  const moving = new Set(places.keys());
  for (const { id, data } of items) {
    if (data.part === 'groups' && moving.has(id)) for (const member of data.item.members) moving.add(member);
  }
  const view = {
    left: -left / zoom,
    top: -top / zoom,
    right: (width - left) / zoom,
    bottom: (height - top) / zoom,
  };
  const across: Span[] = [];
  const down: Span[] = [];
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { id, position, width: w = 0, height: h = 0 } of [...nodes, ...items]) {
    const place = places.get(id);
    if (place !== undefined) {
      box.left = Math.min(box.left, place.x);
      box.top = Math.min(box.top, place.y);
      box.right = Math.max(box.right, place.x + w);
      box.bottom = Math.max(box.bottom, place.y + h);
      continue;
    }
    if (moving.has(id)) continue;
    const { x, y } = position;
    if (x > view.right || y > view.bottom || x + w < view.left || y + h < view.top) continue;
    across.push({ start: x, end: x + w });
    down.push({ start: y, end: y + h });
  }
  const reach = REACH / zoom;
  const x = nearestLine({ start: box.left, end: box.right }, across, reach);
  const y = nearestLine({ start: box.top, end: box.bottom }, down, reach);
  if (x === undefined && y === undefined) return { changes, lines: {} };
  const shift = { x: x?.shift ?? 0, y: y?.shift ?? 0 };
  return {
    lines: { x: x?.at, y: y?.at },
    changes: changes.map((change) =>
      change.type === 'position' && change.position !== undefined
        ? { ...change, position: { x: change.position.x + shift.x, y: change.position.y + shift.y } }
        : change,
    ),
  };
}
