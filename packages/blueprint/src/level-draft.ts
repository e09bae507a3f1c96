import {
  AtomitonError,
  type BlueprintNode,
  type Edge,
  isBoundaryId,
  type Layout,
  type LayoutItems,
  type LayoutPart,
  type Operation,
  type Position,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { assertNever } from './assert-never.js';
import { compareText } from './compare.js';
import { setLayoutItem } from './layout-edits.js';

/** What the blueprint itself and every subgraph have: the graph of one level. */
export interface Level {
  readonly nodes: Record<string, BlueprintNode>;
  readonly edges: Record<string, Edge>;
  readonly layout: Layout;
}

/** The operations that happen within one level. */
export type LevelOperation = Exclude<
  Operation,
  { op: 'rename-blueprint' } | { op: 'set-subgraph' } | { op: 'set-interface' } | { op: 'replace' }
>;

export function refuse(code: string, message: string, hint: string, node?: string, port?: string): never {
  throw new AtomitonError({ kind: 'validation', code, message, node, port, hint });
}

/** Sets the key, or removes it when the value is undefined, in a copy. */
export function withKey<T extends object>(record: T, key: string, value: unknown): T {
  if (value !== undefined) return { ...record, [key]: value };
  const { [key]: _removed, ...rest } = record as Record<string, unknown>;
  return rest as T;
}

/**
 * One level while operations are applied to it. Each record (nodes, edges, positions, …) is copied once, when first
 * written to; afterwards every operation costs the same whatever the size of the level. The level that the draft began
 * with is never changed, and everything untouched is shared with it.
 */
export class LevelDraft<T extends Level> {
  private ownsNodes = false;
  private ownsEdges = false;
  private readonly ownParts = new Set<'positions' | LayoutPart>();
  /** Targets of the edges that name a node; built when first asked for. */
  private refsOf: Map<string, Set<string>> | undefined;

  /** `level` may be replaced from outside as long as its nodes, edges and layout stay. */
  constructor(
    public level: T,
    /** Of a subgraph: its operations carry the id, and its interface stands among its nodes. */
    private readonly subgraphId: string | undefined,
  ) {}

  /** The operation that takes `operation` back, in the state before it. Checks that it fits. */
  invert(operation: LevelOperation): Operation {
    const where = this.subgraphId === undefined ? {} : { in: this.subgraphId };
    switch (operation.op) {
      case 'add-node':
        this.checkAbsent(operation.id);
        return { ...where, op: 'remove-node', id: operation.id };
      case 'remove-node': {
        const node = this.checkRemovable(operation.id);
        const position = this.positionOf(operation.id);
        return {
          ...where,
          op: 'add-node',
          id: operation.id,
          node,
          ...(position === undefined ? {} : { position }),
        };
      }
      case 'connect':
        this.checkConnect(operation);
        return { ...where, op: 'disconnect', to: operation.to };
      case 'disconnect': {
        const edge = this.edge(operation.to);
        const whole =
          this.hasEnd(parseTargetRef(operation.to).node) && this.hasEnd(parseSourceRef(edge.from).node);
        return {
          ...where,
          op: 'connect',
          to: operation.to,
          edge,
          ...(whole ? {} : { dangling: true as const }),
        };
      }
      case 'set-parameter': {
        const { parameters } = this.node(operation.id);
        const value = Object.hasOwn(parameters, operation.name) ? parameters[operation.name] : undefined;
        const { op, id, name } = operation;
        return value === undefined ? { ...where, op, id, name } : { ...where, op, id, name, value };
      }
      case 'move-node': {
        this.checkPlaced(operation.id);
        const position = this.positionOf(operation.id);
        return {
          ...where,
          op: 'move-node',
          id: operation.id,
          ...(position === undefined ? {} : { position }),
        };
      }
      case 'rename-node': {
        const { name } = this.node(operation.id);
        return { ...where, op: 'rename-node', id: operation.id, ...(name === undefined ? {} : { name }) };
      }
      case 'set-mode':
        return { ...where, op: 'set-mode', id: operation.id, mode: this.node(operation.id).mode };
      case 'set-timeout': {
        const { timeoutMs } = this.node(operation.id);
        return {
          ...where,
          op: 'set-timeout',
          id: operation.id,
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        };
      }
      case 'set-viewport': {
        const { viewport } = this.level.layout;
        return { ...where, op: 'set-viewport', ...(viewport === undefined ? {} : { viewport }) };
      }
      case 'set-layout-item': {
        const { part, id } = operation;
        return { ...where, ...setLayoutItem(part, id, this.layoutItem(part, id)) };
      }
      default:
        return assertNever(operation);
    }
  }

  apply(operation: LevelOperation): void {
    switch (operation.op) {
      case 'add-node':
        this.checkAbsent(operation.id);
        this.writableNodes()[operation.id] = operation.node;
        if (operation.position !== undefined) this.writablePositions()[operation.id] = operation.position;
        return;
      case 'remove-node':
        this.checkRemovable(operation.id);
        delete this.writableNodes()[operation.id];
        if (this.positionOf(operation.id) !== undefined) delete this.writablePositions()[operation.id];
        return;
      case 'connect':
        this.checkConnect(operation);
        this.writableEdges()[operation.to] = operation.edge;
        this.index(operation.to, operation.edge);
        return;
      case 'disconnect': {
        const edge = this.edge(operation.to);
        delete this.writableEdges()[operation.to];
        this.refsOf?.get(parseTargetRef(operation.to).node)?.delete(operation.to);
        this.refsOf?.get(parseSourceRef(edge.from).node)?.delete(operation.to);
        return;
      }
      case 'set-parameter': {
        const node = this.node(operation.id);
        const parameters = withKey(node.parameters, operation.name, operation.value);
        this.writableNodes()[operation.id] = { ...node, parameters };
        return;
      }
      case 'move-node': {
        this.checkPlaced(operation.id);
        if (operation.position === undefined) delete this.writablePositions()[operation.id];
        else this.writablePositions()[operation.id] = operation.position;
        return;
      }
      case 'rename-node':
        this.changeNode(operation.id, 'name', operation.name);
        return;
      case 'set-mode':
        this.changeNode(operation.id, 'mode', operation.mode);
        return;
      case 'set-timeout':
        this.changeNode(operation.id, 'timeoutMs', operation.timeoutMs);
        return;
      case 'set-viewport':
        this.level = {
          ...this.level,
          layout: withKey(this.level.layout, 'viewport', operation.viewport),
        };
        return;
      case 'set-layout-item':
        this.setLayoutItem(operation.part, operation.id, operation.value);
        return;
      default:
        assertNever(operation);
    }
  }

  private hasNode(id: string): boolean {
    return Object.hasOwn(this.level.nodes, id);
  }

  /** The two ends of a subgraph's interface stand in it like nodes: edges begin and end there. */
  private isBoundary(id: string): boolean {
    return this.subgraphId !== undefined && isBoundaryId(id);
  }

  private hasEnd(id: string): boolean {
    return this.isBoundary(id) || this.hasNode(id);
  }

  private node(id: string): BlueprintNode {
    const node = this.hasNode(id) ? this.level.nodes[id] : undefined;
    if (node !== undefined) return node;
    return refuse(
      'node-missing',
      `There is no node "${id}".`,
      'It may have been deleted; read the document anew.',
      id,
    );
  }

  private edge(to: string): Edge {
    const edge = Object.hasOwn(this.level.edges, to) ? this.level.edges[to] : undefined;
    if (edge !== undefined) return edge;
    const { node, port } = parseTargetRef(to);
    return refuse('edge-missing', `No edge ends at "${to}".`, 'Read the document anew.', node, port);
  }

  private positionOf(id: string): Position | undefined {
    const { positions } = this.level.layout;
    return Object.hasOwn(positions, id) ? positions[id] : undefined;
  }

  private checkPlaced(id: string): void {
    if (!this.isBoundary(id)) this.node(id);
  }

  private checkAbsent(id: string): void {
    if (this.isBoundary(id)) {
      refuse(
        'reserved-id',
        `"${id}" is the interface of the subgraph; received a node of that id.`,
        'Choose another id.',
        id,
      );
    }
    if (this.hasNode(id)) {
      refuse('node-exists', `There is already a node "${id}".`, 'Choose another id.', id);
    }
    const ref = this.firstRef(id);
    if (ref !== undefined) {
      refuse('id-in-use', `The edge into "${ref}" already names "${id}".`, 'Choose another id.', id);
    }
    if (this.positionOf(id) !== undefined) {
      refuse('id-in-use', `The layout already places "${id}".`, 'Choose another id.', id);
    }
  }

  private checkRemovable(id: string): BlueprintNode {
    const node = this.node(id);
    const ref = this.firstRef(id);
    if (ref === undefined) return node;
    return refuse(
      'node-has-edges',
      `"${id}" still has the edge into "${ref}".`,
      'Disconnect its edges first.',
      id,
    );
  }

  private checkConnect(operation: Extract<Operation, { op: 'connect' }>): void {
    const { node, port } = parseTargetRef(operation.to);
    if (Object.hasOwn(this.level.edges, operation.to)) {
      const { from } = this.level.edges[operation.to] as Edge;
      refuse(
        'edge-exists',
        `"${operation.to}" is already fed by "${from}".`,
        'Disconnect that edge first.',
        node,
        port,
      );
    }
    if (operation.dangling === true) return;
    this.checkPlaced(node);
    this.checkPlaced(parseSourceRef(operation.edge.from).node);
  }

  private changeNode(id: string, key: string, value: unknown): void {
    const node = this.node(id);
    this.writableNodes()[id] = withKey(node, key, value);
  }

  private writableNodes(): Record<string, BlueprintNode> {
    if (!this.ownsNodes) {
      this.level = { ...this.level, nodes: { ...this.level.nodes } };
      this.ownsNodes = true;
    }
    return this.level.nodes;
  }

  private writableEdges(): Record<string, Edge> {
    if (!this.ownsEdges) {
      this.level = { ...this.level, edges: { ...this.level.edges } };
      this.ownsEdges = true;
    }
    return this.level.edges;
  }

  private writablePositions(): Record<string, Position> {
    return this.writablePart('positions') as Record<string, Position>;
  }

  private layoutItem<P extends LayoutPart>(part: P, id: string): LayoutItems[P] | undefined {
    const record = this.level.layout[part] as Record<string, LayoutItems[P]> | undefined;
    return record !== undefined && Object.hasOwn(record, id) ? record[id] : undefined;
  }

  /** Looks and bends that hold nothing are left out, as they are in the text. */
  private setLayoutItem(part: LayoutPart, id: string, value: unknown): void {
    if (value !== undefined) {
      this.writablePart(part)[id] = value;
      return;
    }
    if (this.layoutItem(part, id) === undefined) return;
    const record = this.writablePart(part);
    delete record[id];
    if ((part !== 'looks' && part !== 'bends') || Object.keys(record).length > 0) return;
    this.level = { ...this.level, layout: withKey(this.level.layout, part, undefined) };
    this.ownParts.delete(part);
  }

  private writablePart(part: 'positions' | LayoutPart): Record<string, unknown> {
    if (!this.ownParts.has(part)) {
      const { layout } = this.level;
      this.level = { ...this.level, layout: { ...layout, [part]: { ...layout[part] } } };
      this.ownParts.add(part);
    }
    return this.level.layout[part] as Record<string, unknown>;
  }

  private firstRef(id: string): string | undefined {
    if (this.refsOf === undefined) {
      this.refsOf = new Map();
      for (const [to, edge] of Object.entries(this.level.edges)) this.index(to, edge);
    }
    const refs = this.refsOf.get(id);
    if (refs === undefined || refs.size === 0) return undefined;
    return [...refs].sort(compareText)[0];
  }

  private index(to: string, edge: Edge): void {
    if (this.refsOf === undefined) return;
    for (const id of [parseTargetRef(to).node, parseSourceRef(edge.from).node]) {
      const refs = this.refsOf.get(id);
      if (refs === undefined) this.refsOf.set(id, new Set([to]));
      else refs.add(to);
    }
  }
}
