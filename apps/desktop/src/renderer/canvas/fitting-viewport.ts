import type { Viewport } from '@xyflow/react';

interface Box {
  position: { x: number; y: number };
  width?: number | undefined;
  height?: number | undefined;
}

/** Kept free around the nodes in window pixels; above them is the name of the document. */
const MARGIN = { side: 28, top: 44, bottom: 24 };
/** How far the canvas can be zoomed out. */
export const MIN_ZOOM = 0.02;

/** The rectangle around boxes in canvas units. */
export function boundsOf(boxes: readonly Box[]): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { position, width = 0, height = 0 } of boxes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  return { left, top, right, bottom };
}

/** The viewport that shows all boxes, never larger than life and not smaller than `minZoom`; then from the upper left. */
export function fittingViewport(
  boxes: readonly Box[],
  width: number,
  height: number,
  minZoom: number,
): Viewport {
  if (boxes.length === 0 || width === 0 || height === 0) return { x: 0, y: 0, zoom: 1 };
  const { left, top, right, bottom } = boundsOf(boxes);
  const room = { width: width - 2 * MARGIN.side, height: height - MARGIN.top - MARGIN.bottom };
  const wanted = Math.min(1, room.width / (right - left), room.height / (bottom - top));
  if (wanted < minZoom) {
    return { x: MARGIN.side - left * minZoom, y: MARGIN.top - top * minZoom, zoom: minZoom };
  }
  return {
    x: width / 2 - ((left + right) / 2) * wanted,
    y: MARGIN.top + room.height / 2 - ((top + bottom) / 2) * wanted,
    zoom: wanted,
  };
}
