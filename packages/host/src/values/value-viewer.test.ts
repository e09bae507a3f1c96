import { createHash } from 'node:crypto';
import type { Payload, TableValue, Value, ValueStore } from '@atomiton/contracts';
import { createValueStore } from '@atomiton/execution-engine/stores';
import { Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HeldValues } from './held-values.js';
import { ValueViewer } from './value-viewer.js';

const PLAIN = { sort: [], filter: '' };

let store: ValueStore;
let viewer: ValueViewer;
let held: HeldValues;
beforeEach(() => {
  store = createValueStore();
  viewer = new ValueViewer(store);
  held = new HeldValues(store, viewer);
});
afterEach(async () => {
  await viewer.dispose();
  await store.dispose();
});

function publish(bytes: Uint8Array): { payload: Payload; identity: string } {
  const payload = store.allocate(bytes.byteLength);
  new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength).set(bytes);
  return { payload, identity: createHash('sha256').update(bytes).digest('hex') };
}

function tableOf(rows: number, first: number): TableValue {
  const numbers = Float64Array.from({ length: rows }, (_, index) => first + index);
  const table = new Table({ n: vectorFromArray(numbers) });
  const { payload, identity } = publish(tableToIPC(table, 'stream'));
  return { kind: 'table', identity, payload, rows, columns: [{ name: 'n', type: 'Float64' }] };
}

function firstCell(value: Value, offset = 0): Promise<unknown> {
  return held.use(
    value.identity,
    async (value, key) => (await viewer.page({ value, key }, PLAIN, offset, 1)).rows[0]?.[0],
  );
}

describe('looking at values', () => {
  test('pages of a table of 100 MB come while the event loop goes on', { timeout: 60_000 }, async () => {
    const rows = 13_000_000;
    const value = tableOf(rows, 0);
    held.replace('d', 'n', [value]);
    await firstCell(value);
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const began = performance.now();
    for (let look = 0; look < 50; look++) {
      const offset = Math.floor((rows / 50) * look);
      expect(await firstCell(value, offset)).toBe(offset);
    }
    clearInterval(timer);
    console.log(
      `a page of ${rows} rows: ${((performance.now() - began) / 50).toFixed(2)} ms; longest turn ${longest.toFixed(1)} ms`,
    );
    expect(store.stats().copies).toBe(0);
  });

  test('a picture comes reduced, as PNG', async () => {
    const { payload, identity } = publish(new Uint8Array(1000 * 500 * 4).fill(255));
    const value: Value = { kind: 'image', identity, width: 1000, height: 500, format: 'rgba8', payload };
    const picture = await viewer.image(value, 100);
    expect([picture.width, picture.height]).toEqual([100, 50]);
    expect(Buffer.from(picture.pngBase64, 'base64').readUInt32BE(16)).toBe(100);
  });

  test('a tensor and bytes come as text, cut', async () => {
    const numbers = new Uint8Array(Float32Array.from([1, 2.5, -3, Number.NaN, 5, 6]).buffer);
    const tensor = publish(numbers);
    const value: Value = { kind: 'tensor', dtype: 'float32', shape: [2, 3], ...tensor };
    expect((await viewer.text(value, 1000)).text).toBe('float32[2, 3]\n[[1, 2.5, -3],\n [NaN, 5, 6]]');
    expect((await viewer.text(value, 20)).text).toHaveLength(20);
    const bytes: Value = { kind: 'bytes', ...publish(Buffer.from('Hello\n')) };
    expect((await viewer.text(bytes, 1000)).text).toMatch(/^00000000 {2}48 65 6c 6c 6f 0a +Hello\.$/);
  });

  test('a table whose bytes are no table is an error, and the next look works', async () => {
    const junk: Value = { kind: 'table', rows: 1, columns: [], ...publish(Buffer.alloc(100, 7)) };
    held.replace('d', 'junk', [junk]);
    await expect(firstCell(junk)).rejects.toThrow();
    const good = tableOf(3, 5);
    held.replace('d', 'good', [good]);
    expect(await firstCell(good)).toBe(5);
  });
});

describe('memory of looked-at values', () => {
  test('is given back when a value is replaced, and reused memory is never taken for the old value', async () => {
    for (let round = 0; round < 20; round++) {
      const value = tableOf(100_000, round * 1000);
      held.replace('d', 'n', [value]);
      store.release(value);
      expect(await firstCell(value)).toBe(round * 1000);
    }
    held.forget('d');
    await viewer.forget('none');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.stats().heldBytes).toBe(0);
  });

  test('stays while somebody looks, although the value was replaced', async () => {
    const value = tableOf(10, 1);
    held.replace('d', 'n', [value]);
    store.release(value);
    let release: () => void = () => undefined;
    const looking = held.use(value.identity, async (found, key) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return (await viewer.page({ value: found, key }, PLAIN, 0, 1)).rows[0]?.[0];
    });
    held.forget('d');
    await expect(held.use(value.identity, async () => 1)).rejects.toMatchObject({
      data: { code: 'unknown-value' },
    });
    expect(store.stats().heldBytes).toBeGreaterThan(0);
    release();
    expect(await looking).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.stats().heldBytes).toBe(0);
  });

  test('equal values of two nodes: one goes, the other is still there', async () => {
    const one = tableOf(10, 3);
    const other = tableOf(10, 3);
    held.replace('d', 'one', [one]);
    held.replace('d', 'other', [other]);
    held.keepOnly('d', (node) => node === 'one');
    expect(await firstCell(one)).toBe(3);
  });
});
