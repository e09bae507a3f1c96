import {
  type Blueprint,
  type Catalog,
  type Operation,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import type { EdgeChange, NodeChange, Viewport } from '@xyflow/react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { nodeGeometry } from '../node/node-geometry';
import { withPlaces } from './arranged-places';
import {
  type FlowEdge,
  type FlowNode,
  flowEdge,
  flowNode,
  indexConnectedPorts,
  type Shapes,
} from './flow-model';
import { type CanvasItem, type FlowItem, flowItem, flowItemId, flowItems } from './layout-items';
import { type Moves, movedOnCanvas } from './move-on-canvas';

/** What the canvas draws of a document, and what is selected in it. Derived; the document is the truth. */
export interface CanvasState {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
  /** Groups and notes. */
  items: readonly FlowItem[];
  selectedNodes: readonly string[];
  selectedEdges: readonly string[];
  /** Canvas ids of groups and notes. */
  selectedItems: readonly string[];
  /** Id of the node, group or note whose title or text is being typed. */
  editing?: string | undefined;
  /** A key is held that moves or resizes what is selected. */
  held?: boolean;
  /** Where the canvas was left; absent until it was moved. */
  viewport?: Viewport | undefined;
  /** A node to bring to the middle when the canvas appears. */
  centreOn?: string | undefined;
}

export type CanvasStore = StoreApi<CanvasState>;

const CHUNK = 1500;
const NOTHING: CanvasState = {
  nodes: [],
  edges: [],
  items: [],
  selectedNodes: [],
  selectedEdges: [],
  selectedItems: [],
};

export function createCanvasStore(): CanvasStore {
  return createStore<CanvasState>(() => NOTHING);
}

/** Builds everything anew, in slices: between two of them the window can draw. */
export function* buildCanvas(blueprint: Blueprint, catalog: Catalog): Generator<void, CanvasState> {
  const connected = indexConnectedPorts(blueprint, catalog);
  yield;
  const { looks } = blueprint.layout;
  const arranged = withPlaces(blueprint, (id) => {
    const definition = catalog.get(blueprint.nodes[id]?.type ?? '');
    return nodeGeometry(definition, connected.get(id), looks?.[id]?.collapsed === true).height;
  });
  yield;
  const shapes: Shapes = new Map();
  const nodes: FlowNode[] = [];
  const edges: FlowEdge[] = [];
  let number = 0;
  for (const id of Object.keys(blueprint.nodes)) {
    const node = blueprint.nodes[id];
    if (node === undefined) continue;
    const context = { blueprint: arranged, catalog, connected: connected.get(id), number, shapes };
    nodes.push(flowNode(id, node, context, false));
    if (++number % CHUNK === 0) yield;
  }
  for (const to of Object.keys(blueprint.edges)) {
    const edge = blueprint.edges[to];
    if (edge === undefined) continue;
    edges.push(flowEdge(to, edge, blueprint, catalog, false));
    if (edges.length % CHUNK === 0) yield;
  }
  return { ...NOTHING, nodes, edges, items: flowItems(blueprint) };
}

/** Runs the slices to the end without a break. */
export function finishAtOnce<T>(slices: Generator<void, T>): T {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/** Runs the slices with a pause between each two. */
export async function finishInSlices<T>(slices: Generator<void, T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
    await pause();
  }
}

function touchedBy(
  operations: readonly Operation[],
  before: Blueprint,
): { nodes: Set<string>; edges: Set<string>; items: Set<string> } {
  const nodes = new Set<string>();
  const edges = new Set<string>();
  const items = new Set<string>();
  for (const operation of operations) {
    switch (operation.op) {
      case 'connect':
      case 'disconnect': {
        edges.add(operation.to);
        nodes.add(parseTargetRef(operation.to).node);
        const from = operation.op === 'connect' ? operation.edge.from : before.edges[operation.to]?.from;
        if (from !== undefined) nodes.add(parseSourceRef(from).node);
        break;
      }
      case 'rename-blueprint':
      case 'set-viewport':
      case 'replace':
        break;
      case 'set-layout-item':
        if (operation.part === 'looks') nodes.add(operation.id);
        else if (operation.part === 'bends') edges.add(operation.id);
        else items.add(flowItemId(operation.part, operation.id));
        break;
      default:
        nodes.add(operation.id);
    }
  }
  return { nodes, edges, items };
}

/** Whether an operation may change what a node shows or where its ports are. */
function changesShape(operation: Operation): boolean {
  if (operation.op === 'set-layout-item') return operation.part === 'looks';
  return operation.op !== 'move-node';
}

function rebuilt<T extends { id: string }>(
  items: readonly T[],
  touched: ReadonlySet<string>,
  build: (id: string, old: T | undefined, number: number) => T | undefined,
): readonly T[] {
  if (touched.size === 0) return items;
  const left = new Set(touched);
  const next: T[] = [];
  for (const item of items) {
    if (!touched.has(item.id)) {
      next.push(item);
      continue;
    }
    left.delete(item.id);
    const made = build(item.id, item, next.length);
    if (made !== undefined) next.push(made);
  }
  for (const id of left) {
    const made = build(id, undefined, next.length);
    if (made !== undefined) next.push(made);
  }
  return next;
}

/** Follows edits: only what the operations touch is made anew, all else keeps its identity. */
export function followOperations(
  canvas: CanvasStore,
  before: Blueprint,
  after: Blueprint,
  catalog: Catalog,
  operations: readonly Operation[],
): void {
  const touched = touchedBy(operations, before);
  const state = canvas.getState();
  if (operations.some(({ op }) => op === 'replace')) {
    canvas.setState(finishAtOnce(buildCanvas(after, catalog)));
    select(canvas, keepExisting(state.selectedNodes, after.nodes));
    return;
  }
  const ports = operations.some(changesShape)
    ? indexConnectedPorts(after, catalog, touched.nodes)
    : undefined;
  const shapes: Shapes = new Map();
  const nodes = rebuilt(state.nodes, touched.nodes, (id, old, number) => {
    const node = after.nodes[id];
    if (node === undefined) return undefined;
    if (old !== undefined && ports === undefined) {
      const { x, y } = after.layout.positions[id] ?? old.position;
      return { ...old, position: { x, y }, dragging: false };
    }
    return flowNode(
      id,
      node,
      { blueprint: after, catalog, connected: ports?.get(id), number, shapes },
      old?.selected ?? false,
    );
  });
  const edges = rebuilt(state.edges, touched.edges, (to, old) => {
    const edge = after.edges[to];
    return edge === undefined ? undefined : flowEdge(to, edge, after, catalog, old?.selected ?? false);
  });
  const items = rebuilt(state.items, touched.items, (id, old) => flowItem(after, id, old?.selected ?? false));
  canvas.setState({
    nodes,
    edges,
    items,
    selectedNodes: keepExisting(state.selectedNodes, after.nodes),
    selectedEdges: keepExisting(state.selectedEdges, after.edges),
    selectedItems:
      items === state.items || state.selectedItems.length === 0 ? state.selectedItems : selectedIds(items),
  });
}

function keepExisting(ids: readonly string[], record: object): readonly string[] {
  return ids.every((id) => Object.hasOwn(record, id)) ? ids : ids.filter((id) => Object.hasOwn(record, id));
}

/** Takes over what React Flow reports: places and sizes while dragging, and selection. All else is decided by the document. */
export function takeNodeChanges(canvas: CanvasStore, changes: readonly NodeChange<CanvasItem>[]): void {
  const moves: Moves = new Map();
  const selects = new Map<string, boolean>();
  for (const change of changes) {
    if (change.type === 'position' && change.position !== undefined) {
      moves.set(change.id, {
        ...moves.get(change.id),
        ...change.position,
        dragging: change.dragging ?? false,
      });
    } else if (change.type === 'dimensions' && change.resizing === true && change.dimensions !== undefined) {
      moves.set(change.id, { ...moves.get(change.id), ...change.dimensions });
    } else if (change.type === 'select') {
      selects.set(change.id, change.selected);
    }
  }
  if (moves.size > 0) canvas.setState(movedOnCanvas(canvas.getState(), moves));
  if (selects.size === 0) return;
  const { nodes, items } = canvas.getState();
  const flagged = <T extends CanvasItem>(item: T): T => {
    const selected = selects.get(item.id);
    return selected === undefined || selected === (item.selected ?? false) ? item : { ...item, selected };
  };
  const nextNodes = nodes.map(flagged);
  const nextItems = items.map(flagged);
  canvas.setState({
    nodes: nextNodes,
    items: nextItems,
    selectedNodes: selectedIds(nextNodes),
    selectedItems: selectedIds(nextItems),
  });
}

export function takeEdgeChanges(canvas: CanvasStore, changes: readonly EdgeChange<FlowEdge>[]): void {
  const selected = new Map<string, boolean>();
  for (const change of changes) if (change.type === 'select') selected.set(change.id, change.selected);
  if (selected.size === 0) return;
  const next = canvas.getState().edges.map((edge) => {
    const flag = selected.get(edge.id);
    return flag === undefined || flag === edge.selected ? edge : { ...edge, selected: flag };
  });
  canvas.setState({ edges: next, selectedEdges: selectedIds(next) });
}

function selectedIds(items: readonly { id: string; selected?: boolean }[]): string[] {
  return items.filter((item) => item.selected === true).map((item) => item.id);
}

/** Selects exactly these nodes, and no edges, groups or notes unless given. */
export function select(
  canvas: CanvasStore,
  nodeIds: Iterable<string>,
  edgeIds: Iterable<string> = [],
  itemIds: Iterable<string> = [],
): void {
  const { nodes, edges, items } = canvas.getState();
  const nextNodes = withSelected(nodes, nodeIds);
  const nextEdges = withSelected(edges, edgeIds);
  const nextItems = withSelected(items, itemIds);
  canvas.setState({
    nodes: nextNodes,
    edges: nextEdges,
    items: nextItems,
    selectedNodes: selectedIds(nextNodes),
    selectedEdges: selectedIds(nextEdges),
    selectedItems: selectedIds(nextItems),
  });
}

/** The same list where nothing changes, so that whoever draws it need not. */
function withSelected<T extends { id: string; selected?: boolean }>(
  elements: readonly T[],
  ids: Iterable<string>,
): readonly T[] {
  const wanted = new Set(ids);
  let changed = false;
  const next = elements.map((element) => {
    if ((element.selected ?? false) === wanted.has(element.id)) return element;
    changed = true;
    return { ...element, selected: wanted.has(element.id) };
  });
  return changed ? next : elements;
}
