import { shownText } from '../document/shown-text';
import type { NodeRun } from '../stores/run-state';
import type { View } from './elements-in-view';
import type { FlowEdge, FlowNode } from './flow-model';
import { freshContext, isColored, stateColors } from './state-colors';

const EDGE_OPACITY = 0.6;
const RADIUS_FROM_PIXELS = 8;
/** A box of at least this size, in pixels, carries its name. */
const LABEL_FROM = { width: 40, height: 14 };
const LABEL_PIXELS = { smallest: 9, largest: 13 };
/** Average width of a character of the interface font, as a part of its size. */
const CHARACTER = 0.56;

/** Draws what is in view: edges as lines in one stroke, nodes as boxes over them. */
export function drawFarView(
  element: HTMLCanvasElement,
  view: View,
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  runs: ReadonlyMap<string, NodeRun>,
): void {
  const { width, height } = view;
  const [x, y, zoom] = view.transform;
  const context = freshContext(element, width, height);
  if (context === undefined) return;
  const style = getComputedStyle(element);
  const colorOf = stateColors(style);
  const places = new Map<string, FlowNode>();
  for (const node of nodes) places.set(node.id, node);

  context.globalAlpha = EDGE_OPACITY;
  context.strokeStyle = style.getPropertyValue('--line-frame');
  context.lineWidth = Math.max(0.5, 2 * zoom);
  context.beginPath();
  for (const edge of edges) {
    const from = places.get(edge.source);
    const to = places.get(edge.target);
    if (from === undefined || to === undefined) continue;
    const startX = (from.position.x + (from.width ?? 0)) * zoom + x;
    const startY = (from.position.y + (from.height ?? 0) / 2) * zoom + y;
    const endX = to.position.x * zoom + x;
    const endY = (to.position.y + (to.height ?? 0) / 2) * zoom + y;
    if (Math.max(startX, endX) < 0 || Math.min(startX, endX) > width) continue;
    if (Math.max(startY, endY) < 0 || Math.min(startY, endY) > height) continue;
    context.moveTo(startX, startY);
    context.lineTo(endX, endY);
  }
  context.stroke();

  context.globalAlpha = 1;
  const accent = style.getPropertyValue('--accent');
  const ink = { idle: style.getPropertyValue('--text'), state: style.getPropertyValue('--on-accent') };
  const font = style.getPropertyValue('--font-ui');
  context.textBaseline = 'middle';
  for (const node of nodes) {
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const boxWidth = Math.max(1, (node.width ?? 0) * zoom);
    const boxHeight = Math.max(1, (node.height ?? 0) * zoom);
    if (left > width || top > height || left + boxWidth < 0 || top + boxHeight < 0) continue;
    const state = runs.get(node.id)?.state;
    context.fillStyle = colorOf(state);
    if (boxHeight < RADIUS_FROM_PIXELS) context.fillRect(left, top, boxWidth, boxHeight);
    else {
      context.beginPath();
      context.roundRect(left, top, boxWidth, boxHeight, 10 * zoom);
      context.fill();
    }
    if (boxWidth >= LABEL_FROM.width && boxHeight >= LABEL_FROM.height) {
      const size = Math.min(LABEL_PIXELS.largest, Math.max(LABEL_PIXELS.smallest, boxHeight * 0.3));
      context.font = `500 ${size}px ${font}`;
      context.fillStyle = isColored(state) ? ink.state : ink.idle;
      context.fillText(fittingName(nameOf(node), boxWidth - 8, size), left + 4, top + boxHeight / 2);
    }
    if (node.selected !== true) continue;
    context.strokeStyle = accent;
    context.lineWidth = 2;
    context.strokeRect(left - 2, top - 2, boxWidth + 4, boxHeight + 4);
  }
}

function nameOf({ data: { node, definition } }: FlowNode): string {
  return shownText(node.name ?? definition?.name ?? node.type);
}

/** As much of a name as fits, by the average width of its characters: measuring each would cost more than drawing. */
export function fittingName(name: string, width: number, size: number): string {
  const room = Math.floor(width / (size * CHARACTER));
  return name.length <= room ? name : `${name.slice(0, Math.max(1, room - 1))}…`;
}
