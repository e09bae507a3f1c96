import {
  AtomitonError,
  type Blueprint,
  type BlueprintNode,
  blueprintSchema,
  type Edge,
  INPUT_BOUNDARY,
  isBoundaryId,
  type JsonValue,
  type Layout,
  type Look,
  OUTPUT_BOUNDARY,
  type Position,
  parseSourceRef,
  parseTargetRef,
  type Subgraph,
} from '@atomiton/contracts';
import { builderLayout } from './builder-layout.js';
import type {
  BlueprintOptions,
  ConnectOptions,
  GroupOptions,
  NodeOptions,
  NoteOptions,
  SubgraphOptions,
} from './builder-options.js';
import { jsonEqual } from './json-equal.js';
import { newBlueprint } from './new-blueprint.js';
import { INPUTS_TYPE, OUTPUTS_TYPE } from './subgraph-levels.js';

function boundary(type: string): BlueprintNode {
  return { type, typeVersion: 1, parameters: {}, mode: 'active' };
}

function refuse(code: string, message: string, hint: string, node?: string): never {
  throw new AtomitonError({ kind: 'validation', code, message, hint, node });
}

/**
 * Writes a blueprint as code:
 * `blueprint('Sales').node('csv', 'core/csv-reader', { path: 'a.csv' }).node('chart', 'core/chart')
 * .connect('csv.table', 'chart.table').build()`.
 * The compiler knows the ids: `connect` refuses a node that was not added. Parameterise with plain functions, compose
 * with `include`, and put what is used several times into a `subgraph`.
 */
export class BlueprintBuilder<Id extends string = never> {
  private readonly nodes = new Map<string, BlueprintNode>();
  private readonly edges = new Map<string, Edge>();
  /** @internal */
  readonly positions = new Map<string, Position>();
  /** @internal */
  readonly groups = new Map<string, GroupOptions>();
  /** @internal */
  readonly notes = new Map<string, NoteOptions>();
  /** @internal */
  readonly looks = new Map<string, Look>();

  constructor(
    private readonly name: string,
    private readonly options: BlueprintOptions = {},
    /** Definitions belong to the whole document: the inside of a subgraph adds to the same. */
    private readonly subgraphs: Map<string, Subgraph> = new Map(),
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

  /** Draws a titled frame around nodes, which move with it. No effect on a run. */
  group(id: string, options: GroupOptions<Id>): this {
    if (this.groups.has(id))
      refuse('group-exists', `There is already a group "${id}".`, 'Choose another id.');
    for (const member of options.members) {
      this.requireNode(member);
      const other = [...this.groups].find(([, group]) => group.members.includes(member));
      if (other !== undefined) {
        refuse('member-taken', `"${member}" is in the group "${other[0]}".`, 'Name it in one group.', member);
      }
    }
    this.groups.set(id, options);
    return this;
  }

  /** Puts Markdown on the canvas. No effect on a run. */
  note(id: string, options: NoteOptions): this {
    if (this.notes.has(id)) refuse('note-exists', `There is already a note "${id}".`, 'Choose another id.');
    this.notes.set(id, options);
    return this;
  }

  /** Says where a node stands, in canvas units; inside a subgraph also `input` and `output`. */
  place(id: Id, position: Position): this {
    this.requireNode(id);
    this.positions.set(id, position);
    return this;
  }

  /** How a node is drawn: its colour, collapsed, pinned, or with the ports of parameters. No effect on a run. */
  look(id: Id, look: Look): this {
    this.requireNode(id);
    this.looks.set(id, { ...this.looks.get(id), ...look });
    return this;
  }

  /**
   * Defines a graph with an interface of its own; nodes of the type `subgraph/ID` are its instances. Inside, edges may
   * come from `input.NAME` and end at `output.NAME`:
   * `.subgraph('top', { name: 'Top', outputs: { table: { type: 'table' } } }, (inner) =>
   * inner.node('csv', 'core/csv-reader').connect('csv.table', 'output.table')).node('top', 'subgraph/top')`.
   */
  subgraph<Input extends string = never, Output extends string = never>(
    id: string,
    options: SubgraphOptions<Input, Output>,
    inside: (inner: BlueprintBuilder<'input' | 'output'>) => BlueprintBuilder<string>,
  ): this {
    if (this.subgraphs.has(id)) {
      refuse('subgraph-exists', `There is already a subgraph "${id}".`, 'Choose another id.');
    }
    const { name, description, color, inputs = {}, outputs = {} } = options;
    const inner = new BlueprintBuilder<'input' | 'output'>(name, this.options, this.subgraphs);
    inner.nodes.set(INPUT_BOUNDARY, boundary(INPUTS_TYPE));
    inner.nodes.set(OUTPUT_BOUNDARY, boundary(OUTPUTS_TYPE));
    const made = inside(inner).parts();
    for (const [to, { from }] of Object.entries(made.edges)) {
      const source = parseSourceRef(from);
      const target = parseTargetRef(to);
      const unknown =
        source.node === INPUT_BOUNDARY && !Object.hasOwn(inputs, source.port)
          ? from
          : target.node === OUTPUT_BOUNDARY && !Object.hasOwn(outputs, target.port)
            ? to
            : undefined;
      if (unknown !== undefined) {
        refuse(
          'port-missing',
          `The interface of "${id}" has no "${unknown}".`,
          'Add it to inputs or outputs.',
        );
      }
    }
    this.subgraphs.set(id, {
      name,
      ...(description === undefined ? {} : { description }),
      ...(color === undefined ? {} : { color }),
      inputs: { ...inputs },
      outputs: { ...outputs },
      nodes: Object.fromEntries(Object.entries(made.nodes).filter(([node]) => !isBoundaryId(node))),
      edges: made.edges,
      layout: made.layout,
    });
    return this;
  }

  /** Adds all nodes and edges of another blueprint, their ids prefixed: `csv` becomes `left_csv`. Its layout stays behind. */
  include<OtherId extends string, Prefix extends string>(
    other: BlueprintBuilder<OtherId> | Blueprint,
    options: { prefix: Prefix },
  ): BlueprintBuilder<Id | `${Prefix}_${OtherId}`> {
    const { nodes, edges } = other instanceof BlueprintBuilder ? other.parts() : other;
    const definitions =
      other instanceof BlueprintBuilder ? Object.fromEntries(other.subgraphs) : other.subgraphs;
    for (const [id, subgraph] of Object.entries(definitions ?? {})) {
      const present = this.subgraphs.get(id);
      if (present !== undefined && !jsonEqual(present, subgraph)) {
        refuse('subgraph-exists', `There is another subgraph "${id}".`, 'Rename one of the two.');
      }
      this.subgraphs.set(id, subgraph);
    }
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
    const made = this.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 100);
    const id = this.options.id ?? (made || 'blueprint');
    const subgraphs = this.subgraphs.size === 0 ? {} : { subgraphs: Object.fromEntries(this.subgraphs) };
    const checked = blueprintSchema.safeParse({
      ...newBlueprint(this.name, id),
      ...this.parts(),
      ...subgraphs,
    });
    if (!checked.success) {
      const issue = checked.error.issues[0];
      return refuse(
        'bad-shape',
        `${issue?.path.join('.')}: ${issue?.message}`,
        'Change the call that added it.',
      );
    }
    return checked.data;
  }

  private requireNode(id: string): void {
    if (!this.nodes.has(id)) refuse('node-missing', `There is no node "${id}".`, 'Add the node first.', id);
  }

  private parts(): { nodes: Record<string, BlueprintNode>; edges: Record<string, Edge>; layout: Layout } {
    const nodes = Object.fromEntries(this.nodes);
    const edges = Object.fromEntries(this.edges);
    return { nodes, edges, layout: builderLayout({ nodes, edges }, this, this.options.catalog) };
  }
}

/** Begins a blueprint in code. */
export function blueprint(name: string, options: BlueprintOptions = {}): BlueprintBuilder {
  return new BlueprintBuilder(name, options);
}
