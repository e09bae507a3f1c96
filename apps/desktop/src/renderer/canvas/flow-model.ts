import {
  type Blueprint,
  type Edge as BlueprintEdge,
  type BlueprintNode,
  type Catalog,
  instanceOf,
  type Look,
  type NodeDefinition,
  type PortType,
  type Position,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { type Edge, type Node, Position as Side } from '@xyflow/react';
import { shownText } from '../document/shown-text';
import {
  type ConnectedPorts,
  NO_PORTS,
  type NodeGeometry,
  nodeGeometry,
  PORT_SIZE,
} from '../node/node-geometry';

/** What a drawn node knows of the document. Its identity changes only when the node has changed. */
export interface FlowNodeData extends Record<string, unknown> {
  node: BlueprintNode;
  definition: NodeDefinition | undefined;
  geometry: NodeGeometry;
  look: Look | undefined;
}
export type FlowNode = Node<FlowNodeData, 'blueprint-node'>;
/** `points`: where the edge is led through. */
export type FlowEdge = Edge<{ type: PortType; points: readonly Position[] }, 'blueprint-edge'>;

export const NO_POINTS: readonly Position[] = [];

interface PortSets {
  inputs: Set<string>;
  outputs: Set<string>;
}

/**
 * The ports that edges touch, where that decides how a node is drawn: parameters that are fed, and all ports of nodes
 * whose type is not in the catalog. One pass over the edges.
 */
export function indexConnectedPorts(
  blueprint: Blueprint,
  catalog: Catalog,
  only?: ReadonlySet<string>,
): Map<string, PortSets> {
  const index = new Map<string, PortSets>();
  const entry = (node: string): PortSets => {
    let sets = index.get(node);
    if (sets === undefined) {
      sets = { inputs: new Set(), outputs: new Set() };
      index.set(node, sets);
    }
    return sets;
  };
  const definitionOf = (node: string): NodeDefinition | undefined =>
    catalog.get(blueprint.nodes[node]?.type ?? '');
  for (const to of Object.keys(blueprint.edges)) {
    const edge = blueprint.edges[to];
    if (edge === undefined) continue;
    const target = parseTargetRef(to);
    const source = parseSourceRef(edge.from);
    if (only === undefined || only.has(target.node)) {
      const plain = definitionOf(target.node)?.inputs.some((port) => port.name === target.port);
      if (plain !== true) entry(target.node).inputs.add(target.port);
    }
    if (only !== undefined && !only.has(source.node)) continue;
    if (definitionOf(source.node) === undefined) entry(source.node).outputs.add(source.port);
  }
  return index;
}

/** A place for a node that the layout does not mention: a column of its own, by its number. */
function fallbackPosition(number: number): { x: number; y: number } {
  return { x: (number % 8) * 280, y: Math.floor(number / 8) * 220 };
}

function flowHandles(geometry: NodeGeometry): NonNullable<FlowNode['handles']> {
  return geometry.ports.map((port) => ({
    id: port.name,
    type: port.direction === 'input' ? 'target' : 'source',
    position: port.direction === 'input' ? Side.Left : Side.Right,
    x: (port.direction === 'input' ? 0 : geometry.width) - PORT_SIZE / 2,
    y: port.y - PORT_SIZE / 2,
    width: PORT_SIZE,
    height: PORT_SIZE,
  }));
}

/** What all nodes of a type share as long as no edge feeds a parameter of theirs. */
type Shape = Pick<FlowNode, 'width' | 'height' | 'measured' | 'handles'> & { geometry: NodeGeometry };
export type Shapes = Map<NodeDefinition, Shape>;

function shapeOf(
  definition: NodeDefinition | undefined,
  connected: ConnectedPorts | undefined,
  collapsed: boolean,
): Shape {
  const geometry = nodeGeometry(definition, connected, collapsed);
  const { width, height } = geometry;
  return { width, height, measured: { width, height }, handles: flowHandles(geometry), geometry };
}

function sharedShape(definition: NodeDefinition, shapes: Shapes): Shape {
  const known = shapes.get(definition);
  if (known !== undefined) return known;
  const shape = shapeOf(definition, undefined, false);
  shapes.set(definition, shape);
  return shape;
}

/** How a node looks: an instance without a colour of its own has that of its subgraph. */
function lookOf(id: string, { type }: BlueprintNode, { layout, subgraphs }: Blueprint): Look | undefined {
  const own = layout.looks?.[id];
  const subgraph = instanceOf(type);
  if (subgraph === undefined || own?.color !== undefined) return own;
  const color =
    subgraphs !== undefined && Object.hasOwn(subgraphs, subgraph) ? subgraphs[subgraph]?.color : undefined;
  return color === undefined ? own : { ...own, color };
}

/** A node as React Flow draws it, with width, height and handles given, so that nothing is measured. */
export function flowNode(
  id: string,
  node: BlueprintNode,
  context: {
    blueprint: Blueprint;
    catalog: Catalog;
    connected: ConnectedPorts | undefined;
    number: number;
    shapes: Shapes;
  },
  selected: boolean,
): FlowNode {
  const definition = context.catalog.get(node.type);
  const look = lookOf(id, node, context.blueprint);
  const collapsed = look?.collapsed === true;
  const connected =
    look?.exposed === undefined
      ? context.connected
      : { ...(context.connected ?? NO_PORTS), exposed: new Set(look.exposed) };
  const { geometry, ...shape } =
    definition === undefined || collapsed || connected !== undefined
      ? shapeOf(definition, connected, collapsed)
      : sharedShape(definition, context.shapes);
  const position = context.blueprint.layout.positions[id] ?? fallbackPosition(context.number);
  return {
    id,
    type: 'blueprint-node',
    position: { x: position.x, y: position.y },
    ...shape,
    selected,
    draggable: look?.pinned !== true,
    data: { node, definition, geometry, look },
    ariaLabel: shownText(node.name ?? definition?.name ?? node.type),
  };
}

/** The type that colours an edge: what flows out of its source. */
function edgeType(from: string, blueprint: Blueprint, catalog: Catalog): PortType {
  const source = parseSourceRef(from);
  const definition = catalog.get(blueprint.nodes[source.node]?.type ?? '');
  return definition?.outputs.find((port) => port.name === source.port)?.type ?? 'any';
}

export function flowEdge(
  to: string,
  edge: BlueprintEdge,
  blueprint: Blueprint,
  catalog: Catalog,
  selected: boolean,
): FlowEdge {
  const source = parseSourceRef(edge.from);
  const target = parseTargetRef(to);
  return {
    id: to,
    type: 'blueprint-edge',
    source: source.node,
    sourceHandle: source.port,
    target: target.node,
    targetHandle: target.port,
    selected,
    data: {
      type: edgeType(edge.from, blueprint, catalog),
      points: blueprint.layout.bends?.[to]?.points ?? NO_POINTS,
    },
    ariaLabel: `${edge.from} → ${to}`,
  };
}
