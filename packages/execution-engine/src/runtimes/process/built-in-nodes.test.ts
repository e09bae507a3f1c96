import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonValue, NodeDefinition, NodeRuntime, Payload, Value } from '@atomiton/contracts';
import { payloadOf } from '@atomiton/contracts';
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createValueStore,
  hashIdentity,
  identityPreimage,
  type PooledValueStore,
} from '../../stores/index.js';
import { startCall } from '../contract-suite/observed-call.js';
import { testDefinition } from '../contract-suite/test-definitions.js';
import { LANGUAGES } from './testing/languages.js';

const [python, go] = LANGUAGES;

let store: PooledValueStore;
let runtime: NodeRuntime | undefined;
beforeEach(() => {
  store = createValueStore();
});
afterEach(async () => {
  await runtime?.dispose();
  await store.dispose();
});

function node(type: string, language: 'python' | 'golang', outputs: string[]): NodeDefinition {
  return {
    ...testDefinition('test/echo', language),
    type,
    outputs: outputs.map((name) => ({ name, type: 'any' as const, cacheable: true })),
  };
}

async function bytesOf(value: Value | undefined): Promise<Uint8Array> {
  const payload = value === undefined ? undefined : payloadOf(value);
  if (payload === undefined) throw new Error('no payload');
  if (payload.at === 'inline') return payload.bytes;
  const shared = await store.toShared(payload);
  return new Uint8Array(shared.buffer, shared.byteOffset, shared.byteLength).slice();
}

/** A table as TypeScript nodes publish it: inline when small, else in shared memory. */
function tableValue(stream: Uint8Array, rows: number, names: string[]): Value {
  let payload: Payload = { at: 'inline', bytes: stream };
  if (stream.byteLength >= 65_536) {
    const shared = store.allocate(stream.byteLength);
    new Uint8Array(shared.buffer, shared.byteOffset).set(stream);
    payload = shared;
  }
  const columns = names.map((name) => ({ name, type: 'Float64' }));
  const identity = hashIdentity(identityPreimage({ kind: 'table', rows, columns, bytes: stream }), stream);
  return { kind: 'table', rows, columns, payload, identity };
}

describe.skipIf(python?.missing !== undefined)('tensor statistics', { timeout: 60_000 }, () => {
  const run = async (data: Value, parameters: Record<string, JsonValue> = {}) => {
    runtime = python?.create(store);
    const session = await runtime?.open({
      node: 'stats',
      definition: node('core/tensor-statistics', 'python', ['statistics', 'table']),
      parameters: { columns: [], bins: 4, ...parameters },
    });
    if (session === undefined) throw new Error('no session');
    return startCall(session, { data }).finished;
  };

  it('reads a table that apache-arrow wrote, and writes one that it reads', async () => {
    const length = 100_000;
    const x = Float64Array.from({ length }, (_, index) => Math.sin(index) * 10);
    const y = Float64Array.from({ length }, (_, index) => index % 97);
    const seen = await run(tableValue(tableToIPC(tableFromArrays({ x, y }), 'stream'), length, ['x', 'y']));
    expect(seen.error).toBeUndefined();
    const output = seen.outputs[0]?.table;
    expect(output).toMatchObject({ kind: 'table', rows: 2 });
    const table = tableFromIPC(await bytesOf(output));
    expect(table.getChild('column')?.toArray()).toEqual(['x', 'y']);
    const mean = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / length;
    expect(table.getChild('mean')?.get(0)).toBeCloseTo(mean(x), 10);
    expect(table.getChild('mean')?.get(1)).toBeCloseTo(mean(y), 10);
    expect(table.getChild('max')?.get(1)).toBe(96);
    const schema = table.schema.fields.map(({ name, type }) => ({ name, type: String(type) }));
    expect(output?.kind === 'table' && output.columns).toEqual(schema);
    expect(seen.progress.at(-1)?.fraction).toBe(1);
  });

  it('gives numbers that JSON can hold whatever the tensor has', async () => {
    const bytes = new Uint8Array(Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, 4).buffer);
    const draft = { kind: 'tensor' as const, dtype: 'float32' as const, shape: [2, 2] };
    const identity = hashIdentity(identityPreimage({ ...draft, bytes }), bytes);
    const seen = await run({ ...draft, payload: { at: 'inline', bytes }, identity });
    expect(seen.outputs[0]?.statistics).toMatchObject({
      kind: 'json',
      json: { count: 2, nan: 1, infinite: 1, mean: 2.5, min: 1, max: 4, std: 1.5 },
    });
  });

  it('names the columns there are when one is missing', async () => {
    const stream = tableToIPC(tableFromArrays({ price: Float64Array.of(1), name: ['a'] }), 'stream');
    const seen = await run(tableValue(stream, 1, ['price', 'name']), { columns: ['prise'] });
    expect(seen.error).toMatchObject({
      kind: 'validation',
      code: 'column-not-found',
      port: 'columns',
      node: 'stats',
    });
    expect(seen.error?.message).toMatch(/no column "prise".*"price" \(double\), "name" \(dictionary/);
  });
});

describe.skipIf(python?.missing !== undefined)(
  'a node that keeps a view of its input',
  { timeout: 60_000 },
  () => {
    it('goes on reading the bytes it was given, and logs what it prints while it is loaded', async () => {
      runtime = python?.create(store, { processes: 1 });
      const definition = { ...node('test/hoard', 'python', ['kept', 'present']), stateful: true };
      const session = await runtime?.open({ node: 'hoard', definition, parameters: {} });
      if (session === undefined) throw new Error('no session');
      const length = 200_000;
      const sums: unknown[] = [];
      const logs: string[] = [];
      for (let number = 1; number <= 6; number++) {
        const payload = store.allocate(length);
        new Uint8Array(payload.buffer, 0, length).fill(number);
        const bytes: Value = { kind: 'bytes', payload, identity: '0'.repeat(64) };
        const seen = await startCall(session, { bytes }, undefined, number).finished;
        expect(seen.error).toBeUndefined();
        sums.push(['kept', 'present'].map((port) => (seen.outputs[0]?.[port] as { json: number }).json));
        logs.push(...seen.logs.map(({ text }) => text));
        store.release(bytes);
      }
      expect(sums).toEqual([1, 2, 3, 4, 5, 6].map((number) => [length / 2, length * number]));
      expect(logs).toEqual(['hoard is loaded', 'hoard is opened']);
      // One block is kept by the node; the others share a second file.
      await expect.poll(() => store.stats().blocks, { timeout: 5000 }).toBe(1);
      await session.close();
      await expect.poll(() => store.stats().blocks, { timeout: 5000 }).toBe(0);
    });
  },
);

describe.skipIf(go?.missing !== undefined)('file checksums', { timeout: 60_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'atomiton-checksums-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (parameters: Record<string, JsonValue>) => {
    runtime = go?.create(store);
    const session = await runtime?.open({
      node: 'sums',
      definition: node('core/checksums', 'golang', ['table']),
      parameters: { folder, pattern: '', algorithm: 'sha256', unreadable: 'fail', ...parameters },
    });
    if (session === undefined) throw new Error('no session');
    return { session, call: startCall(session) };
  };

  it('gives a table that apache-arrow reads, equal to the checksums of Node', async () => {
    const expected: { path: string; size_bytes: bigint; sha256: string }[] = [];
    mkdirSync(path.join(folder, 'größe'));
    for (let number = 0; number < 1200; number++) {
      const name = number % 2 === 0 ? `${number}.bin` : `größe/${number}.bin`;
      const content = Buffer.alloc(number * 7, number);
      writeFileSync(path.join(folder, name), content);
      const sha256 = createHash('sha256').update(content).digest('hex');
      expected.push({ path: name, size_bytes: BigInt(content.length), sha256 });
    }
    const seen = await (await run({})).call.finished;
    expect(seen.error).toBeUndefined();
    const output = seen.outputs[0]?.table;
    const table = tableFromIPC(await bytesOf(output));
    const rows = table.toArray().map((row: unknown) => ({ ...(row as object) }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect((rows as typeof expected).sort(byPath)).toEqual(expected.sort(byPath));
    const schema = table.schema.fields.map(({ name, type }) => ({ name, type: String(type) }));
    expect(output).toMatchObject({ kind: 'table', rows: 1200, columns: schema });
    expect(output?.identity).toBe(hashIdentity('table:', await bytesOf(output)));
    expect(seen.progress.at(-1)?.fraction).toBe(1);
  });

  it('says what is wrong with the folder', async () => {
    const seen = await (await run({ folder: path.join(folder, 'gone') })).call.finished;
    expect(seen.error).toMatchObject({
      kind: 'validation',
      code: 'folder-not-found',
      port: 'folder',
      node: 'sums',
    });
    expect(seen.error?.message).toContain(path.join(folder, 'gone'));
  });

  it('is cancelled in the middle of a large file', async () => {
    writeFileSync(path.join(folder, 'large'), Buffer.alloc(400 * 1024 * 1024));
    const { session, call } = await run({ algorithm: 'sha512' });
    await expect.poll(() => call.seen.progress.length, { interval: 2 }).toBeGreaterThan(3);
    const begun = performance.now();
    session.cancel();
    const seen = await call.finished;
    expect(seen.error?.kind).toBe('cancelled');
    expect(performance.now() - begun).toBeLessThan(500);
    expect(seen.progress.at(-1)?.fraction).toBeLessThan(1);
  });
});
