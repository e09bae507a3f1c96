import { beforeEach, describe, expect, it } from 'vitest';
import { addBasicNodes, definition } from './testing/basic-nodes.js';
import type { Fixture } from './testing/engine-fixture.js';
import { data, engineFixture, sketch, states } from './testing/engine-fixture.js';
import { json } from './testing/memory-runtime.js';

let fixture: Fixture;
beforeEach(() => {
  fixture = engineFixture();
  addBasicNodes(fixture);
  const echo = definition('t/echo', {
    inputs: [
      { name: 'items', type: 'any', list: true, required: false },
      { name: 'left', type: 'number', default: 7 },
      { name: 'right', type: 'string', required: false },
    ],
    parameters: [
      { name: 'keep', label: 'Keep', type: 'integer', default: 3, min: 1 },
      { name: 'path', label: 'Path', type: 'file', default: '' },
    ],
    outputs: [{ name: 'out', type: 'json' }],
  });
  fixture.add(
    fixture.runtime.define(echo, ({ inputs, parameters }) => {
      const seen = Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [
          name,
          value.kind === 'json' ? value.json : value.kind,
        ]),
      );
      return { out: json({ ...seen, parameters }) };
    }),
  );
});

const number = (value: number | string) => ({ type: 't/number', parameters: { value } });

describe('inputs', () => {
  it('fills in defaults of inputs and parameters, and makes paths absolute', async () => {
    const blueprint = sketch({ echo: { type: 't/echo', parameters: { path: 'data/a.csv' } } });
    const finished = await fixture.run(blueprint, { baseFolder: '/work' });
    expect(data(finished, 'echo')).toEqual({ left: 7, parameters: { keep: 3, path: '/work/data/a.csv' } });
    const elsewhere = await fixture.run(blueprint, { baseFolder: '/else' });
    expect(data(elsewhere, 'echo')).toEqual({ left: 7, parameters: { keep: 3, path: '/else/data/a.csv' } });
  });

  it('says what to do about a relative path without a folder', async () => {
    const finished = await fixture.run(sketch({ echo: { type: 't/echo', parameters: { path: 'a.csv' } } }));
    expect(finished.snapshot.nodes['echo']?.error).toMatchObject({ code: 'relative-path', port: 'path' });
  });

  it('orders the items of a list by number, gaps or not', async () => {
    const blueprint = sketch(
      { a: number(1), b: number(2), c: number(3), echo: 't/echo' },
      { 'echo.items.10': 'a.out', 'echo.items.9': 'b.out', 'echo.items.2': 'c.out' },
    );
    expect(data(await fixture.run(blueprint), 'echo')).toMatchObject({ items: [3, 2, 1] });
  });

  it('gives a list value where items are not plain data', async () => {
    fixture.add(
      fixture.runtime.define(definition('t/bytes', { outputs: [{ name: 'out', type: 'bytes' }] }), () => ({
        out: fixture.store.block('b'),
      })),
    );
    const blueprint = sketch(
      { a: 't/bytes', b: number(2), echo: 't/echo' },
      { 'echo.items.0': 'a.out', 'echo.items.1': 'b.out' },
    );
    expect(data(await fixture.run(blueprint), 'echo')).toMatchObject({ items: 'list' });
  });

  it('checks at run time what `any` hides', async () => {
    const blueprint = sketch({ a: number('abc'), echo: 't/echo' }, { 'echo.left': 'a.out' });
    const finished = await fixture.run(blueprint);
    expect(finished.snapshot.nodes['echo']?.error).toMatchObject({
      kind: 'validation',
      code: 'wrong-input-type',
      port: 'left',
      message: 'Input "left" received the text "abc", expected number.',
    });
  });

  it('feeds parameters by edges and checks them before the call', async () => {
    const good = sketch({ a: number(5), echo: 't/echo' }, { 'echo.keep': 'a.out' });
    expect(data(await fixture.run(good), 'echo')).toMatchObject({ parameters: { keep: 5, path: '' } });
    const bad = await fixture.run(sketch({ a: number(-5), echo: 't/echo' }, { 'echo.keep': 'a.out' }));
    expect(bad.snapshot.nodes['echo']?.error).toMatchObject({
      kind: 'validation',
      message: 'Keep must be at least 1; received -5.',
      port: 'keep',
    });
    expect(fixture.runtime.calls.filter((node) => node === 'echo')).toHaveLength(1);
  });

  it('makes a path that arrives over an edge absolute', async () => {
    const blueprint = sketch({ a: number('sub/b.csv'), echo: 't/echo' }, { 'echo.path': 'a.out' });
    const finished = await fixture.run(blueprint, { baseFolder: '/work' });
    expect(data(finished, 'echo')).toMatchObject({ parameters: { keep: 3, path: '/work/sub/b.csv' } });
    expect(states(await fixture.run({ ...blueprint }))['echo']).toBe('failed');
  });

  it('delivers the initial value of a delayed edge, so a loop runs once in a batch', async () => {
    const blueprint = sketch(
      { a: 't/sum', b: 't/sum' },
      { 'b.items.0': 'a.out', 'a.items.0': { from: 'b.out', delay: { initial: 40 } } },
    );
    for (const node of Object.values(blueprint.nodes)) node.parameters = { value: 1 };
    const finished = await fixture.run(blueprint);
    expect(data(finished, 'b')).toBe(42);
  });

  it('blocks a consumer whose required input got nothing, by the node that gave nothing', async () => {
    fixture.add(fixture.runtime.define(definition('t/silent'), () => ({})));
    const blueprint = sketch(
      { silent: 't/silent', need: 't/need', optional: 't/pass', last: 't/pass' },
      { 'need.in': 'silent.out', 'optional.in': 'silent.out', 'last.in': 'need.out' },
    );
    const finished = await fixture.run(blueprint);
    expect(states(finished)).toEqual({ silent: 'done', need: 'blocked', optional: 'done', last: 'blocked' });
    expect(finished.snapshot.nodes['last']?.blockedBy).toBe('silent');
  });
});

describe('modes', () => {
  it('a muted node does not run: required inputs block, optional ones are unconnected', async () => {
    const blueprint = sketch(
      { quiet: { ...number(1), mode: 'muted' }, need: 't/need', last: 't/pass', free: 't/pass' },
      { 'need.in': 'quiet.out', 'last.in': 'need.out', 'free.in': 'quiet.out' },
    );
    const finished = await fixture.run(blueprint);
    expect(finished.state).toBe('done');
    expect(states(finished)).toEqual({ quiet: 'skipped', need: 'blocked', last: 'blocked', free: 'done' });
    expect(finished.snapshot.nodes['last']?.blockedBy).toBe('quiet');
    expect(data(finished, 'free')).toBe('nothing');
  });

  it('a bypassed node passes its inputs on by type, in port order', async () => {
    const mixed = definition('t/mixed', {
      inputs: [
        { name: 'text', type: 'string' },
        { name: 'first', type: 'number' },
        { name: 'second', type: 'number' },
      ],
      outputs: [
        { name: 'a', type: 'number' },
        { name: 'b', type: 'number' },
        { name: 'c', type: 'number' },
        { name: 'd', type: 'string' },
      ],
    });
    fixture.add(fixture.runtime.define(mixed, () => ({})));
    const blueprint = sketch(
      {
        x: number('t'),
        y: number(1),
        z: number(2),
        mixed: { type: 't/mixed', mode: 'bypassed' },
        after: 't/need',
      },
      { 'mixed.text': 'x.out', 'mixed.first': 'y.out', 'mixed.second': 'z.out', 'after.in': 'mixed.b' },
    );
    const finished = await fixture.run(blueprint);
    expect(states(finished)['mixed']).toBe('skipped');
    expect(['a', 'b', 'c', 'd'].map((port) => data(finished, 'mixed', port))).toEqual([1, 2, undefined, 't']);
    expect(data(finished, 'after')).toBe(2);
  });
});
