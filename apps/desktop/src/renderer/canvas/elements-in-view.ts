import type { FlowEdge, FlowNode } from './flow-model';

/** A rectangle in canvas units. */
export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Documents up to this size are given to React Flow whole; of larger ones only what is near the view. */
export const WHOLE_UP_TO = 300;
/** With more nodes than this near the view they are drawn as boxes on one bitmap instead. */
export const FAR_FROM = 400;

/** Cells to a view's width and height. The window is larger than the view by one cell before and at least one after. */
const CELLS = 4;
const CELLS_BEFORE = 1;
const CELLS_AFTER = 6;

export interface View {
  transform: readonly [number, number, number];
  width: number;
  height: number;
}

/** Zoom in steps of √2, so that the window stays the same while zooming a little. */
function steppedZoom(zoom: number): number {
  return 2 ** (Math.round(Math.log2(zoom) * 2) / 2);
}

/** Names the window around a view; it changes only when the view has moved by a quarter of its size. */
export function windowKey({ transform: [x, y, zoom], width, height }: View): string {
  if (width === 0 || height === 0) return '';
  const stepped = steppedZoom(zoom);
  const cellWidth = width / stepped / CELLS;
  const cellHeight = height / stepped / CELLS;
  return [cellWidth, cellHeight, Math.floor(-x / zoom / cellWidth), Math.floor(-y / zoom / cellHeight)].join(
    ' ',
  );
}

/** The rectangle that a window's name stands for. */
export function windowRectangle(key: string): Rectangle | undefined {
  if (key === '') return undefined;
  const [cellWidth = 0, cellHeight = 0, column = 0, row = 0] = key.split(' ').map(Number);
  return {
    left: (column - CELLS_BEFORE) * cellWidth,
    top: (row - CELLS_BEFORE) * cellHeight,
    right: (column + CELLS_AFTER) * cellWidth,
    bottom: (row + CELLS_AFTER) * cellHeight,
  };
}

function touches({ position: { x, y }, width = 0, height = 0 }: FlowNode, area: Rectangle): boolean {
  return x <= area.right && y <= area.bottom && x + width >= area.left && y + height >= area.top;
}

export interface Elements {
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Too many to be drawn one by one. */
  far: boolean;
}

/**
 * What React Flow is given of a large document: nodes near the view and selected ones, the edges at them, and the
 * nodes at their other ends. One pass over nodes and edges.
 */
export function elementsNear(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  area: Rectangle | undefined,
): Elements {
  if (area === undefined) return { nodes: [], edges: [], far: false };
  const near = new Set<string>();
  for (const node of nodes) if (touches(node, area)) near.add(node.id);
  if (near.size > FAR_FROM) return { nodes: [], edges: [], far: true };
  for (const node of nodes) if (node.selected === true) near.add(node.id);
  const nearEdges = edges.filter((edge) => near.has(edge.source) || near.has(edge.target));
  for (const edge of nearEdges) {
    near.add(edge.source);
    near.add(edge.target);
  }
  return { nodes: nodes.filter((node) => near.has(node.id)), edges: nearEdges, far: false };
}
