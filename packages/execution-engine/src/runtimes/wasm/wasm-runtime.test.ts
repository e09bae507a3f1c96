import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { JsonValue, NodeDefinition, NodeRuntime, Value } from '@atomiton/contracts';
import { defineNode } from '@atomiton/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createValueStore, type PooledValueStore } from '../../stores/value-store.js';
import { startCall } from '../contract-suite/observed-call.js';
import { runtimeContract } from '../contract-suite/runtime-contract.suite.js';
import { TEST_NODE_TYPES, testDefinition } from '../contract-suite/test-definitions.js';
import { createWasmRuntime } from './wasm-runtime.js';

const workerUrl = new URL('../../../dist/runtimes/wasm/wasm-worker.js', import.meta.url);
const moduleUrl = new URL('../../../../wasm-nodes/dist/atomiton_test_nodes.wasm', import.meta.url).href;
const modules = new Map(
  [...TEST_NODE_TYPES, 'test/odd', 'test/no-such-node'].map((type) => [type, moduleUrl]),
);
const missing = existsSync(fileURLToPath(moduleUrl))
  ? undefined
  : 'the WebAssembly modules are not built (install rustup with the target wasm32-unknown-unknown)';

runtimeContract(
  'wasm',
  async () => {
    const store = createValueStore();
    const runtime = createWasmRuntime({ store, modules, workerUrl });
    return { runtime, store, definition: (type) => testDefinition(type, 'wasm') };
  },
  { isolated: true, stack: /failing_function.*wasm/, missing },
);

describe.skipIf(missing !== undefined)('wasm runtime', { timeout: 60_000 }, () => {
  let store: PooledValueStore;
  let runtime: NodeRuntime;
  let folder: string;
  beforeEach(async () => {
    store = createValueStore();
    runtime = createWasmRuntime({ store, modules, workerUrl, threads: 1 });
    folder = await mkdtemp(path.join(tmpdir(), 'wasm-runtime-'));
  });
  afterEach(async () => {
    await runtime.dispose();
    await store.dispose();
    await rm(folder, { recursive: true });
  });

  const odd: NodeDefinition = defineNode({
    ...testDefinition('test/echo', 'wasm'),
    type: 'test/odd',
    inputs: [],
    outputs: [{ name: 'out', type: 'any' }],
  });
  const reader = (): NodeDefinition =>
    defineNode({
      ...odd,
      parameters: [{ name: 'path', label: 'File', type: 'file', default: '' }],
    });
  const once = async (parameters: Record<string, JsonValue>, definition = odd) => {
    const session = await runtime.open({ node: 'n1', definition, parameters });
    const seen = await startCall(session).finished;
    await session.close();
    return seen;
  };

  it('reads the file of a file-typed parameter in the worker', async () => {
    const file = path.join(folder, 'a ö.bin');
    await writeFile(file, Uint8Array.from([1, 2, 250]));
    const { error, outputs } = await once({ how: 'file', path: file }, reader());
    expect(error).toBeUndefined();
    expect(outputs[0]?.out).toMatchObject({ json: [file, 3, 253] });
  });

  it.each([
    ['', 'file-missing', 'No file is chosen.'],
    ['gone.png', 'file-not-found', 'gone.png does not exist.'],
    ['.', 'not-a-file', ' is a folder, expected a file.'],
  ])('names a file that cannot be read: "%s"', async (name, code, message) => {
    const file = name === '' ? '' : path.join(folder, name);
    const { error } = await once({ how: 'file', path: file }, reader());
    expect(error).toMatchObject({ kind: 'validation', code, port: 'path', node: 'n1' });
    expect(error?.message).toContain(message);
  });

  it('names a stack overflow and running out of memory, and goes on with a fresh instance', async () => {
    const overflow = await once({ how: 'overflow the stack' });
    expect(overflow.error).toMatchObject({ kind: 'runtime', code: 'node-crashed' });
    expect(overflow.error?.stack).toMatch(/recurse/);
    expect((await once({ how: 'fine' })).outputs[0]?.out).toMatchObject({ json: 'fine' });
    const full = await once({ how: 'out of memory' });
    expect(full.error).toMatchObject({ kind: 'resource', code: 'node-crashed' });
    expect(full.error?.message).toContain('4 GB');
    expect((await once({ how: 'fine' })).outputs[0]?.out).toMatchObject({ json: 'fine' });
  });

  it('names a panic with its place', async () => {
    const definition = testDefinition('test/crash', 'wasm');
    const { error } = await once({}, definition);
    expect(error?.message).toMatch(/panicked at .*lib\.rs:\d+: crashed on purpose/);
  });

  it('refuses a port that the definition does not have', async () => {
    expect((await once({ how: 'unknown port' })).error).toMatchObject({ code: 'invalid-output' });
  });

  it('gives the memory of very large calls back', async () => {
    const rss = () => process.memoryUsage().rss;
    const definition = testDefinition('test/big', 'wasm');
    const before = rss();
    for (let n = 0; n < 6; n++) {
      const seen = await once({ megabytes: 200 }, definition);
      store.release(seen.outputs[0]?.bytes as Value);
    }
    // One call needs 200 MB in the module and 200 MB in the store; six kept ones would be 1.2 GB more.
    expect(rss() - before).toBeLessThan(1000 * 1024 * 1024);
  });

  it('says what to install when the modules are not built, and that a module is none', async () => {
    const url = pathToFileURL(path.join(folder, 'none.wasm')).href;
    const broken = createWasmRuntime({ store, modules: new Map([['test/echo', url]]), workerUrl });
    await expect(broken.initialize()).rejects.toMatchObject({ data: { code: 'runtime-missing' } });
    expect(broken.status()).toMatchObject({ state: 'missing' });
    expect(broken.status().message).toContain('rustup target add wasm32-unknown-unknown');
    await writeFile(path.join(folder, 'none.wasm'), 'no module');
    await expect(broken.initialize()).rejects.toMatchObject({ data: { code: 'invalid-module' } });
    await broken.dispose();
  });
});
