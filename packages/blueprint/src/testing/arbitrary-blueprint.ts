import {
  type Bends,
  type Blueprint,
  type BlueprintNode,
  type Edge,
  type Group,
  type JsonValue,
  type LayoutPart,
  type Look,
  type Note,
  nodeIdSchema,
  type Operation,
  type Subgraph,
  type SubgraphInterface,
} from '@atomiton/contracts';
import fc from 'fast-check';
import { newBlueprint } from '../new-blueprint.js';

const NODE_IDS = ['a', 'b', 'c', 'csv', 'chart_2', 'zz9'];
const SUBGRAPH_IDS = ['s', 'two-words'];
const PORTS = ['table', 'value', 'items'];
/** Names that objects inherit, beside ordinary ones. */
const PARAMETER_NAMES = ['path', 'x', 'hasOwnProperty', 'toString', 'valueOf'];

/** JSON without the keys that are refused at every border. */
export const jsonValue: fc.Arbitrary<JsonValue> = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value)))
  .map((value) => value as JsonValue);

const unknownKeys = fc.dictionary(fc.constantFrom('zeta', 'x-tool', 'alpha 2', '9'), jsonValue, {
  maxKeys: 2,
  noNullPrototype: true,
});
const position = fc.record({ x: fc.double({ noNaN: true, noDefaultInfinity: true }), y: fc.integer() });
const nodeId = fc.constantFrom(...NODE_IDS);
const targetRef = fc
  .tuple(nodeId, fc.constantFrom(...PORTS), fc.option(fc.nat(12), { nil: undefined }))
  .map(([id, port, index]) => (index === undefined ? `${id}.${port}` : `${id}.${port}.${index}`));
const sourceRef = fc.tuple(nodeId, fc.constantFrom(...PORTS)).map(([id, port]) => `${id}.${port}`);
const parameters = fc.dictionary(fc.constantFrom(...PARAMETER_NAMES), jsonValue, {
  maxKeys: 3,
  noNullPrototype: true,
});

const node: fc.Arbitrary<BlueprintNode> = fc
  .tuple(
    unknownKeys,
    fc.record(
      {
        type: fc.constantFrom('core/csv-reader', 'unknown/thing', 'core/chart'),
        typeVersion: fc.integer({ min: 1, max: 5 }),
        parameters,
        mode: fc.constantFrom('active', 'muted', 'bypassed'),
        name: fc.string(),
        timeoutMs: fc.integer({ min: 1 }),
        resources: jsonValue,
      },
      { requiredKeys: ['type', 'typeVersion', 'parameters', 'mode'], noNullPrototype: true },
    ),
  )
  .map(([extra, known]) => ({ ...extra, ...known }) as BlueprintNode);

const edge: fc.Arbitrary<Edge> = fc
  .record(
    { from: sourceRef, delay: fc.record({ initial: jsonValue }, { noNullPrototype: true }), note: jsonValue },
    { requiredKeys: ['from'], noNullPrototype: true },
  )
  .map((record) => record as Edge);

const color = fc.constantFrom('red', 'blue', 'a colour of tomorrow');
const box = {
  x: fc.integer(),
  y: fc.double({ noNaN: true, noDefaultInfinity: true }),
  width: fc.integer({ min: 1 }),
  height: fc.integer({ min: 1 }),
};
const group: fc.Arbitrary<Group> = fc
  .tuple(
    unknownKeys,
    fc.record(
      { title: fc.string(), color, ...box, members: fc.uniqueArray(nodeId, { maxLength: 4 }) },
      { requiredKeys: ['title', 'x', 'y', 'width', 'height', 'members'], noNullPrototype: true },
    ),
  )
  .map(([extra, known]) => ({ ...extra, ...known }) as Group);
const note: fc.Arbitrary<Note> = fc
  .record(
    { text: fc.string(), ...box, color, pages: jsonValue },
    { requiredKeys: ['text', 'x', 'y', 'width', 'height'], noNullPrototype: true },
  )
  .map((record) => record as Note);
const look: fc.Arbitrary<Look> = fc
  .record(
    { color, collapsed: fc.boolean(), pinned: fc.boolean(), sparkle: jsonValue },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((record) => record as Look);
const bends: fc.Arbitrary<Bends> = fc.record(
  { points: fc.array(position, { maxLength: 3 }) },
  { noNullPrototype: true },
);
const layoutId = fc.constantFrom('group_1', 'group_2', 'prepare');
const records = { maxKeys: 3, noNullPrototype: true };

const layout = fc
  .record({
    positions: fc.dictionary(fc.oneof(nodeId, fc.constantFrom('input', 'output')), position, {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    groups: fc.dictionary(layoutId, group, records),
    notes: fc.dictionary(layoutId, note, records),
    looks: fc.dictionary(nodeId, look, { ...records, minKeys: 1 }),
    bends: fc.dictionary(targetRef, bends, { ...records, minKeys: 1 }),
    drawn: fc.constantFrom('looks', 'bends', 'both', 'none'),
  })
  .map(({ positions, groups, notes, looks, bends, drawn }) => ({
    positions,
    groups,
    notes,
    ...(drawn === 'looks' || drawn === 'both' ? { looks } : {}),
    ...(drawn === 'bends' || drawn === 'both' ? { bends } : {}),
  }));

const subgraphId = fc.constantFrom(...SUBGRAPH_IDS);
/** Ends of edges inside a subgraph: its nodes, and the two sides of its interface. */
const innerTargetRef = fc.oneof(targetRef, fc.constantFrom('output.table', 'output.value'));
const innerEdge = fc.oneof(edge, fc.record({ from: fc.constantFrom('input.table', 'input.value') }));
const ports = fc.dictionary(
  fc.constantFrom(...PORTS),
  fc
    .tuple(unknownKeys, fc.constantFrom('any', 'table', 'list<number>'))
    .map(([extra, type]) => ({ ...extra, type })),
  { maxKeys: 3, noNullPrototype: true },
);
const subgraphInterface = fc
  .tuple(
    unknownKeys,
    fc.record(
      {
        name: fc.string(),
        description: fc.string(),
        color: fc.constantFrom('blue', 'red'),
        inputs: ports,
        outputs: ports,
      },
      { requiredKeys: ['name', 'inputs', 'outputs'], noNullPrototype: true },
    ),
  )
  .map(([extra, known]) => ({ ...extra, ...known }) as SubgraphInterface);

export const anySubgraph: fc.Arbitrary<Subgraph> = fc
  .record({
    shown: subgraphInterface,
    nodes: fc.dictionary(nodeId, node, { maxKeys: 4, noNullPrototype: true }),
    edges: fc.dictionary(innerTargetRef, innerEdge, { maxKeys: 4, noNullPrototype: true }),
    layout,
  })
  .map(({ shown, nodes, edges, layout }) => ({ ...shown, nodes, edges, layout }));

/** Documents of few ids, so that edges often meet; some dangle, some have unknown keys. */
export const anyBlueprint: fc.Arbitrary<Blueprint> = fc
  .record({
    name: fc.string(),
    nodes: fc.dictionary(nodeId, node, { maxKeys: 5, noNullPrototype: true }),
    edges: fc.dictionary(targetRef, edge, { maxKeys: 6, noNullPrototype: true }),
    layout,
    extra: unknownKeys,
    subgraphs: fc.option(fc.dictionary(subgraphId, anySubgraph, { maxKeys: 2, noNullPrototype: true }), {
      nil: undefined,
    }),
  })
  .map(({ name, nodes, edges, layout, extra, subgraphs }) => ({
    ...extra,
    ...newBlueprint(name, 'id-1'),
    nodes,
    edges,
    ...(subgraphs === undefined ? {} : { subgraphs }),
    layout,
  }));

function layoutItem(
  part: LayoutPart,
  id: fc.Arbitrary<string>,
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<Operation> {
  return fc
    .record(
      { op: fc.constant('set-layout-item' as const), part: fc.constant(part), id, value },
      { requiredKeys: ['op', 'part', 'id'] },
    )
    .map((operation) => operation as Operation);
}

const levelOperation = fc.oneof(
  fc.record(
    { op: fc.constant('add-node' as const), id: nodeId, node, position },
    { requiredKeys: ['op', 'id', 'node'] },
  ),
  fc.record({ op: fc.constant('remove-node' as const), id: nodeId }),
  fc.record({
    op: fc.constant('connect' as const),
    to: innerTargetRef,
    edge: fc.oneof(edge, innerEdge),
  }),
  fc.record({ op: fc.constant('disconnect' as const), to: innerTargetRef }),
  fc.record(
    {
      op: fc.constant('set-parameter' as const),
      id: nodeId,
      name: fc.constantFrom(...PARAMETER_NAMES),
      value: jsonValue,
    },
    { requiredKeys: ['op', 'id', 'name'] },
  ),
  fc.record(
    { op: fc.constant('move-node' as const), id: fc.oneof(nodeId, fc.constant('input')), position },
    { requiredKeys: ['op', 'id'] },
  ),
  fc.record(
    { op: fc.constant('rename-node' as const), id: nodeId, name: fc.string() },
    { requiredKeys: ['op', 'id'] },
  ),
  fc.record({
    op: fc.constant('set-mode' as const),
    id: nodeId,
    mode: fc.constantFrom('active' as const, 'muted' as const, 'bypassed' as const),
  }),
  fc.record(
    { op: fc.constant('set-timeout' as const), id: nodeId, timeoutMs: fc.integer({ min: 1 }) },
    { requiredKeys: ['op', 'id'] },
  ),
  layoutItem('groups', layoutId, group),
  layoutItem('notes', layoutId, note),
  layoutItem('looks', nodeId, look),
  layoutItem('bends', targetRef, bends),
  fc.record(
    {
      op: fc.constant('set-viewport' as const),
      viewport: fc.record({ x: fc.integer(), y: fc.integer(), zoom: fc.constantFrom(0.5, 1, 2) }),
    },
    { requiredKeys: ['op'] },
  ),
  fc.record({ op: fc.constant('replace' as const), blueprint: anyBlueprint }),
);

/** Operations over the same few ids, in the document and in its subgraphs; many of them do not fit a given document. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  levelOperation,
  fc.tuple(levelOperation, subgraphId).map(([operation, id]) => ({ ...operation, in: id }) as Operation),
  fc.record({ op: fc.constant('rename-blueprint' as const), name: fc.string() }),
  fc.record(
    { op: fc.constant('set-subgraph' as const), id: subgraphId, subgraph: anySubgraph },
    { requiredKeys: ['op', 'id'] },
  ),
  fc.record({ op: fc.constant('set-interface' as const), id: subgraphId, interface: subgraphInterface }),
);

/** Edges from lower to higher numbers only: a graph that has an order. */
export function anyDag(
  maxNodes: number,
): fc.Arbitrary<{ ids: string[]; edges: { from: string; to: string }[] }> {
  return fc.integer({ min: 1, max: maxNodes }).chain((count) =>
    fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 4 * count }).map((pairs) => ({
      ids: Array.from({ length: count }, (_, index) => idOf(index)),
      edges: pairs
        .filter(([one, other]) => one !== other)
        .map(([one, other]) => ({ from: idOf(Math.min(one, other)), to: idOf(Math.max(one, other)) })),
    })),
  );
}

/** Ids whose order by text differs from their order by number. */
function idOf(index: number): string {
  return nodeIdSchema.parse(`n${(index * 7919) % 1_000_003}_${index}`);
}
