import { setTimeout as delay } from 'node:timers/promises';
import type { JsonValue, NodeDefinition, NodeRuntime, Value } from '@atomiton/contracts';
import { defineNode, payloadOf } from '@atomiton/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashIdentity } from '../../stores/identity.js';
import { createValueStore, type PooledValueStore } from '../../stores/value-store.js';
import { startCall } from '../contract-suite/observed-call.js';
import { runtimeContract } from '../contract-suite/runtime-contract.suite.js';
import { TEST_NODE_TYPES, testDefinition } from '../contract-suite/test-definitions.js';
import { createTypescriptRuntime } from './typescript-runtime.js';

const workerUrl = new URL('../../../dist/runtimes/typescript/typescript-worker.js', import.meta.url);
const testNodes = new URL('../../../dist/runtimes/typescript/test-nodes/', import.meta.url);
const modules = new Map<string, string>();
for (const type of [...TEST_NODE_TYPES, 'test/odd', 'test/plain']) {
  modules.set(type, new URL(`${type.slice('test/'.length)}.js`, testNodes).href);
}

runtimeContract(
  'typescript',
  async () => {
    const store = createValueStore();
    const runtime = createTypescriptRuntime({ store, modules, workerUrl });
    return { runtime, store, definition: (type) => testDefinition(type, 'typescript') };
  },
  { isolated: true, stack: /failingFunction.*fail\.ts/ },
);

describe('typescript runtime', { timeout: 30_000 }, () => {
  let store: PooledValueStore;
  let runtime: NodeRuntime;
  beforeEach(() => {
    store = createValueStore();
    runtime = createTypescriptRuntime({ store, modules, workerUrl, threads: 2, memoryMb: 64 });
  });
  afterEach(async () => {
    await runtime.dispose();
    await store.dispose();
  });

  const odd: NodeDefinition = defineNode({
    ...testDefinition('test/echo', 'typescript'),
    type: 'test/odd',
    inputs: [],
    outputs: [{ name: 'out', type: 'any' }],
  });
  const open = (how: string, size = 0) =>
    runtime.open({ node: 'n1', definition: odd, parameters: { how, size } });
  const once = async (how: string, size = 0) => {
    const session = await open(how, size);
    const seen = await startCall(session).finished;
    await session.close();
    return seen;
  };
  const cheap = (type: 'test/echo' | 'test/fail' | 'test/progress') => {
    const definition = testDefinition(type, 'typescript');
    return { ...definition, runtime: { ...definition.runtime, cheap: true } };
  };
  const json = (value: JsonValue): Value => ({ kind: 'json', json: value, identity: '0'.repeat(64) });

  it.each([
    ['unknown port', 'port "other", the definition has out'],
    ['no draft', 'Output "out": received 7, expected {kind: …}'],
    ['nan', 'the value.a[0] is NaN, which JSON cannot hold'],
    ['short image', 'image of 2 × 2 has 16 bytes, received 15'],
  ])('refuses an output: %s', async (how, message) => {
    const { error } = await once(how);
    expect(error).toMatchObject({ code: 'invalid-output', node: 'n1' });
    expect(error?.message).toContain(message);
  });

  it('copies plain bytes once into the pool, and small ones into the message', async () => {
    const large = (await once('plain bytes', 100_000)).outputs[0]?.out as Value;
    expect(payloadOf(large)).toMatchObject({ at: 'shared', byteLength: 100_000 });
    expect(large.identity).toBe(hashIdentity('bytes:', new Uint8Array(100_000).fill(5)));
    expect(payloadOf((await once('plain bytes', 65_535)).outputs[0]?.out as Value)?.at).toBe('inline');
    store.release(large);
    expect(store.stats().heldBytes).toBe(0);
  });

  it('holds memory that is published several times once for each receiver', async () => {
    const { outputs } = await once('twice', 100_000);
    const [first, second] = outputs.map(({ out }) => out as Value);
    if (first === undefined || second?.kind !== 'list') throw new Error('two sets of outputs expected');
    store.release(first);
    const [whole, part] = second.items as [Value, Value];
    expect(payloadOf(part)).toMatchObject({ at: 'shared', byteOffset: 0, byteLength: 70_000 });
    store.release(whole);
    expect(store.stats().heldBytes).toBeGreaterThan(0);
    store.release(part);
    expect(store.stats().heldBytes).toBe(0);
  });

  it('gives back memory that a call asked for and did not publish', async () => {
    expect((await once('unused memory', 1_000_000)).error).toBeUndefined();
    expect(store.stats().heldBytes).toBe(0);
    expect((await once('too much memory')).error?.code).toBe('value-too-large');
  });

  it('names running out of memory, and goes on', async () => {
    const { error } = await once('out of memory');
    expect(error).toMatchObject({ kind: 'resource', code: 'node-crashed' });
    expect(error?.message).toContain('64 MB');
    expect((await once('nothing to do')).error).toBeUndefined();
  });

  it('names an error thrown outside the call, and an exit', async () => {
    const { error } = await once('throw later');
    expect(error).toMatchObject({ code: 'node-crashed' });
    expect(error?.message).toContain('thrown by a timer');
    const exit = await runtime.open({
      node: 'n2',
      definition: testDefinition('test/crash', 'typescript'),
      parameters: {},
    });
    expect((await startCall(exit).finished).error).toMatchObject({
      code: 'node-crashed',
      node: 'n2',
      message: "The node's code crashed: it ended its worker with exit code 3.",
    });
  });

  it('keeps the data of a typed error, and tells anything thrown', async () => {
    expect((await once('typed error')).error).toMatchObject({
      kind: 'validation',
      code: 'file-not-found',
      hint: 'Choose one.',
    });
    expect((await once('throw a string')).error).toMatchObject({ code: 'node-failed', message: 'only text' });
  });

  it('ends code that only waits, and lets code that looks at the flag keep its worker', async () => {
    for (const [how, log] of [
      ['wait for ever', 'waiting'],
      ['look at the flag', 'looking'],
    ] as const) {
      const session = await open(how);
      const { seen, finished } = startCall(session);
      await expect.poll(() => seen.logs.map(({ text }) => text)).toContain(log);
      session.cancel();
      expect((await finished).error?.kind).toBe('cancelled');
      await session.close();
    }
    const lanes = (await once('nothing to do')).lanes;
    expect(lanes).toHaveLength(1);
  });

  it('does not hand out memory while a cancelled worker may still write into it', async () => {
    const session = await open('write until cancelled', 1_000_000);
    const { seen, finished } = startCall(session);
    await expect.poll(() => seen.logs.length).toBe(1);
    session.cancel();
    await finished;
    const payload = store.allocate(1_000_000);
    const bytes = new Uint8Array(payload.buffer).fill(99);
    await delay(50);
    expect(bytes.every((byte) => byte === 99)).toBe(true);
    store.releasePayload(payload);
    expect(store.stats().heldBytes).toBe(0);
  });

  it('cancels a call that waits for a worker', async () => {
    const sessions = await Promise.all([open('wait for ever'), open('wait for ever'), open('nothing to do')]);
    const calls = sessions.map((session) => startCall(session));
    await expect.poll(() => calls.filter(({ seen }) => seen.logs.length > 0).length).toBe(2);
    await delay(20);
    expect(calls[2]?.seen.lanes).toEqual([]);
    sessions[2]?.cancel();
    expect((await calls[2]?.finished)?.error?.kind).toBe('cancelled');
    for (const session of sessions) await session.close();
    for (const call of calls) expect((await call.finished).error?.kind).toBe('cancelled');
  });

  /** Calls of the module are known to be quick afterwards, so that they line up in one worker. */
  const learnQuick = async () => {
    await runtime.dispose();
    runtime = createTypescriptRuntime({ store, modules, workerUrl, threads: 1, quickMs: 10_000 });
    for (let n = 0; n < 5; n++) expect((await once('nothing to do')).error).toBeUndefined();
  };

  it('lines up a burst of quick calls, and a crash among them is the error of one', async () => {
    await learnQuick();
    const sessions = await Promise.all(
      Array.from({ length: 40 }, (_, n) => open(n === 10 ? 'exit' : 'nothing to do')),
    );
    const seen = await Promise.all(sessions.map((session) => startCall(session).finished));
    const codes = seen.map(({ error }, n) => (n === 10 ? error?.code : (error ?? 'fine')));
    expect(codes).toEqual(Array.from({ length: 40 }, (_, n) => (n === 10 ? 'node-crashed' : 'fine')));
    for (const { outputs } of seen.filter((_, n) => n !== 10)) expect(outputs).toHaveLength(1);
    // Those that were in line behind the crash ran again in the next worker.
    expect(seen.filter(({ lanes }) => lanes.length > 1).length).toBeGreaterThan(0);
  });

  it('cancels one call of a line without the others noticing', async () => {
    await learnQuick();
    const hows = ['wait for ever', 'nothing to do', 'nothing to do', 'nothing to do'];
    const sessions = await Promise.all(hows.map((how) => open(how)));
    const calls = sessions.map((session) => startCall(session));
    await expect.poll(() => calls[0]?.seen.logs.length).toBe(1);
    expect(calls.map(({ seen }) => seen.lanes.length)).toEqual([1, 1, 1, 1]);
    sessions[2]?.cancel();
    expect((await calls[2]?.finished)?.error?.kind).toBe('cancelled');
    expect(calls.map(({ seen }) => seen.settled)).toEqual([false, false, true, false]);
    sessions[0]?.cancel();
    expect((await calls[0]?.finished)?.error?.kind).toBe('cancelled');
    expect((await calls[1]?.finished)?.error).toBeUndefined();
    expect((await calls[3]?.finished)?.error).toBeUndefined();
    expect((await once('nothing to do')).error).toBeUndefined();
  });

  it('says why a worker does not start, instead of trying for ever', async () => {
    const broken = createTypescriptRuntime({ store, modules, workerUrl: new URL('gone.js', workerUrl) });
    const session = await broken.open({ node: 'n1', definition: odd, parameters: { how: 'nothing to do' } });
    const { error } = await startCall(session).finished;
    expect(error).toMatchObject({ kind: 'dependency', code: 'worker-not-started', node: 'n1' });
    expect(error?.message).toContain('gone.js');
    await broken.dispose();
  });

  it('delivers a flood of prints completely and in order', async () => {
    const { logs } = await once('flood', 20_000);
    expect(logs.map(({ text }) => text)).toEqual(Array.from({ length: 20_000 }, (_, n) => `line ${n}`));
  });

  it('runs a cheap node inline while its inputs are small, else in a worker', async () => {
    const session = await runtime.open({ node: 'n1', definition: cheap('test/echo'), parameters: {} });
    const small = await startCall(session, { value: json('a') }).finished;
    expect(small.lanes).toEqual(['main']);
    expect(small.outputs[0]?.value).toMatchObject({ json: 'a' });
    const large = await startCall(session, { value: json('a'.repeat(70_000)) }).finished;
    expect(large.lanes[0]).toMatch(/^worker \d/);
    for (const nested of [Array.from({ length: 40_000 }, (_, n) => n), { a: { b: ['x'.repeat(66_000)] } }]) {
      const call = await startCall(session, { value: json(nested) }).finished;
      expect(call.lanes[0]).toMatch(/^worker \d/);
      expect(call.outputs[0]?.value).toMatchObject({ json: nested });
    }
    const payload = store.allocate(70_000);
    const value: Value = { kind: 'bytes', payload, identity: '0'.repeat(64) };
    const bytes = await startCall(session, { value }).finished;
    expect(bytes.lanes[0]).toMatch(/^worker \d/);
    expect(payloadOf(bytes.outputs[0]?.value as Value)).toMatchObject({
      at: 'shared',
      buffer: payload.buffer,
    });
    await session.close();
  });

  it('reports errors and progress of inline nodes like those of workers', async () => {
    const fail = await runtime.open({
      node: 'n9',
      definition: cheap('test/fail'),
      parameters: { message: 'no' },
    });
    expect((await startCall(fail).finished).error).toMatchObject({
      code: 'node-failed',
      message: 'no',
      node: 'n9',
    });
    const steps = await runtime.open({
      node: 'n1',
      definition: cheap('test/progress'),
      parameters: { steps: 2 },
    });
    expect((await startCall(steps).finished).progress.map(({ fraction }) => fraction)).toEqual([0.5, 1]);
  });

  it('does not run cheap nodes of packs that are not trusted on the host thread', async () => {
    const careful = createTypescriptRuntime({ store, modules, workerUrl, threads: 1, trusted: () => false });
    const session = await careful.open({ node: 'n1', definition: cheap('test/echo'), parameters: {} });
    expect((await startCall(session, { value: json(1) }).finished).lanes[0]).toMatch(/^worker/);
    await careful.dispose();
  });

  it('names a module that is no node', async () => {
    const definition = { ...odd, type: 'test/plain' };
    const session = await runtime.open({ node: 'n1', definition, parameters: {} });
    expect((await startCall(session).finished).error?.message).toContain(
      'exports helper, expected "run" or "open"',
    );
  });

  it('refuses a second call while one runs', async () => {
    const session = await open('wait for ever');
    const first = startCall(session);
    expect((await startCall(session).finished).error?.code).toBe('session-misused');
    session.cancel();
    await first.finished;
  });
});
