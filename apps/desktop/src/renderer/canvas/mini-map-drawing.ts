import type { NodeRun } from '../stores/run-state';
import type { Rectangle } from './elements-in-view';
import type { FlowNode } from './flow-model';
import type { FlowItem } from './layout-items';
import { freshContext, stateColors } from './state-colors';

/** How canvas units become pixels of the map. */
export interface MapView {
  left: number;
  top: number;
  scale: number;
}

const PADDING = 8;
/** Fits the nodes and the visible part into the map. */
export function mapView(nodes: Rectangle, visible: Rectangle, width: number, height: number): MapView {
  const left = Math.min(nodes.left, visible.left);
  const top = Math.min(nodes.top, visible.top);
  const right = Math.max(nodes.right, visible.right);
  const bottom = Math.max(nodes.bottom, visible.bottom);
  const scale = Math.min((width - 2 * PADDING) / (right - left), (height - 2 * PADDING) / (bottom - top));
  return {
    scale,
    left: (left + right) / 2 - width / 2 / scale,
    top: (top + bottom) / 2 - height / 2 / scale,
  };
}

/** Draws groups and notes as frames, nodes in the colour of their state, and a frame around what the canvas shows. */
export function drawMiniMap(
  element: HTMLCanvasElement,
  view: MapView,
  nodes: readonly FlowNode[],
  items: readonly FlowItem[],
  runs: ReadonlyMap<string, NodeRun>,
  visible: Rectangle,
): void {
  const width = element.clientWidth;
  const height = element.clientHeight;
  const context = freshContext(element, width, height);
  if (context === undefined) return;
  const style = getComputedStyle(element);
  const colorOf = stateColors(style);
  context.strokeStyle = style.getPropertyValue('--line-frame');
  context.lineWidth = 1;
  for (const { position, width: w = 0, height: h = 0 } of items) {
    const x = (position.x - view.left) * view.scale;
    const y = (position.y - view.top) * view.scale;
    context.strokeRect(x, y, Math.max(1, w * view.scale), Math.max(1, h * view.scale));
  }
  for (const { id, position, width: w = 0, height: h = 0 } of nodes) {
    context.fillStyle = colorOf(runs.get(id)?.state);
    const x = (position.x - view.left) * view.scale;
    const y = (position.y - view.top) * view.scale;
    context.fillRect(x, y, Math.max(1, w * view.scale), Math.max(1, h * view.scale));
  }
  context.strokeStyle = style.getPropertyValue('--accent');
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(
    (visible.left - view.left) * view.scale,
    (visible.top - view.top) * view.scale,
    (visible.right - visible.left) * view.scale,
    (visible.bottom - visible.top) * view.scale,
    3,
  );
  context.stroke();
}
