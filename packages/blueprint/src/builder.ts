import {
  AtomitonError,
  type Blueprint,
  type BlueprintNode,
  blueprintSchema,
  type Catalog,
  type Edge,
  type JsonValue,
  type NodeMode,
  type Position,
  parseSourceRef,
  parseTargetRef,
} from '@atomiton/contracts';
import { autoLayout } from './auto-layout.js';
import { newBlueprint } from './new-blueprint.js';

export interface BlueprintOptions {
  /** Default: made from the name. */
  id?: string;
  /** Gives new nodes the type versions that are installed; without it they are of version 1. */
  catalog?: Catalog;
}

export interface NodeOptions {
  name?: string;
  mode?: NodeMode;
  typeVersion?: number;
  timeoutMs?: number;
  /** Canvas units; default: placed from left to right. */
  position?: Position;
}

export interface ConnectOptions {
  /** One step of delay that begins with this value: the only way through a cycle. */
  delay?: { initial: JsonValue };
}

function refuse(code: string, message: string, hint: string, node?: string): never {
  throw new AtomitonError({ kind: 'validation', code, message, hint, node });
}

/**
 * Writes a blueprint as code:
 * `blueprint('Sales').node('csv', 'core/csv-reader', { path: 'a.csv' }).node('chart', 'core/chart')
 * .connect('csv.table', 'chart.table').build()`.
 * The compiler knows the ids: `connect` refuses a node that was not added. Parameterise with plain functions and
 * compose with `include`.
 */
export class BlueprintBuilder<Id extends string = never> {
  private readonly nodes = new Map<string, BlueprintNode>();
  private readonly edges = new Map<string, Edge>();
  private readonly positions = new Map<string, Position>();

  constructor(
    private readonly name: string,
    private readonly options: BlueprintOptions = {},
  ) {}

  /** Adds a node. `type` is `pack/name`; parameters that are left out have their defaults. */
  node<NewId extends string>(
    id: NewId,
    type: string,
    parameters: Record<string, JsonValue> = {},
    options: NodeOptions = {},
  ): BlueprintBuilder<Id | NewId> {
    if (this.nodes.has(id))
      refuse('node-exists', `There is already a node "${id}".`, 'Choose another id.', id);
    const { position, typeVersion, mode = 'active', ...rest } = options;
    const version = typeVersion ?? this.options.catalog?.get(type)?.version ?? 1;
    this.nodes.set(id, { type, typeVersion: version, parameters: { ...parameters }, mode, ...rest });
    if (position !== undefined) this.positions.set(id, position);
    return this as BlueprintBuilder<Id | NewId>;
  }

  /** Connects an output to an input, to a parameter, or to an item of a list input (`merge.items.0`). */
  connect(
    from: `${Id}.${string}`,
    to: `${Id}.${string}`,
    options: ConnectOptions = {},
  ): BlueprintBuilder<Id> {
    for (const id of [parseSourceRef(from).node, parseTargetRef(to).node]) {
      if (!this.nodes.has(id)) refuse('node-missing', `There is no node "${id}".`, 'Add the node first.', id);
    }
    const present = this.edges.get(to);
    if (present !== undefined) {
      refuse('edge-exists', `"${to}" is already fed by "${present.from}".`, 'Connect an input once.');
    }
    this.edges.set(to, options.delay === undefined ? { from } : { from, delay: options.delay });
    return this;
  }

  /** Adds all nodes and edges of another blueprint, their ids prefixed: `csv` becomes `left_csv`. */
  include<OtherId extends string, Prefix extends string>(
    other: BlueprintBuilder<OtherId> | Blueprint,
    options: { prefix: Prefix },
  ): BlueprintBuilder<Id | `${Prefix}_${OtherId}`> {
    const { nodes, edges } = other instanceof BlueprintBuilder ? other.parts() : other;
    for (const [id, node] of Object.entries(nodes)) {
      const prefixed = `${options.prefix}_${id}`;
      if (this.nodes.has(prefixed)) {
        refuse('node-exists', `There is already a node "${prefixed}".`, 'Choose another prefix.', prefixed);
      }
      this.nodes.set(prefixed, node);
    }
    for (const [to, edge] of Object.entries(edges)) {
      this.edges.set(`${options.prefix}_${to}`, { ...edge, from: `${options.prefix}_${edge.from}` });
    }
    return this as unknown as BlueprintBuilder<Id | `${Prefix}_${OtherId}`>;
  }

  /** The blueprint so far, laid out from left to right. @throws AtomitonError `bad-shape` that names the wrong part. */
  build(): Blueprint {
    const id = this.options.id ?? (this.name.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'blueprint');
    const checked = blueprintSchema.safeParse({ ...newBlueprint(this.name, id), ...this.parts() });
    if (!checked.success) {
      const issue = checked.error.issues[0];
      return refuse(
        'bad-shape',
        `${issue?.path.join('.')}: ${issue?.message}`,
        'Change the call that added it.',
      );
    }
    const positions = { ...autoLayout(checked.data), ...Object.fromEntries(this.positions) };
    return { ...checked.data, layout: { ...checked.data.layout, positions } };
  }

  private parts(): { nodes: Record<string, BlueprintNode>; edges: Record<string, Edge> } {
    return { nodes: Object.fromEntries(this.nodes), edges: Object.fromEntries(this.edges) };
  }
}

/** Begins a blueprint in code. */
export function blueprint(name: string, options: BlueprintOptions = {}): BlueprintBuilder {
  return new BlueprintBuilder(name, options);
}
