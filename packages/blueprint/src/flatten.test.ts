import {
  type Blueprint,
  type BlueprintNode,
  blueprintSchema,
  type Operation,
  type Subgraph,
} from '@atomiton/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatten, MAX_FLAT_NODES, MAX_SUBGRAPH_DEPTH } from './flatten.js';
import { inLevel } from './interface-edits.js';
import { makeSubgraph } from './make-subgraph.js';
import { newBlueprint } from './new-blueprint.js';
import { applyAndInvert, applyOperations } from './operations.js';
import { printBlueprint } from './print-blueprint.js';
import { levelCatalog, withSubgraphs } from './subgraph-definitions.js';
import { levelBlueprint, subgraphAt } from './subgraph-levels.js';
import { anyDag } from './testing/arbitrary-blueprint.js';
import { testCatalog } from './testing/test-catalog.js';
import { topologicalOrder } from './topological-order.js';
import { unpackSubgraph } from './unpack-subgraph.js';
import { validateBlueprint } from './validate-blueprint.js';

function node(type: string, parameters: BlueprintNode['parameters'] = {}): BlueprintNode {
  return { type, typeVersion: 1, parameters, mode: 'active' };
}

function subgraph(parts: Partial<Subgraph>): Subgraph {
  return {
    name: 'S',
    inputs: {},
    outputs: {},
    nodes: {},
    edges: {},
    layout: { positions: {}, groups: {}, notes: {} },
    ...parts,
  };
}

/** Adds up what it is given: `items` in, `sum` out; its parameter comes first. */
const adder = subgraph({
  name: 'Add',
  inputs: { left: { type: 'number' }, limit: { type: 'number', required: false } },
  outputs: { sum: { type: 'number' } },
  nodes: { merge: node('test/merge'), number: node('test/number', { value: 3 }) },
  edges: {
    'merge.items.0': { from: 'input.left' },
    'merge.items.1': { from: 'number.value' },
    'number.value': { from: 'input.limit' },
    'output.sum': { from: 'merge.sum' },
  },
});

const nested: Blueprint = {
  ...newBlueprint('n', 'n'),
  nodes: {
    start: node('test/number', { value: 1 }),
    twice: node('subgraph/twice', { bound: 7 }),
    end: node('test/merge'),
  },
  edges: { 'twice.in': { from: 'start.value' }, 'end.items.0': { from: 'twice.out' } },
  subgraphs: {
    add: adder,
    twice: subgraph({
      inputs: { in: { type: 'number' }, bound: { type: 'number', required: false } },
      outputs: { out: { type: 'number' } },
      nodes: { one: node('subgraph/add'), two: node('subgraph/add', { limit: 9 }) },
      edges: {
        'one.left': { from: 'input.in' },
        'one.limit': { from: 'input.bound' },
        'two.left': { from: 'one.sum' },
        'output.out': { from: 'two.sum' },
      },
    }),
  },
};

describe('flatten', () => {
  it('puts inner nodes in place of instances, level by level', () => {
    const flat = flatten(nested);
    expect(Object.keys(flat.blueprint.nodes).sort()).toEqual([
      'end',
      'start',
      'twice__one__merge',
      'twice__one__number',
      'twice__two__merge',
      'twice__two__number',
    ]);
    expect(flat.blueprint.edges).toEqual({
      'twice__one__merge.items.0': { from: 'start.value' },
      'twice__one__merge.items.1': { from: 'twice__one__number.value' },
      'twice__two__merge.items.0': { from: 'twice__one__merge.sum' },
      'twice__two__merge.items.1': { from: 'twice__two__number.value' },
      'end.items.0': { from: 'twice__two__merge.sum' },
    });
    expect(flat.blueprint.subgraphs).toBeUndefined();
    expect(blueprintSchema.safeParse(flat.blueprint).success).toBe(true);
  });

  it('hands exposed parameters down: the outermost that says something counts', () => {
    const { nodes } = flatten(nested).blueprint;
    expect(nodes.twice__one__number?.parameters.value).toBe(7);
    expect(nodes.twice__two__number?.parameters.value).toBe(9);
    const silent = applyOperations(nested, [{ op: 'set-parameter', id: 'twice', name: 'bound' }]);
    expect(flatten(silent).blueprint.nodes.twice__one__number?.parameters.value).toBe(3);
    const fed = applyOperations(nested, [
      { op: 'connect', to: 'twice.bound', edge: { from: 'start.value' } },
    ]);
    expect(flatten(fed).blueprint.edges['twice__one__number.value']).toEqual({ from: 'start.value' });
  });

  it('keeps the value of an inner instance where its edge from the interface brings nothing', () => {
    const through = applyOperations(nested, [
      { op: 'set-parameter', id: 'twice', name: 'bound' },
      { op: 'connect', in: 'twice', to: 'two.limit', edge: { from: 'input.bound' } },
    ]);
    expect(flatten(through).blueprint.nodes.twice__two__number?.parameters.value).toBe(9);
    const given = applyOperations(through, [{ op: 'set-parameter', id: 'twice', name: 'bound', value: 5 }]);
    expect(flatten(given).blueprint.nodes.twice__two__number?.parameters.value).toBe(5);
  });

  it('names where every node comes from and what gives the outputs of an instance', () => {
    const { pathOf, idOf, instances } = flatten(nested);
    expect(pathOf.get('twice__two__merge')).toBe('twice/two/merge');
    expect(idOf.get('twice/two/merge')).toBe('twice__two__merge');
    expect(pathOf.get('start')).toBe('start');
    expect([...instances.keys()]).toEqual(['twice', 'twice/one', 'twice/two']);
    expect(instances.get('twice')).toEqual({
      subgraph: 'twice',
      outputs: new Map([['out', 'twice__two__merge.sum']]),
    });
  });

  it('leaves untouched nodes the objects they are, and a document without instances as it is', () => {
    expect(flatten(nested).blueprint.nodes.twice__one__merge).toBe(adder.nodes.merge);
    const plain: Blueprint = {
      ...nested,
      subgraphs: {},
      nodes: { start: nested.nodes.start as BlueprintNode },
    };
    expect(flatten(plain).blueprint.nodes).toBe(plain.nodes);
    const { subgraphs: _none, ...without } = plain;
    expect(flatten(without).blueprint).toBe(without);
  });

  it('gives ids that are free, the same every time', () => {
    const taken: Blueprint = { ...nested, nodes: { ...nested.nodes, twice__one__merge: node('test/merge') } };
    const flat = flatten(taken);
    expect(flat.pathOf.get('twice__one__merge')).toBe('twice__one__merge');
    expect(flat.pathOf.get('twice__one__merge_2')).toBe('twice/one/merge');
    expect(printBlueprint(flatten(structuredClone(taken)).blueprint)).toBe(printBlueprint(flat.blueprint));
  });

  it('mutes what is inside a muted instance', () => {
    const flat = flatten(applyOperations(nested, [{ op: 'set-mode', id: 'twice', mode: 'muted' }]));
    const inner = Object.entries(flat.blueprint.nodes).filter(([id]) => id.startsWith('twice'));
    expect(new Set(inner.map(([, { mode }]) => mode))).toEqual(new Set(['muted']));
    expect(flat.blueprint.edges['end.items.0']).toEqual({ from: 'twice__two__merge.sum' });
  });

  it('passes the input of a bypassed instance on, also inside another', () => {
    const outer = flatten(applyOperations(nested, [{ op: 'set-mode', id: 'twice', mode: 'bypassed' }]));
    expect(outer.blueprint.edges['end.items.0']).toEqual({ from: 'start.value' });
    expect(Object.keys(outer.blueprint.nodes)).toEqual(['start', 'end']);
    const inner = flatten(
      applyOperations(nested, [{ op: 'set-mode', in: 'twice', id: 'two', mode: 'bypassed' }]),
    );
    expect(inner.blueprint.edges['end.items.0']).toEqual({ from: 'twice__one__merge.sum' });
  });

  it('follows interfaces that only pass on, and keeps what the edges say', () => {
    const document: Blueprint = {
      ...newBlueprint('p', 'p'),
      nodes: { a: node('test/number'), p: node('subgraph/pass'), m: node('test/merge') },
      edges: {
        'p.x': { from: 'a.value', delay: { initial: 0 } },
        'm.items.0': { from: 'p.y', note: 'outer' },
      },
      subgraphs: {
        pass: subgraph({
          inputs: { x: { type: 'any' } },
          outputs: { y: { type: 'any' } },
          edges: { 'output.y': { from: 'input.x', note: 'inner' } },
        }),
      },
    };
    expect(flatten(document).blueprint.edges).toEqual({
      'm.items.0': { from: 'a.value', delay: { initial: 0 }, note: 'outer' },
    });
  });

  it('ends where interfaces pass each other on in a circle', () => {
    const pass = subgraph({
      inputs: { x: { type: 'any' } },
      outputs: { y: { type: 'any' } },
      edges: { 'output.y': { from: 'input.x' } },
    });
    const document: Blueprint = {
      ...newBlueprint('p', 'p'),
      nodes: { p: node('subgraph/pass'), q: node('subgraph/pass'), m: node('test/merge') },
      edges: { 'p.x': { from: 'q.y' }, 'q.x': { from: 'p.y' }, 'm.items.0': { from: 'p.y' } },
      subgraphs: { pass },
    };
    expect(flatten(document).blueprint.edges).toEqual({});
  });

  it('leaves instances of unknown and of recursive subgraphs as they are', () => {
    const document: Blueprint = {
      ...newBlueprint('r', 'r'),
      nodes: { a: node('subgraph/one'), b: node('subgraph/nowhere') },
      subgraphs: {
        one: subgraph({ nodes: { x: node('subgraph/two') } }),
        two: subgraph({ nodes: { y: node('subgraph/one') } }),
      },
    };
    expect(Object.keys(flatten(document).blueprint.nodes)).toEqual(['a', 'b']);
    const found = validateBlueprint(document, testCatalog);
    expect(found.map(({ in: level, node: id, code }) => [level, id, code])).toEqual([
      [undefined, 'a', 'recursive-subgraph'],
      [undefined, 'b', 'unknown-subgraph'],
      ['one', 'x', 'recursive-subgraph'],
      ['two', 'y', 'recursive-subgraph'],
    ]);
    expect(found[0]?.message).toMatch(/contains itself: (one → two → one|two → one → two)\./);
  });

  it('does not let a few lines grow into millions of nodes', () => {
    const subgraphs: Record<string, Subgraph> = { s0: subgraph({ nodes: { n: node('test/number') } }) };
    for (let level = 1; level < 40; level++) {
      const type = `subgraph/s${level - 1}`;
      subgraphs[`s${level}`] = subgraph({ nodes: { a: node(type), b: node(type) } });
    }
    const document: Blueprint = {
      ...newBlueprint('b', 'b'),
      nodes: { bomb: node('subgraph/s39') },
      subgraphs,
    };
    expect(flatten(document).pathOf.size).toBeLessThanOrEqual(MAX_FLAT_NODES);
    expect(validateBlueprint(document, testCatalog).map(({ code }) => code)).toContain('subgraph-too-large');
  });

  it('expands 100,000 nodes in nested subgraphs in linear time', () => {
    const count = 10_000;
    const nodes: Record<string, BlueprintNode> = {};
    const edges: Subgraph['edges'] = {};
    for (let index = 0; index < count; index++) {
      nodes[`n${index}`] = node('test/merge');
      edges[`n${index}.items.0`] = { from: index === 0 ? 'input.in' : `n${index - 1}.sum` };
    }
    edges['output.out'] = { from: `n${count - 1}.sum` };
    const ports = {
      inputs: { in: { type: 'number' as const } },
      outputs: { out: { type: 'number' as const } },
    };
    const subgraphs: Record<string, Subgraph> = { s0: subgraph({ ...ports, nodes, edges }) };
    for (let level = 1; level < MAX_SUBGRAPH_DEPTH - 1; level++) {
      subgraphs[`s${level}`] = subgraph({
        ...ports,
        nodes: { inner: node(`subgraph/s${level - 1}`) },
        edges: { 'inner.in': { from: 'input.in' }, 'output.out': { from: 'inner.out' } },
      });
    }
    const document: Blueprint = {
      ...newBlueprint('l', 'l'),
      nodes: { start: node('test/number') },
      subgraphs,
    };
    for (let copy = 0; copy < 10; copy++) {
      document.nodes[`c${copy}`] = node(`subgraph/s${copy === 0 ? MAX_SUBGRAPH_DEPTH - 2 : 0}`);
      document.edges[`c${copy}.in`] = { from: copy === 0 ? 'start.value' : `c${copy - 1}.out` };
    }
    const flat = flatten(document);
    expect(flat.pathOf.size).toBe(100_001);
    expect(new Set(flat.pathOf.values()).size).toBe(100_001);
    const order = topologicalOrder(flat.blueprint);
    expect(order).toHaveLength(100_001);
    expect(flat.pathOf.get(order.at(-1) ?? '')).toBe(`c9/n${count - 1}`);
    expect(validateBlueprint(document, testCatalog)).toEqual([]);
  });
});

describe('across levels', () => {
  it('finds a cycle that leads through subgraphs, and none where there is none', () => {
    const two = subgraph({
      inputs: { a: { type: 'number' }, b: { type: 'number' } },
      outputs: { x: { type: 'number' }, y: { type: 'number' } },
      nodes: { m: node('test/merge'), n: node('test/merge') },
      edges: {
        'm.items.0': { from: 'input.a' },
        'n.items.0': { from: 'input.b' },
        'output.x': { from: 'm.sum' },
        'output.y': { from: 'n.sum' },
      },
    });
    const document: Blueprint = {
      ...newBlueprint('c', 'c'),
      nodes: { s: node('subgraph/two'), k: node('test/merge'), v: node('test/number') },
      edges: {
        's.a': { from: 'v.value' },
        'k.items.0': { from: 's.x' },
        's.b': { from: 'k.sum' },
      },
      subgraphs: { two },
    };
    expect(validateBlueprint(document, testCatalog)).toEqual([]);
    const turned = applyOperations(document, [
      { op: 'disconnect', to: 's.a' },
      { op: 'connect', to: 's.a', edge: { from: 'k.sum' } },
    ]);
    const [cycle] = validateBlueprint(turned, testCatalog);
    expect(cycle).toMatchObject({ code: 'cycle', node: 'k' });
    expect(cycle?.message).toContain('k → s/m → k');
  });

  it('checks the types of the interface on both sides, and names ports without a use', () => {
    const document = applyOperations(nested, [
      { op: 'set-parameter', id: 'twice', name: 'bound' },
      {
        op: 'set-interface',
        id: 'add',
        interface: {
          name: 'Add',
          inputs: {
            left: { type: 'table' },
            limit: { type: 'number' },
            spare: { type: 'any', required: false },
          },
          outputs: { sum: { type: 'number' }, more: { type: 'any' } },
        },
      },
    ]);
    const found = validateBlueprint(document, testCatalog).map(
      ({ in: level, node: id, port, code }) => `${level ?? ''} ${id} ${port} ${code}`,
    );
    expect(found).toEqual([
      'add input spare unused-port',
      'add merge items port-type-mismatch',
      'add output more unused-port',
      'twice one left port-type-mismatch',
      'twice two left port-type-mismatch',
    ]);
  });

  it('says what only shows when values pass an interface of type any', () => {
    const document: Blueprint = {
      ...newBlueprint('a', 'a'),
      nodes: { r: node('test/reader', { path: 'a.csv' }), s: node('subgraph/s') },
      edges: { 's.x': { from: 'r.table' } },
      subgraphs: {
        s: subgraph({
          inputs: { x: { type: 'any' } },
          nodes: { m: node('test/merge') },
          edges: { 'm.items.0': { from: 'input.x' } },
        }),
      },
    };
    expect(validateBlueprint(document, testCatalog)).toMatchObject([
      { code: 'port-type-mismatch', node: 's', message: expect.stringContaining('In s/m: ') },
    ]);
  });
});

/** A graph of numbers and sums that has an order. */
const anyDocument = anyDag(12).map(({ ids, edges }): Blueprint => {
  const document = newBlueprint('d', 'd');
  const count = new Map<string, number>();
  for (const id of ids) document.nodes[id] = node('test/merge');
  for (const { from, to } of edges) {
    const index = count.get(to) ?? 0;
    count.set(to, index + 1);
    document.edges[`${to}.items.${index}`] = { from: `${from}.sum` };
  }
  return document;
});

/** The same graph in the ids that the document had before anything was put into subgraphs. */
function inOldIds(document: Blueprint): Record<string, string> {
  const { blueprint, pathOf } = flatten(document);
  const old = (ref: string): string => {
    const dot = ref.indexOf('.');
    const path = pathOf.get(ref.slice(0, dot)) ?? '';
    return path.slice(path.lastIndexOf('/') + 1) + ref.slice(dot);
  };
  return Object.fromEntries(Object.entries(blueprint.edges).map(([to, edge]) => [old(to), old(edge.from)]));
}

describe('a subgraph made of a selection', () => {
  const selection = fc.tuple(
    anyDocument,
    fc.array(fc.nat(11), { minLength: 1, maxLength: 8 }),
    fc.array(fc.nat(11)),
  );

  it('computes the same, at every level, and is taken back to the same bytes', () => {
    fc.assert(
      fc.property(selection, ([start, first, second]) => {
        const ids = Object.keys(start.nodes);
        const made = makeSubgraph(
          start,
          testCatalog,
          first.map((index) => ids[index % ids.length] as string),
          'My part',
        );
        if (made === undefined) return;
        const { blueprint: outer, inverses } = applyAndInvert(start, made.operations);
        expect(inOldIds(outer)).toEqual(inOldIds(start));
        expect(printBlueprint(applyOperations(outer, inverses))).toBe(printBlueprint(start));
        const level = levelBlueprint(outer, made.subgraphId) as Blueprint;
        const inside = Object.keys(level.nodes);
        const full = withSubgraphs(outer, testCatalog);
        const deeper = makeSubgraph(
          level,
          levelCatalog(subgraphAt(outer, made.subgraphId) as Subgraph, full),
          second.map((index) => inside[index % inside.length] as string),
          'My part',
        );
        if (deeper === undefined) return;
        const steps: Operation[] = deeper.operations.map((step) => inLevel(step, made.subgraphId));
        const both = applyOperations(outer, steps);
        expect(inOldIds(both)).toEqual(inOldIds(start));
        expect(Object.keys(both.subgraphs ?? {}).sort()).toEqual(['my-part', 'my-part-2']);
      }),
    );
  });

  it('unpacked gives the graph that it was made of', () => {
    fc.assert(
      fc.property(selection, ([start, first]) => {
        const ids = Object.keys(start.nodes);
        const chosen = first.map((index) => ids[index % ids.length] as string);
        const made = makeSubgraph(start, testCatalog, chosen, 'Part');
        if (made === undefined) return;
        const outer = applyOperations(start, made.operations);
        const unpacked = unpackSubgraph(outer, made.instanceId);
        const back = applyOperations(outer, unpacked?.operations ?? []);
        expect(back.edges).toEqual(start.edges);
        expect(back.nodes).toEqual(start.nodes);
      }),
    );
  });

  it('has one input for each output outside, typed by what it feeds', () => {
    const document: Blueprint = {
      ...newBlueprint('t', 't'),
      nodes: {
        r: node('test/reader', { path: 'x' }),
        c: node('test/chart'),
        d: node('test/chart'),
        m: node('test/merge'),
      },
      edges: {
        'c.table': { from: 'r.table' },
        'd.table': { from: 'r.table' },
        'd.limit': { from: 'r.rows' },
        'm.items.0': { from: 'd.chart', via: 1 },
      },
    };
    const made = makeSubgraph(document, testCatalog, ['c', 'd'], 'Charts');
    const after = applyOperations(document, made?.operations ?? []);
    expect(after.subgraphs?.charts).toMatchObject({
      inputs: { limit: { type: 'number', required: false }, table: { type: 'table' } },
      outputs: { chart: { type: 'json' } },
    });
    expect(after.subgraphs?.charts?.inputs.table?.required).toBeUndefined();
    expect(after.edges).toEqual({
      'charts.limit': { from: 'r.rows' },
      'charts.table': { from: 'r.table' },
      'm.items.0': { from: 'charts.chart', via: 1 },
    });
    const definition = withSubgraphs(after, testCatalog).get('subgraph/charts');
    expect(definition?.inputs.map(({ name }) => name)).toEqual(['table']);
    expect(definition?.parameters).toMatchObject([{ name: 'limit', label: 'Limit', default: 10, min: 1 }]);
  });
});

describe('a value that an instance hands down', () => {
  it('is checked by the limits of the inner parameter, and so is the inner value that stands for it', () => {
    const document: Blueprint = {
      ...newBlueprint('v', 'v'),
      nodes: { r: node('test/reader', { path: 'a.csv' }), s: node('subgraph/s') },
      edges: { 's.table': { from: 'r.table' } },
      subgraphs: {
        s: subgraph({
          inputs: { table: { type: 'table' }, limit: { type: 'number', required: false } },
          nodes: { c: node('test/chart', { limit: 0 }) },
          edges: { 'c.table': { from: 'input.table' }, 'c.limit': { from: 'input.limit' } },
        }),
      },
    };
    expect(validateBlueprint(document, testCatalog)).toMatchObject([
      { code: 'bad-parameter', node: 's', port: 'limit', message: 'Limit must be at least 1; received 0.' },
    ]);
    const given = applyOperations(document, [{ op: 'set-parameter', id: 's', name: 'limit', value: -1 }]);
    expect(validateBlueprint(given, testCatalog)[0]).toMatchObject({ code: 'bad-parameter', node: 's' });
    const right = applyOperations(document, [{ op: 'set-parameter', id: 's', name: 'limit', value: 5 }]);
    expect(validateBlueprint(right, testCatalog)).toEqual([]);
  });
});
