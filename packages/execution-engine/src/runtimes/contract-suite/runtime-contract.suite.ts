import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  ErrorData,
  JsonValue,
  NodeDefinition,
  NodeRuntime,
  NodeSession,
  SharedPayload,
  Value,
  ValueStore,
} from '@atomiton/contracts';
import { blueprintSchema, INLINE_LIMIT_BYTES, payloadOf } from '@atomiton/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashIdentity, identityPreimage } from '../../stores/identity.js';
import { type ObservedCall, startCall } from './observed-call.js';
import { descendants, threadCount, treeCpuMs } from './process-tree.js';
import { suiteEngine } from './suite-engine.suite.js';
import type { TestNodeType } from './test-definitions.js';

/** One fresh runtime with its store, and what can be counted from outside. */
export interface RuntimeUnderTest {
  runtime: NodeRuntime;
  store: ValueStore;
  definition(type: TestNodeType): NodeDefinition;
  /** Bytes that went through pipes so far, both ways; absent in process. */
  pipeBytes?(): number;
}

export interface RuntimeContractOptions {
  /** Node code runs in a worker or process: its crash is an error on its node, others do not notice. */
  isolated: boolean;
  /** Found in the stack of an error of node code. */
  stack: RegExp;
  /** Printed as the reason when the language is missing on this machine; undefined runs the suite. */
  missing?: string | undefined;
}

const MB = 1024 * 1024;
const BIG_MB = 50;
/** Sum of the bytes 0 … 255 repeated over a megabyte. */
const SUM_OF_MEGABYTE = (255 * 256 * MB) / 2 / 256;

/** The contract of `NodeRuntime`, the same for all languages. */
export function runtimeContract(
  name: string,
  make: () => Promise<RuntimeUnderTest>,
  options: RuntimeContractOptions,
): void {
  if (options.missing !== undefined) {
    describe(`${name} runtime contract`, () => {
      it.skip(`not run: ${options.missing}`, () => undefined);
    });
    return;
  }
  describe(`${name} runtime contract`, { timeout: 60_000 }, () => {
    let under: RuntimeUnderTest;
    let store: ValueStore;
    const open = (type: TestNodeType, parameters: Record<string, JsonValue> = {}): Promise<NodeSession> => {
      const definition = under.definition(type);
      const defaults = Object.fromEntries(definition.parameters.map((spec) => [spec.name, spec.default]));
      return under.runtime.open({ node: 'n1', definition, parameters: { ...defaults, ...parameters } });
    };
    const once = async (
      type: TestNodeType,
      inputs: Record<string, Value> = {},
      parameters: Record<string, JsonValue> = {},
    ): Promise<ObservedCall> => {
      const session = await open(type, parameters);
      const seen = await startCall(session, inputs).finished;
      await session.close();
      return seen;
    };
    const releaseAll = (seen: ObservedCall) => {
      for (const outputs of seen.outputs) for (const value of Object.values(outputs)) store.release(value);
    };
    /** Waits until the spinning node says so. */
    const spinning = async (session: NodeSession) => {
      const running = startCall(session);
      await expect
        .poll(() => running.seen.logs.map(({ text }) => text).join(), { timeout: 20_000, interval: 5 })
        .toContain('spinning');
      return running;
    };
    const json = (value: JsonValue): Value => withIdentity({ kind: 'json', json: value });
    const big = (megabytes: number): Value & { payload: SharedPayload } => {
      const payload = store.allocate(megabytes * MB);
      const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
      const pattern = Uint8Array.from({ length: MB }, (_, index) => index & 255);
      for (let n = 0; n < megabytes; n++) bytes.set(pattern, n * MB);
      return { kind: 'bytes', payload, identity: hashIdentity('bytes:', bytes) };
    };

    beforeEach(async () => {
      under = await make();
      store = under.store;
      await under.runtime.initialize();
    });
    afterEach(async () => {
      await under.runtime.dispose();
      await store.dispose();
    });

    it('is ready after initialize, and names its language', async () => {
      expect(under.runtime.status()).toMatchObject({ language: under.runtime.language, state: 'ready' });
      expect(under.runtime.capabilities.isolated).toBe(options.isolated);
      expect(under.runtime.implementationHash(under.definition('test/echo'))).toMatch(/^[0-9a-f]{64}$/);
      await under.runtime.initialize();
    });

    const small = new TextEncoder().encode('0123456789ab');
    const kinds: [string, Value][] = [
      ['a string', json('Größe 🤖 "x"\n')],
      ['nested json', json({ z: [1, null, { b: true, a: [] }], é: {}, a: -5 })],
      [
        'numbers of every size',
        json([
          0, -0, 1, 1.5, 0.1, 1e21, 1e-7, 123456789012345680000, 9007199254740991, 5e-324, -1.7e308, 100, 1e6,
        ]),
      ],
      ['null', json(null)],
      ['bytes', withBytes({ kind: 'bytes' }, small)],
      ['empty bytes', withBytes({ kind: 'bytes' }, new Uint8Array(0))],
      ['a table', withBytes({ kind: 'table', rows: 3, columns: [{ name: 'a', type: 'Int32' }] }, small)],
      ['a tensor', withBytes({ kind: 'tensor', dtype: 'float32', shape: [3, 1] }, small)],
      ['a scalar tensor', withBytes({ kind: 'tensor', dtype: 'int32', shape: [] }, small.slice(0, 4))],
      ['an image', withBytes({ kind: 'image', width: 3, height: 1, format: 'rgba8' }, small)],
      [
        'a file',
        withIdentity({ kind: 'file', path: '/tmp/a ö.csv', sizeBytes: 12, modifiedMs: 1700000000000 }),
      ],
      ['a list', listOf([withBytes({ kind: 'bytes' }, small), json(7), listOf([])])],
    ];
    it.each(kinds)('gives back %s with the same identity', async (_, value) => {
      const seen = await once('test/echo', { value });
      expect(seen.error).toBeUndefined();
      expect(seen.outputs).toHaveLength(1);
      expect(normalised(seen.outputs[0]?.value)).toEqual(normalised(value));
      expect(seen.lanes.length).toBeGreaterThan(0);
      expect(seen.late).toEqual([]);
      releaseAll(seen);
      expect(store.stats().heldBytes).toBe(0);
    });

    it('makes a 50 MB value without more than one copy, with its identity', async () => {
      const pipeBefore = under.pipeBytes?.() ?? 0;
      const seen = await once('test/big', {}, { megabytes: BIG_MB });
      expect(seen.error).toBeUndefined();
      const value = seen.outputs[0]?.bytes as Value;
      const payload = payloadOf(value);
      if (payload === undefined || payload.at === 'inline') throw new Error('a 50 MB value came inline');
      expect(store.stats().copies).toBe(0);
      expect((under.pipeBytes?.() ?? 0) - pipeBefore).toBeLessThan(MB);
      const shared = await store.toShared(payload);
      const view = new Uint8Array(shared.buffer, shared.byteOffset, shared.byteLength);
      expect(view.byteLength).toBe(BIG_MB * MB);
      expect([view[0], view[255], view[256], view.at(-1)]).toEqual([0, 255, 0, 255]);
      expect(value.identity).toBe(hashIdentity('bytes:', view));
      expect(store.stats().copies).toBeLessThanOrEqual(1);

      // A byte written into the published memory is what the next consumer reads: it is the same memory.
      poke(payload, 0, 200);
      const sum = await once('test/sum', { bytes: value });
      expect(sum.outputs[0]?.sum).toMatchObject({ json: BIG_MB * SUM_OF_MEGABYTE + 200 });
      expect(store.stats().copies).toBeLessThanOrEqual(1);
      releaseAll(seen);
      expect(store.stats().heldBytes).toBe(0);
    });

    it('lets three consumers read one 50 MB value with at most one copy', async () => {
      const value = big(BIG_MB);
      const pipeBefore = under.pipeBytes?.() ?? 0;
      const first = await once('test/sum', { bytes: value });
      expect(first.error).toBeUndefined();
      expect(first.outputs[0]?.sum).toMatchObject({ json: BIG_MB * SUM_OF_MEGABYTE });
      const { copies } = store.stats();
      expect(copies).toBeLessThanOrEqual(1);
      // The memory that consumers read: the shared memory itself, or the one block that was made of it.
      const memory = copies === 0 ? value.payload : await store.toBlock(value.payload);
      poke(memory, 0, 100);
      const hostBefore = process.memoryUsage().rss;
      const childrenBefore = descendants().reduce((total, { anonymousBytes }) => total + anonymousBytes, 0);
      const sessions = await Promise.all([open('test/sum'), open('test/sum'), open('test/sum')]);
      const results = await Promise.all(
        sessions.map((session) => startCall(session, { bytes: value }).finished),
      );
      for (const result of results) {
        expect(result.error).toBeUndefined();
        expect(result.outputs[0]?.sum).toMatchObject({ json: BIG_MB * SUM_OF_MEGABYTE + 100 });
      }
      await Promise.all(sessions.map((session) => session.close()));
      expect(store.stats().copies).toBe(copies);
      expect((under.pipeBytes?.() ?? 0) - pipeBefore).toBeLessThan(MB);
      // Three more copies would be 150 MB; starting workers and processes takes some memory of its own.
      expect(process.memoryUsage().rss - hostBefore).toBeLessThan(2 * BIG_MB * MB);
      const childrenAfter = descendants().reduce((total, { anonymousBytes }) => total + anonymousBytes, 0);
      expect(childrenAfter - childrenBefore).toBeLessThan(2 * BIG_MB * MB);
      store.release(value);
      await expect.poll(() => store.stats().heldBytes).toBe(0);
    });

    it('passes a large input through without losing or copying it twice', async () => {
      const value = big(2);
      const seen = await once('test/echo', { value });
      expect(seen.error).toBeUndefined();
      const echoed = seen.outputs[0]?.value as Value;
      expect(echoed.identity).toBe(value.identity);
      store.release(value);
      const sum = await once('test/sum', { bytes: echoed });
      expect(sum.outputs[0]?.sum).toMatchObject({ json: 2 * SUM_OF_MEGABYTE });
      releaseAll(seen);
      await expect.poll(() => store.stats().heldBytes).toBe(0);
    });

    it('gives values at the inline limit back whole', async () => {
      for (const length of [INLINE_LIMIT_BYTES - 1, INLINE_LIMIT_BYTES, INLINE_LIMIT_BYTES + 1]) {
        const payload = store.allocate(length);
        const bytes = new Uint8Array(payload.buffer, payload.byteOffset, length).fill(3);
        const value: Value = { kind: 'bytes', payload, identity: hashIdentity('bytes:', bytes) };
        const seen = await once('test/sum', { bytes: value });
        expect(seen.outputs[0]?.sum).toMatchObject({ json: 3 * length });
        store.release(value);
      }
      await expect.poll(() => store.stats().heldBytes).toBe(0);
    });

    it('reports an error of node code with its message and stack, and goes on', async () => {
      const session = await open('test/fail', { message: 'the sky is green' });
      for (let n = 0; n < 2; n++) {
        const seen = await startCall(session).finished;
        expect(seen.error).toMatchObject({ kind: 'runtime' });
        expect(seen.error?.message).toContain('the sky is green');
        expect(seen.error?.stack).toMatch(options.stack);
        expect(seen.outputs).toEqual([]);
      }
      await session.close();
      expect((await once('test/echo', { value: json(1) })).error).toBeUndefined();
    });

    it('refuses a node that it does not have, by name', async () => {
      const definition = { ...under.definition('test/echo'), type: 'test/no-such-node' };
      const attempt = under.runtime
        .open({ node: 'n1', definition, parameters: {} })
        .then((session) => startCall(session, { value: json(1) }).finished)
        .then((seen) => seen.error?.message ?? 'no error')
        .catch((thrown: Error) => thrown.message);
      expect(await attempt).toContain('test/no-such-node');
    });

    it('reports progress in order', async () => {
      const seen = await once('test/progress', {}, { steps: 5 });
      expect(seen.progress.map(({ fraction }) => fraction)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
      expect(seen.progress.map(({ message }) => message)).toEqual([1, 2, 3, 4, 5].map((k) => `step ${k}`));
      expect(seen.outputs[0]?.value).toMatchObject({ json: 5 });
      expect(seen.late).toEqual([]);
    });

    it('turns plain prints into log lines of the node', async () => {
      const seen = await once('test/print');
      const lines = seen.logs.map(({ text }) => text);
      expect(lines.filter((line) => line.startsWith('printed')).sort()).toEqual([
        'printed one',
        'printed to stderr',
        'printed two',
      ]);
      expect(lines.indexOf('printed one')).toBeLessThan(lines.indexOf('printed two'));
    });

    it('emits several times in one call, in order, with the parameters of the call', async () => {
      const session = await open('test/emits', { count: 2 });
      const values = (seen: ObservedCall) =>
        seen.outputs.map(({ value }) => (value?.kind === 'json' ? value.json : 'no json'));
      expect(values(await startCall(session).finished)).toEqual([0, 1]);
      const more = await startCall(session, {}, { count: 200 }, 1).finished;
      expect(values(more)).toEqual(Array.from({ length: 200 }, (_, index) => index));
      expect(values(await startCall(session, {}, { count: 0 }, 2).finished)).toEqual([]);
      await session.close();
    });

    it('keeps the state of a session, and moves it by snapshot and restore', async () => {
      const total = (seen: ObservedCall) => seen.outputs[0]?.total as { json: JsonValue } | undefined;
      const one = await open('test/counter', { start: 10 });
      const other = await open('test/counter');
      expect(total(await startCall(one).finished)?.json).toBe(11);
      expect(total(await startCall(other).finished)?.json).toBe(1);
      expect(total(await startCall(one, {}, undefined, 1).finished)?.json).toBe(12);
      const state = await one.snapshot();
      expect(state).toBeInstanceOf(Uint8Array);
      expect(total(await startCall(one, {}, undefined, 2).finished)?.json).toBe(13);
      await one.close();
      const later = await open('test/counter');
      await later.restore(state);
      expect(total(await startCall(later).finished)?.json).toBe(13);
      expect(total(await startCall(other, {}, undefined, 1).finished)?.json).toBe(2);
      await later.close();
      await other.close();
    });

    it('ends a busy call within 500 ms of cancel, provably, and others do not notice', async () => {
      const session = await open('test/spin');
      const running = await spinning(session);
      expect(running.seen.lanes.length).toBeGreaterThan(0);
      const beside = await once('test/echo', { value: json('beside') });
      expect(beside.error).toBeUndefined();
      const busyFrom = treeCpuMs();
      await delay(300);
      const busyMs = treeCpuMs() - busyFrom;
      const cancelledAt = performance.now();
      session.cancel();
      const seen = await running.finished;
      expect(performance.now() - cancelledAt).toBeLessThan(500);
      expect(seen.error?.kind).toBe('cancelled');
      await delay(200);
      const idleFrom = treeCpuMs();
      await delay(300);
      expect(treeCpuMs() - idleFrom).toBeLessThan(busyMs / 2);
      expect(seen.late).toEqual([]);
      expect((await once('test/echo', { value: json('after') })).error).toBeUndefined();
      await session.close();
    });

    it('ends a busy call at the time limit of its node, and serves the next one', async () => {
      const engine = suiteEngine(under);
      const catalog = new Map([['test/spin', under.definition('test/spin')]]);
      const busy = { type: 'test/spin', typeVersion: 1, timeoutMs: 700 };
      const drawing = { formatVersion: 1, id: 'limited', name: 'limited', nodes: { busy }, edges: {} };
      const run = engine.run(blueprintSchema.parse(drawing), catalog, {});
      const errors: (ErrorData | undefined)[] = [];
      run.subscribe((event) => {
        if (event.type === 'node-state' && event.state === 'failed') errors.push(event.error);
      });
      expect(await run.finished).toBe('failed');
      expect(errors).toMatchObject([{ kind: 'timeout', node: 'busy' }]);
      expect(errors[0]?.message).toContain('700 ms');
      run.release();
      expect((await once('test/echo', { value: json('after') })).error).toBeUndefined();
      await engine.dispose();
    });

    it('takes a cancel with nothing running as nothing', async () => {
      const session = await open('test/echo');
      session.cancel();
      const seen = await startCall(session, { value: json(1) }).finished;
      expect(seen.error).toBeUndefined();
      session.cancel();
      expect((await startCall(session, { value: json(2) }, undefined, 1).finished).error).toBeUndefined();
      await session.close();
    });

    it('turns a crash into an error on its node, and serves the next call', async () => {
      const spin = await open('test/spin');
      const beside = await spinning(spin);
      const session = await open('test/crash');
      const seen = await startCall(session).finished;
      expect(seen.error).toMatchObject({ kind: 'runtime', code: 'node-crashed' });
      expect(seen.error?.message.length).toBeGreaterThan(10);
      expect((await startCall(session, {}, undefined, 1).finished).error?.code).toBe('node-crashed');
      await session.close();
      expect((await once('test/echo', { value: json('after') })).outputs[0]?.value).toMatchObject({
        json: 'after',
      });
      expect(beside.seen.settled).toBe(false);
      spin.cancel();
      expect((await beside.finished).error?.kind).toBe('cancelled');
      await spin.close();
    });

    it('runs calls of different sessions at the same time', async () => {
      if (!under.runtime.capabilities.parallel) return;
      const sessions = await Promise.all([open('test/spin'), open('test/spin')]);
      const [one, two] = await Promise.all(sessions.map(spinning));
      expect([one?.seen.settled, two?.seen.settled]).toEqual([false, false]);
      for (const session of sessions) session.cancel();
      expect((await one?.finished)?.error?.kind).toBe('cancelled');
      expect((await two?.finished)?.error?.kind).toBe('cancelled');
      await Promise.all(sessions.map((session) => session.close()));
    });

    it('leaves nothing running after dispose, even in the middle of a busy call', async () => {
      await once('test/echo', { value: json(1) });
      await under.runtime.dispose();
      const threadsBefore = threadCount();
      const childrenBefore = descendants().length;

      const again = await make();
      await again.runtime.initialize();
      const first = under;
      const firstStore = store;
      under = again;
      store = again.store;
      const counter = await open('test/counter');
      await startCall(counter).finished;
      const spin = await open('test/spin');
      const running = await spinning(spin);
      const output = await once('test/big', {}, { megabytes: 1 });
      releaseAll(output);
      await again.runtime.dispose();
      const seen = await running.finished;
      expect(seen.error?.kind).toMatch(/cancelled|runtime/);
      await expect.poll(() => descendants().length, { timeout: 2000 }).toBeLessThanOrEqual(childrenBefore);
      await expect.poll(() => threadCount(), { timeout: 2000 }).toBeLessThanOrEqual(threadsBefore);
      expect(store.stats()).toMatchObject({ heldBytes: 0, blocks: 0 });
      await firstStore.dispose();
      await first.runtime.dispose();
    });
  });
}

function withIdentity(
  value: { kind: 'json'; json: JsonValue } | Omit<Extract<Value, { kind: 'file' }>, 'identity'>,
): Value {
  return { ...value, identity: hashIdentity(identityPreimage(value)) };
}

type ByteMeta =
  | { kind: 'bytes' }
  | Pick<Extract<Value, { kind: 'table' }>, 'kind' | 'rows' | 'columns'>
  | Pick<Extract<Value, { kind: 'tensor' }>, 'kind' | 'dtype' | 'shape'>
  | Pick<Extract<Value, { kind: 'image' }>, 'kind' | 'width' | 'height' | 'format'>;

function withBytes(meta: ByteMeta, bytes: Uint8Array): Value {
  const draft = { ...meta, payload: { at: 'inline' as const, bytes } };
  return { ...draft, identity: hashIdentity(identityPreimage({ ...meta, bytes }), bytes) };
}

function listOf(items: Value[]): Value {
  return {
    kind: 'list',
    items,
    identity: hashIdentity(`list:${items.map(({ identity }) => identity).join(',')}`),
  };
}

/** The value with small payloads as plain numbers, so that a copy of the bytes compares equal. */
function normalised(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === 'list') return { ...value, items: value.items.map(normalised) };
  // `-0` and `0` are one number in JSON and on some carriers.
  if (value.kind === 'json') return { ...value, json: JSON.parse(JSON.stringify(value.json)) as JsonValue };
  const payload = payloadOf(value);
  if (payload === undefined) return value;
  if (payload.at !== 'inline') return { ...value, payload: `a small value came as ${payload.at}` };
  return { ...value, payload: [...payload.bytes] };
}

/** Writes one byte into published memory from outside: into the shared memory, or into the block's file. */
function poke(
  payload: SharedPayload | { at: 'block'; path: string; byteOffset: number },
  index: number,
  byte: number,
): void {
  if (payload.at === 'shared') {
    new Uint8Array(payload.buffer, payload.byteOffset)[index] = byte;
    return;
  }
  const file = openSync(payload.path, 'r+');
  writeSync(file, Uint8Array.of(byte), 0, 1, payload.byteOffset + index);
  closeSync(file);
}
