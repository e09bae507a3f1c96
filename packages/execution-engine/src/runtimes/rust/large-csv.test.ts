import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonValue, NodeDefinition, NodeRuntime, TableValue, Value } from '@atomiton/contracts';
import { defineNode } from '@atomiton/contracts';
import { addonPath, loadNativeNodes } from '@atomiton/native-nodes';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createValueStore, type PooledValueStore } from '../../stores/index.js';
import { startCall } from '../contract-suite/observed-call.js';
import { createRustRuntime } from './rust-runtime.js';

const ROWS = 300_000;
const definition: NodeDefinition = defineNode({
  type: 'core/large-csv-processor',
  version: 1,
  name: 'Large CSV processor',
  category: 'Data',
  description: '',
  inputs: [],
  outputs: [
    { name: 'table', type: 'table' },
    { name: 'rows', type: 'integer' },
  ],
  parameters: [],
  runtime: { language: 'rust' },
  purity: 'reads-world',
});

function bytesOf(value: Value | undefined): Uint8Array {
  const { payload } = value as TableValue;
  if (payload.at === 'inline') return payload.bytes;
  if (payload.at === 'block') throw new Error('a table of a Rust node came as a block');
  return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
}

const missing = !existsSync(addonPath());
if (missing)
  console.log(`Large CSV processor not tested through its runtime: ${addonPath()} has not been built`);

describe.skipIf(missing)('Large CSV processor through its runtime', () => {
  let folder = '';
  let file = '';
  let store: PooledValueStore;
  let runtime: NodeRuntime;
  const call = async (parameters: Record<string, JsonValue>) => {
    const session = await runtime.open({
      node: 'csv',
      definition,
      parameters: { path: file, ...parameters },
    });
    const seen = await startCall(session).finished;
    await session.close();
    return seen;
  };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'atomiton-large-csv-'));
    file = path.join(folder, 'sales.csv');
    const lines = Array.from({ length: ROWS }, (_, row) => `${row},city ${row % 7},${(row % 100) / 4}`);
    writeFileSync(file, `id,city,price\n${lines.join('\n')}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    store = createValueStore();
    runtime = createRustRuntime({ store, nodes: () => loadNativeNodes() });
    await runtime.initialize();
  });
  afterEach(async () => {
    await runtime.dispose();
    await store.dispose();
  });

  it('gives groups as a table that Arrow reads, with rows and column types', async () => {
    const seen = await call({ groupBy: ['city'], aggregates: ['sum(price)', 'count()'], sort: ['city'] });
    expect(seen.error).toBeUndefined();
    const outputs = seen.outputs[0];
    expect(outputs?.table).toMatchObject({
      kind: 'table',
      rows: 7,
      columns: [
        { name: 'city', type: 'Utf8' },
        { name: 'price_sum', type: 'Float64' },
        { name: 'count', type: 'Int64' },
      ],
    });
    expect(outputs?.rows).toMatchObject({ kind: 'json', json: 7 });
    const table = tableFromIPC(bytesOf(outputs?.table));
    expect(String(table.schema.fields.map(({ type }) => type))).toBe('Utf8,Float64,Int64');
    let sum = 0;
    for (let row = 0; row < ROWS; row += 7) sum += (row % 100) / 4;
    const first = table.get(0)?.toJSON();
    expect(first).toEqual({ city: 'city 0', price_sum: sum, count: BigInt(Math.ceil(ROWS / 7)) });
  });

  it('writes a large table into shared memory of the store', async () => {
    const seen = await call({ filter: 'price >= 0' });
    const table = seen.outputs[0]?.table as TableValue;
    expect(table.payload.at).toBe('shared');
    expect(store.stats().copies).toBe(0);
    expect(tableFromIPC(bytesOf(table)).numRows).toBe(ROWS);
    store.release(table);
    expect(store.stats().heldBytes).toBe(0);
  });

  it('refuses bad input on the node, with kind, sentence and hint', async () => {
    const gone = path.join(folder, 'gone.csv');
    expect((await call({ path: gone })).error).toMatchObject({
      kind: 'validation',
      code: 'file-not-found',
      node: 'csv',
      port: 'path',
      message: `${gone} does not exist; a CSV file was expected.`,
      hint: expect.stringContaining('path'),
    });
    const groups = await call({ groupBy: ['id'], memoryMb: 2 });
    expect(groups.error).toMatchObject({ kind: 'resource', code: 'too-many-groups' });
    expect(groups.error?.message).toMatch(
      /^[\d,]+ groups after \d+ % of the file take .* memory limit of 2 MB\.$/,
    );
  });

  it('reports progress by bytes', async () => {
    const seen = await call({ filter: 'city.matches("(a|b)*c.*7$")', threads: 1 });
    const fractions = seen.progress.map(({ fraction }) => fraction);
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect([...fractions].sort((left, right) => left - right)).toEqual(fractions);
  });
});
