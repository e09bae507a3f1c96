import type { RunEvent } from '@atomiton/contracts';
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

const chain = () =>
  sketch(
    {
      one: { type: 't/number', parameters: { value: 1 } },
      two: { type: 't/sum', parameters: { value: 10 } },
      three: { type: 't/sum', parameters: { value: 100 } },
    },
    { 'two.items.0': 'one.out', 'three.items.0': 'two.out' },
  );

describe('a run', () => {
  it('carries values along the edges', async () => {
    const finished = await fixture.run(chain());
    expect(finished.state).toBe('done');
    expect(data(finished, 'three')).toBe(111);
    expect(states(finished)).toEqual({ one: 'done', two: 'done', three: 'done' });
    expect(fixture.runtime.openSessions).toBe(0);
  });

  it('numbers its events from 1 without a gap and walks each node through its states', async () => {
    const { events } = await fixture.run(chain());
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({ type: 'run-started', runId: 'run-1', nodes: ['one', 'two', 'three'] });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', state: 'done' });
    const walk = events.filter((event) => event.type === 'node-state' && event.node === 'two');
    expect(walk.map((event) => event.type === 'node-state' && event.state)).toEqual([
      'ready',
      'running',
      'done',
    ]);
    expect(walk.at(-1)).toMatchObject({ outputs: { out: { kind: 'json', json: 11 } }, sizeBytes: 2 });
    for (let index = 1; index < events.length; index++) {
      expect(events[index]?.at).toBeGreaterThanOrEqual(events[index - 1]?.at ?? 0);
    }
  });

  it('gives every event to a subscriber, and to readers early and late', async () => {
    const run = fixture.engine.run(chain(), fixture.catalog, {});
    const heard: RunEvent[] = [];
    run.subscribe((event) => heard.push(structuredClone(event)));
    const early = (async () => {
      const read: RunEvent[] = [];
      for await (const event of run.events()) read.push(event);
      return read;
    })();
    const late = await finish(run);
    expect(heard).toHaveLength(late.events.length);
    expect(heard).toEqual(late.events);
    expect(await early).toEqual(late.events);
  });

  it('survives a listener that throws, and says so', async () => {
    const run = fixture.engine.run(chain(), fixture.catalog, {});
    run.subscribe(() => {
      throw new Error('listener broke');
    });
    expect(await run.finished).toBe('done');
    expect(fixture.logs.join()).toContain('listener broke');
  });

  it('runs to a node and nothing else', async () => {
    const blueprint = sketch(
      { one: 't/number', two: 't/pass', three: 't/pass', other: 't/number' },
      { 'two.in': 'one.out', 'three.in': 'two.out' },
    );
    const finished = await fixture.run(blueprint, { to: 'two' });
    expect(states(finished)).toEqual({ one: 'done', two: 'done' });
    expect(fixture.runtime.calls).toEqual(['one', 'two']);
    expect(fixture.engine.plan(blueprint, fixture.catalog, 'two').nodes).toEqual(['one', 'two']);
  });

  it('refuses to run to a node that does not exist', async () => {
    const finished = await fixture.run(chain(), { to: 'nowhere' });
    expect(finished.state).toBe('failed');
    expect(finished.snapshot.error).toMatchObject({ kind: 'validation', code: 'unknown-node' });
    expect(fixture.runtime.calls).toEqual([]);
  });

  it('finishes an empty blueprint', async () => {
    expect((await fixture.run(sketch({}))).state).toBe('done');
  });
});

describe('a node that fails', () => {
  it('blocks what depends on it, by name, and nothing else', async () => {
    const blueprint = sketch(
      { bad: 't/fail', child: 't/pass', grandchild: 't/pass', good: 't/number', after: 't/pass' },
      { 'child.in': 'bad.out', 'grandchild.in': 'child.out', 'after.in': 'good.out' },
    );
    const finished = await fixture.run(blueprint);
    expect(finished.state).toBe('failed');
    expect(states(finished)).toEqual({
      bad: 'failed',
      child: 'blocked',
      grandchild: 'blocked',
      good: 'done',
      after: 'done',
    });
    expect(finished.snapshot.nodes['grandchild']?.blockedBy).toBe('bad');
    const { error } = finished.snapshot.nodes['bad'] ?? {};
    expect(error).toMatchObject({ node: 'bad', code: 'broken', message: 'It broke.', stack: 'at node code' });
    expect(finished.snapshot.error).toEqual(error);
    expect(fixture.runtime.openSessions).toBe(0);
  });

  it.each([
    ['an unknown type', sketch({ bad: 't/none', next: 't/need' }, { 'next.in': 'bad.out' }), 'unknown-type'],
    ['a missing input', sketch({ bad: 't/need', next: 't/need' }, { 'next.in': 'bad.out' }), 'missing-input'],
    [
      'a dangling edge',
      sketch({ bad: 't/need', next: 't/need' }, { 'bad.in': 'ghost.out', 'next.in': 'bad.out' }),
      'dangling-edge',
    ],
  ])('%s is an error on its node; the rest runs', async (_, blueprint, code) => {
    const whole = { ...blueprint, nodes: { ...blueprint.nodes, ...sketch({ fine: 't/number' }).nodes } };
    const finished = await fixture.run(whole);
    expect(states(finished)).toEqual({ bad: 'failed', next: 'blocked', fine: 'done' });
    expect(finished.snapshot.nodes['bad']?.error).toMatchObject({ kind: 'validation', code, node: 'bad' });
  });

  it('every member of a cycle fails with its path, consumers are blocked, the rest runs', async () => {
    const blueprint = sketch(
      { a: 't/pass', b: 't/sum', c: 't/pass', after: 't/pass', fine: 't/number' },
      { 'a.in': 'c.out', 'b.items.0': 'a.out', 'c.in': 'b.out', 'b.items.1': 'b.out', 'after.in': 'c.out' },
    );
    const finished = await fixture.run(blueprint);
    expect(states(finished)).toEqual({
      a: 'failed',
      b: 'failed',
      c: 'failed',
      after: 'blocked',
      fine: 'done',
    });
    expect(finished.snapshot.nodes['c']?.error?.message).toContain('→');
  });

  it('says when a runtime is missing, on its own nodes only', async () => {
    fixture.python.state = 'missing';
    fixture.add(
      fixture.python.define(definition('t/snake', { runtime: { language: 'python' } }), () => undefined),
    );
    fixture.add(
      fixture.runtime.define(definition('t/gopher', { runtime: { language: 'golang' } }), () => undefined),
    );
    const finished = await fixture.run(sketch({ snake: 't/snake', gopher: 't/gopher', fine: 't/number' }));
    expect(states(finished)).toEqual({ snake: 'failed', gopher: 'failed', fine: 'done' });
    expect(finished.snapshot.nodes['snake']?.error).toMatchObject({
      node: 'snake',
      code: 'runtime-missing',
      message: 'There is no python here.',
      hint: 'Install python.',
    });
    expect(finished.snapshot.nodes['gopher']?.error).toMatchObject({ code: 'runtime-missing' });
    fixture.python.state = 'ready';
    expect(states(await fixture.run(sketch({ snake: 't/snake' })))).toEqual({ snake: 'done' });
  });
});

describe('ending a run', () => {
  it('cancels what runs, does not start what waits, and is over within 500 ms', async () => {
    const blueprint = sketch({ long: 't/wait', after: 't/pass' }, { 'after.in': 'long.out' });
    const run = fixture.engine.run(blueprint, fixture.catalog, {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    const asked = performance.now();
    run.cancel();
    const finished = await finish(run);
    expect(performance.now() - asked).toBeLessThan(500);
    expect(finished.state).toBe('cancelled');
    expect(states(finished)).toEqual({ long: 'cancelled', after: 'cancelled' });
    expect(fixture.runtime.openSessions).toBe(0);
    expect(fixture.runtime.activeCalls).toBe(0);
  });

  it('gives up a node that does not react', async () => {
    fixture.add(fixture.runtime.define(definition('t/deaf'), () => new Promise<undefined>(() => {})));
    const run = fixture.engine.run(sketch({ deaf: 't/deaf' }), fixture.catalog, {});
    await new Promise((resolve) => setTimeout(resolve, 10));
    const asked = performance.now();
    run.cancel();
    expect(states(await finish(run))).toEqual({ deaf: 'cancelled' });
    expect(performance.now() - asked).toBeLessThan(500);
  });

  it('cancels before it has begun', async () => {
    const run = fixture.engine.run(chain(), fixture.catalog, {});
    run.cancel();
    expect(states(await finish(run))).toEqual({ one: 'cancelled', two: 'cancelled', three: 'cancelled' });
    expect(fixture.runtime.calls).toEqual([]);
  });

  it('ends a node at its time limit and names it; the node overrides its definition', async () => {
    fixture.add(
      fixture.runtime.define(definition('t/limited', { timeoutMs: 60_000 }), ({ cancelled }) => cancelled),
    );
    const blueprint = sketch(
      { slow: { type: 't/limited', timeoutMs: 30 }, after: 't/pass', fine: 't/number' },
      { 'after.in': 'slow.out' },
    );
    const finished = await fixture.run(blueprint);
    expect(states(finished)).toEqual({ slow: 'failed', after: 'blocked', fine: 'done' });
    expect(finished.snapshot.nodes['slow']?.error).toMatchObject({
      kind: 'timeout',
      message: 'The node did not finish within its limit of 30 ms.',
      node: 'slow',
    });
    expect(finished.snapshot.nodes['slow']?.durationMs).toBeLessThan(450);
    expect(fixture.runtime.openSessions).toBe(0);
  });

  it('does not wait for ever for a session that does not close', async () => {
    const open = fixture.runtime.open.bind(fixture.runtime);
    fixture.runtime.open = async (request) => {
      const session = await open(request);
      session.close = () => new Promise<void>(() => {});
      return session;
    };
    const started = performance.now();
    const finished = await fixture.run(sketch({ one: 't/number' }));
    expect(performance.now() - started).toBeLessThan(1000);
    expect(states(finished)).toEqual({ one: 'done' });
    expect(fixture.logs.join()).toContain('did not close');
  });

  it('dispose ends every run', async () => {
    const run = fixture.engine.run(sketch({ long: 't/wait' }), fixture.catalog, {});
    await new Promise((resolve) => setTimeout(resolve, 5));
    await fixture.engine.dispose();
    expect(await run.finished).toBe('cancelled');
    expect(fixture.runtime.openSessions).toBe(0);
  });
});

describe('what a call says', () => {
  it('shows progress at most once in 16 ms, the last one included, and every log line', async () => {
    fixture.add(
      fixture.runtime.define(definition('t/chatty'), async ({ hooks }) => {
        for (let step = 1; step <= 100; step++) {
          hooks.progress(step / 200, `step ${step}`);
          hooks.log('info', `line ${step}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 60));
        hooks.lane('worker 7');
        return { out: json(1) };
      }),
    );
    const { events, snapshot } = await fixture.run(sketch({ chatty: 't/chatty' }));
    const shown = events.filter((event) => event.type === 'node-progress');
    expect(shown.map((event) => event.message)).toEqual(['step 1', 'step 100']);
    expect((shown[1]?.at ?? 0) - (shown[0]?.at ?? 0)).toBeGreaterThanOrEqual(15);
    expect(events.filter((event) => event.type === 'node-log')).toHaveLength(100);
    expect(snapshot.nodes['chatty']).toMatchObject({ state: 'done', lane: 'worker 7', fraction: 1 });
  });

  it('keeps the last of several emits and says so', async () => {
    fixture.add(
      fixture.runtime.define(definition('t/many'), ({ hooks }) => {
        for (let step = 0; step < 3; step++) hooks.emit({ out: fixture.store.block(`block-${step}`) });
        return undefined;
      }),
    );
    const finished = await fixture.run(sketch({ many: 't/many' }));
    const output = finished.run.output('many', 'out');
    expect(output?.kind === 'bytes' && output.payload.at === 'block' && output.payload.name).toBe('block-2');
    const said = finished.events.filter((event) => event.type === 'node-log').map((event) => event.text);
    expect(said).toEqual(['Outputs were emitted 3 times; a batch run keeps the last.']);
    expect(fixture.store.holds.has('block-1')).toBe(false);
  });

  it('refuses an output of the wrong type, by name', async () => {
    fixture.add(
      fixture.runtime.define(definition('t/liar', { outputs: [{ name: 'out', type: 'table' }] }), () => ({
        out: json('text'),
      })),
    );
    const finished = await fixture.run(sketch({ liar: 't/liar' }));
    expect(finished.snapshot.nodes['liar']?.error).toMatchObject({
      code: 'wrong-output-type',
      message: 'The node emitted the text "text" on its output "out", which is declared as table.',
    });
  });
});

describe('strategies', () => {
  const fan = () =>
    sketch(
      Object.fromEntries(
        Array.from({ length: 12 }, (_, n) => [
          `n${n}`,
          { type: 't/wait', parameters: { value: 4 + n / 100 } },
        ]),
      ),
    );

  it('parallel runs as many at a time as there are cores', async () => {
    fixture = engineFixture({ cpuCores: 3 });
    addBasicNodes(fixture);
    await fixture.run(fan());
    expect(fixture.runtime.mostActiveCalls).toBe(3);
  });

  it('sequential runs one at a time, in topological order', async () => {
    await fixture.run(fan(), { strategy: 'sequential' });
    expect(fixture.runtime.mostActiveCalls).toBe(1);
    expect(fixture.runtime.calls).toEqual(Array.from({ length: 12 }, (_, n) => `n${n}`));
  });

  it('starts the longest remaining path first', async () => {
    fixture = engineFixture({ cpuCores: 1 });
    addBasicNodes(fixture);
    const blueprint = sketch(
      { short: 't/wait', first: 't/wait', second: 't/pass', third: 't/need' },
      { 'second.in': 'first.out', 'third.in': 'second.out' },
    );
    for (const node of Object.values(blueprint.nodes)) node.parameters = { value: 1 };
    await fixture.run(blueprint);
    expect(fixture.runtime.calls).toEqual(['first', 'second', 'short', 'third']);
  });

  it('lets the event loop breathe while it schedules 30,000 nodes', async () => {
    const ids = Array.from({ length: 30_000 }, (_, n) => `n${n}`);
    const blueprint = sketch(Object.fromEntries(ids.map((id) => [id, 't/number'])));
    fixture.engine.plan(blueprint, fixture.catalog);
    const run = fixture.engine.run(blueprint, fixture.catalog, {});
    let turns = 0;
    const tick = setInterval(() => turns++, 1);
    expect(await run.finished).toBe('done');
    clearInterval(tick);
    expect(turns).toBeGreaterThan(1);
  }, 30_000);
});
