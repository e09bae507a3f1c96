import { newBlueprint } from '@atomiton/blueprint';
import type { Blueprint, BlueprintNode, JsonValue, RunEvent, Subgraph } from '@atomiton/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { addBasicNodes } from './testing/basic-nodes.js';
import type { Fixture } from './testing/engine-fixture.js';
import { data, engineFixture, finish, states } from './testing/engine-fixture.js';

let fixture: Fixture;
beforeEach(() => {
  fixture = engineFixture();
  addBasicNodes(fixture);
});

function node(type: string, parameters: Record<string, JsonValue> = {}): BlueprintNode {
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

/** 1 + 10 (inner, exposed as `add`) + 100 (one level deeper). */
function nested(): Blueprint {
  return {
    ...newBlueprint('nested', 'nested'),
    nodes: { one: node('t/number', { value: 1 }), outer: node('subgraph/outer'), end: node('t/pass') },
    edges: { 'outer.in': { from: 'one.out' }, 'end.in': { from: 'outer.out' } },
    subgraphs: {
      outer: subgraph({
        inputs: { in: { type: 'number' }, add: { type: 'json', required: false } },
        outputs: { out: { type: 'number' }, half: { type: 'number' } },
        nodes: { ten: node('t/sum', { value: 10 }), deep: node('subgraph/deep') },
        edges: {
          'ten.items.0': { from: 'input.in' },
          'ten.value': { from: 'input.add' },
          'deep.in': { from: 'ten.out' },
          'output.out': { from: 'deep.out' },
          'output.half': { from: 'ten.out' },
        },
      }),
      deep: subgraph({
        inputs: { in: { type: 'number' } },
        outputs: { out: { type: 'number' } },
        nodes: { hundred: node('t/sum', { value: 100 }) },
        edges: { 'hundred.items.0': { from: 'input.in' }, 'output.out': { from: 'hundred.out' } },
      }),
    },
  };
}

/** The same graph without subgraphs. */
function plain(): Blueprint {
  return {
    ...newBlueprint('plain', 'plain'),
    nodes: {
      one: node('t/number', { value: 1 }),
      ten: node('t/sum', { value: 10 }),
      hundred: node('t/sum', { value: 100 }),
      end: node('t/pass'),
    },
    edges: {
      'ten.items.0': { from: 'one.out' },
      'hundred.items.0': { from: 'ten.out' },
      'end.in': { from: 'hundred.out' },
    },
  };
}

function walk(events: readonly RunEvent[], path: string): string[] {
  return events.flatMap((event) => (event.type === 'node-state' && event.node === path ? [event.state] : []));
}

describe('a run through subgraphs', () => {
  it('gives the values of the flat blueprint, and names inner nodes by their path', async () => {
    const finished = await fixture.run(nested());
    expect(finished.state).toBe('done');
    expect(data(finished, 'end')).toBe(111);
    expect(data(finished, 'outer/ten')).toBe(11);
    expect(data(finished, 'outer/deep/hundred')).toBe(111);
    expect(states(finished)).toEqual({
      one: 'done',
      outer: 'done',
      'outer/ten': 'done',
      'outer/deep': 'done',
      'outer/deep/hundred': 'done',
      end: 'done',
    });
  });

  it('computes nothing twice that the flat blueprint has computed, and the other way round', async () => {
    await fixture.run(plain());
    const second = await fixture.run(nested());
    expect(new Set(Object.values(states(second)))).toEqual(new Set(['cached']));
    expect(second.snapshot.nodes.outer?.outputs?.out).toMatchObject({ json: 111 });
  });

  it('gives an instance the joined state, progress and outputs of its inner nodes', async () => {
    const { events, run } = await fixture.run(nested());
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({
      type: 'run-started',
      nodes: ['one', 'end', 'outer/ten', 'outer/deep/hundred'],
      instances: ['outer', 'outer/deep'],
    });
    expect(walk(events, 'outer')).toEqual(['ready', 'running', 'done']);
    expect(walk(events, 'outer/deep')).toEqual(['ready', 'running', 'done']);
    const last = events.find(
      (event) => event.type === 'node-state' && event.node === 'outer' && event.state === 'done',
    );
    expect(last).toMatchObject({ outputs: { out: { json: 111 }, half: { json: 11 } } });
    const progress = events.flatMap((event) =>
      event.type === 'node-progress' && event.node === 'outer' ? [event.fraction] : [],
    );
    expect(progress).toContain(0.5);
    expect(run.output('outer', 'half')).toMatchObject({ json: 11 });
  });

  it('uses the parameter that an instance exposes', async () => {
    const document = nested();
    document.nodes.outer = node('subgraph/outer', { add: 20 });
    expect(data(await fixture.run(document), 'end')).toBe(121);
    document.edges['outer.add'] = { from: 'one.out' };
    expect(data(await fixture.run({ ...document }), 'end')).toBe(102);
  });

  it('gives a value that an instance sets for an input port, and the default of the interface', async () => {
    const document: Blueprint = {
      ...newBlueprint('v', 'v'),
      nodes: { s: node('subgraph/s'), t: node('subgraph/s', { x: 'given' }) },
      subgraphs: {
        s: subgraph({
          inputs: { x: { type: 'any', default: 'default' } },
          outputs: { y: { type: 'any' } },
          nodes: { p: node('t/need') },
          edges: { 'p.in': { from: 'input.x' }, 'output.y': { from: 'p.out' } },
        }),
      },
    };
    const finished = await fixture.run(document);
    expect(finished.run.output('s', 'y')).toMatchObject({ json: 'default' });
    expect(finished.run.output('t', 'y')).toMatchObject({ json: 'given' });
  });

  it('says on an instance which inner node failed, and blocks what needs it', async () => {
    const document = nested();
    const { deep } = document.subgraphs ?? {};
    if (deep?.nodes.hundred !== undefined) deep.nodes.hundred.type = 't/fail';
    if (deep !== undefined)
      deep.edges = { 'hundred.in': { from: 'input.in' }, 'output.out': { from: 'hundred.out' } };
    const finished = await fixture.run(document);
    expect(finished.state).toBe('failed');
    expect(states(finished)).toMatchObject({
      outer: 'failed',
      'outer/ten': 'done',
      'outer/deep': 'failed',
      end: 'blocked',
    });
    expect(finished.snapshot.nodes.outer?.error).toMatchObject({
      message: 'deep/hundred: It broke.',
      node: 'outer/deep/hundred',
    });
    expect(finished.snapshot.nodes.end?.blockedBy).toBe('outer/deep/hundred');
    expect(finished.snapshot.error).toMatchObject({ node: 'outer/deep/hundred' });
  });

  it('runs to an instance, and to an inner node', async () => {
    const toInstance = await fixture.run(nested(), { to: 'outer' });
    expect(Object.keys(states(toInstance))).not.toContain('end');
    expect(states(toInstance)).toMatchObject({ outer: 'done', 'outer/deep/hundred': 'done' });
    const toInner = await fixture.run(nested(), { to: 'outer/ten' });
    expect(states(toInner)).toEqual({ one: 'cached', 'outer/ten': 'cached', outer: 'cached' });
    const unknown = await fixture.run(nested(), { to: 'outer/nothing' });
    expect(unknown.snapshot.error).toMatchObject({ code: 'unknown-node' });
    expect(fixture.engine.plan(nested(), fixture.catalog, 'outer/ten').nodes).toEqual(['one', 'outer/ten']);
  });

  it('skips a muted instance and blocks what needs it; a bypassed one passes on', async () => {
    const document = nested();
    document.nodes.end = node('t/need');
    (document.nodes.outer as BlueprintNode).mode = 'muted';
    const muted = await fixture.run(document);
    expect(states(muted)).toMatchObject({ outer: 'skipped', 'outer/ten': 'skipped', end: 'blocked' });
    const passing = nested();
    (passing.nodes.outer as BlueprintNode).mode = 'bypassed';
    const bypassed = await fixture.run(passing);
    expect(data(bypassed, 'end')).toBe(1);
  });

  it('is cancelled with its inner nodes', async () => {
    const document = nested();
    const { deep } = document.subgraphs ?? {};
    if (deep?.nodes.hundred !== undefined) deep.nodes.hundred = node('t/wait');
    if (deep !== undefined)
      deep.edges = { 'hundred.in': { from: 'input.in' }, 'output.out': { from: 'hundred.out' } };
    const run = fixture.engine.run(document, fixture.catalog, {});
    run.subscribe((event) => {
      if (event.type === 'node-state' && event.node === 'outer/deep/hundred' && event.state === 'running') {
        run.cancel();
      }
    });
    const finished = await finish(run);
    expect(states(finished)).toMatchObject({
      outer: 'cancelled',
      'outer/deep': 'cancelled',
      end: 'cancelled',
    });
  });

  it('says nothing of subgraphs where there are none', async () => {
    const { events } = await fixture.run(plain());
    expect(events[0]).not.toHaveProperty('instances');
  });
});
