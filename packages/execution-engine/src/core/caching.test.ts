import { beforeEach, describe, expect, it } from 'vitest';
import { addBasicNodes, definition } from './testing/basic-nodes.js';
import type { Fixture } from './testing/engine-fixture.js';
import { data, engineFixture, finish, sketch, states } from './testing/engine-fixture.js';
import { json } from './testing/memory-runtime.js';

let fixture: Fixture;
beforeEach(() => {
  fixture = engineFixture();
  addBasicNodes(fixture);
});

const chain = (first: number, last = 1) =>
  sketch(
    {
      a: { type: 't/number', parameters: { value: first } },
      sign: 't/sign',
      b: { type: 't/sum', parameters: { value: last } },
      side: { type: 't/number', parameters: { value: 5 } },
    },
    { 'sign.in': 'a.out', 'b.items.0': 'sign.out' },
  );

beforeEach(() => {
  fixture.add(
    fixture.runtime.define(
      definition('t/sign', {
        inputs: [{ name: 'in', type: 'number' }],
        outputs: [{ name: 'out', type: 'number' }],
      }),
      ({ inputs }) => ({
        out: json(inputs['in']?.kind === 'json' ? Math.sign(Number(inputs['in'].json)) : 0),
      }),
    ),
  );
});

describe('results of earlier runs', () => {
  it('are used again, with their outputs', async () => {
    const blueprint = chain(3);
    await fixture.run(blueprint);
    const again = await fixture.run(blueprint);
    expect(states(again)).toEqual({ a: 'cached', sign: 'cached', b: 'cached', side: 'cached' });
    expect(data(again, 'b')).toBe(2);
    expect(again.snapshot.nodes['b']).toMatchObject({ outputs: { out: { json: 2 } }, sizeBytes: 1 });
    expect(fixture.runtime.calls).toHaveLength(4);
  });

  it('are used again for an equal document, whatever the nodes are called', async () => {
    await fixture.run(chain(3));
    const again = await fixture.run({ ...chain(3), id: 'another' });
    expect(new Set(Object.values(states(again)))).toEqual(new Set(['cached']));
  });

  it('stop the wave where a changed node gives an equal output', async () => {
    await fixture.run(chain(3));
    const edited = await fixture.run(chain(4));
    expect(states(edited)).toEqual({ a: 'done', sign: 'done', b: 'cached', side: 'cached' });
  });

  it('are keyed by the code behind the node', async () => {
    await fixture.run(chain(3));
    fixture.runtime.implementation = 'v2';
    expect(states(await fixture.run(chain(3)))['a']).toBe('done');
  });

  it('of a node that reads files hold as long as their content', async () => {
    fixture.add(
      fixture.runtime.define(
        definition('t/read', {
          purity: 'reads-world',
          reads: ['path'],
          parameters: [{ name: 'path', label: 'Path', type: 'file', default: '' }],
        }),
        ({ parameters }) => ({ out: json(fixture.files.get(String(parameters['path'])) ?? 'none') }),
      ),
    );
    const blueprint = sketch(
      { read: { type: 't/read', parameters: { path: '/f' } }, next: 't/pass' },
      { 'next.in': 'read.out' },
    );
    fixture.files.set('/f', 'one');
    await fixture.run(blueprint);
    expect(states(await fixture.run(blueprint))).toEqual({ read: 'cached', next: 'cached' });
    fixture.files.set('/f', 'two');
    const changed = await fixture.run(blueprint);
    expect(states(changed)).toEqual({ read: 'done', next: 'done' });
    expect(data(changed, 'next')).toBe('two');
    fixture.files.delete('/f');
    expect(states(await fixture.run(blueprint))['read']).toBe('done');
  });

  it('of a node that changes the world are never used', async () => {
    fixture.add(
      fixture.runtime.define(definition('t/write', { purity: 'writes-world' }), () => ({ out: json(1) })),
    );
    await fixture.run(sketch({ write: 't/write' }));
    expect(states(await fixture.run(sketch({ write: 't/write' })))).toEqual({ write: 'done' });
  });

  it('tell initial values of delayed edges apart', async () => {
    const loop = (initial: number) =>
      sketch({ a: 't/sum' }, { 'a.items.0': { from: 'a.out', delay: { initial } } });
    await fixture.run(loop(1));
    expect(data(await fixture.run(loop(2)), 'a')).toBe(2);
  });

  it('of failed and cancelled nodes are not kept', async () => {
    await fixture.run(sketch({ bad: 't/fail' }));
    expect(states(await fixture.run(sketch({ bad: 't/fail' })))).toEqual({ bad: 'failed' });
    const run = fixture.engine.run(sketch({ long: 't/wait' }), fixture.catalog, {});
    await new Promise((resolve) => setTimeout(resolve, 5));
    run.cancel();
    await run.finished;
    expect(fixture.engine.cacheStats().results).toBe(0);
  });

  it('stay within the budget, the least recently used going first', async () => {
    fixture = engineFixture({ cacheBytes: 3000 });
    addBasicNodes(fixture);
    const one = (value: number) => sketch({ n: { type: 't/number', parameters: { value } } });
    for (let value = 0; value < 30; value++) {
      await fixture.run(one(value));
      await fixture.run(one(0));
      expect(fixture.engine.cacheStats().bytes).toBeLessThanOrEqual(3000);
    }
    expect(fixture.runtime.calls).toHaveLength(30);
    expect(states(await fixture.run(one(0)))['n']).toBe('cached');
    expect(states(await fixture.run(one(29)))['n']).toBe('cached');
    expect(states(await fixture.run(one(1)))['n']).toBe('done');
  });
});

describe('memory of values', () => {
  beforeEach(() => {
    let made = 0;
    fixture.add(
      fixture.runtime.define(
        definition('t/block', {
          inputs: [{ name: 'in', type: 'any', required: false }],
          outputs: [{ name: 'out', type: 'bytes' }],
        }),
        () => ({ out: fixture.store.block(`block-${made++}`) }),
      ),
    );
    fixture.add(
      fixture.runtime.define(
        definition('t/burst', { inputs: [{ name: 'in', type: 'any', required: false }] }),
        ({ hooks }) => {
          hooks.emit({
            out: fixture.store.block(`burst-${made++}`),
            extra: fixture.store.block(`x-${made++}`),
          });
          throw new Error('after its output');
        },
      ),
    );
  });

  const blueprint = () =>
    sketch(
      { a: 't/block', pass: { type: 't/pass', mode: 'bypassed' }, b: 't/block', burst: 't/burst' },
      { 'pass.in': 'a.out', 'b.in': 'pass.out', 'burst.in': 'b.out' },
    );

  it('is held by run and cache, and by nobody once both let go', async () => {
    const document = blueprint();
    const first = await fixture.run(document);
    const second = await fixture.run(document);
    expect(states(second)).toEqual({ a: 'cached', pass: 'skipped', b: 'cached', burst: 'failed' });
    expect([...fixture.store.holds.values()].sort()).toEqual([3, 5]);
    first.run.release();
    first.run.release();
    expect([...fixture.store.holds.values()].sort()).toEqual([2, 3]);
    fixture.engine.clearCache();
    expect(second.run.output('b', 'out')).toBeDefined();
    second.run.release();
    expect(second.run.output('b', 'out')).toBeUndefined();
    expect(fixture.store.holds.size).toBe(0);
  });

  it('events keep the summaries after release', async () => {
    const run = fixture.engine.run(blueprint(), fixture.catalog, {});
    await run.finished;
    run.release();
    expect((await finish(run)).snapshot.nodes['b']?.outputs).toMatchObject({
      out: { kind: 'bytes', sizeBytes: 1000 },
    });
  });

  it('a run released while it is under way lets go at its end', async () => {
    const run = fixture.engine.run(blueprint(), fixture.catalog, {});
    run.release();
    await run.finished;
    fixture.engine.clearCache();
    expect(fixture.store.holds.size).toBe(0);
  });
});
