import type { NodeState } from '@atomiton/contracts';
import type { NodeRun } from '../stores/run-state';
import type { FlowNode } from './flow-model';

interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How canvas units become pixels of the map. */
export interface MapView {
  left: number;
  top: number;
  scale: number;
}

const PADDING = 8;
const STATE_TOKENS: Partial<Record<NodeState, string>> = {
  running: '--running',
  retrying: '--warn',
  done: '--ok',
  cached: '--cached',
  failed: '--error',
};

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

/** Draws nodes in the colour of their state, and a frame around what the canvas shows. */
export function drawMiniMap(
  element: HTMLCanvasElement,
  view: MapView,
  nodes: readonly FlowNode[],
  runs: ReadonlyMap<string, NodeRun>,
  visible: Rectangle,
): void {
  const ratio = window.devicePixelRatio;
  const width = element.clientWidth;
  const height = element.clientHeight;
  if (element.width !== width * ratio || element.height !== height * ratio) {
    element.width = width * ratio;
    element.height = height * ratio;
  }
  const context = element.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(element);
  const idle = style.getPropertyValue('--line-strong');
  const colors = new Map(
    Object.entries(STATE_TOKENS).map(([state, token]) => [state, style.getPropertyValue(token)]),
  );
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  for (const { id, position, width: w = 0, height: h = 0 } of nodes) {
    context.fillStyle = colors.get(runs.get(id)?.state ?? 'idle') ?? idle;
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
