import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BlockPayload, Payload, SharedPayload, Value } from '@atomiton/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createValueStore, type PooledValueStore } from './value-store.js';

const MB = 1024 * 1024;

function bytesOf(payload: SharedPayload): Uint8Array {
  return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
}

function bytesValue(payload: Payload): Value {
  return { kind: 'bytes', identity: '0'.repeat(64), payload };
}

describe('value store', { timeout: 60_000 }, () => {
  let store: PooledValueStore;
  beforeEach(() => {
    store = createValueStore();
  });
  afterEach(() => store.dispose());

  it('gives memory back after the last release and reuses it', () => {
    const first = store.allocate(MB);
    store.retain(bytesValue(first));
    store.release(bytesValue(first));
    expect(store.stats().heldBytes).toBeGreaterThanOrEqual(MB);
    expect(store.allocate(MB).buffer).not.toBe(first.buffer);
    store.release(bytesValue(first));
    expect(store.allocate(MB).buffer).toBe(first.buffer);
  });

  it('refuses a release that nobody holds', () => {
    const payload = store.allocate(10);
    store.releasePayload(payload);
    expect(() => store.releasePayload(payload)).toThrow(/released more often than retained/);
    expect(() => store.retainPayload(payload)).toThrow(/is not held by anyone/);
  });

  it('refuses a value that is too large, with its size', () => {
    expect(() => store.allocate(2 * 1024 * MB)).toThrow(/2147483648 bytes was asked for.*1073741824/);
    expect(() => store.allocate(-1)).toThrow(/Received -1/);
  });

  it('holds and releases every payload of a list', () => {
    const parts = [store.allocate(5000), store.allocate(5000)];
    const list: Value = { kind: 'list', identity: '0'.repeat(64), items: parts.map(bytesValue) };
    store.retain(list);
    store.release(list);
    for (const part of parts) store.releasePayload(part);
    expect(store.stats().heldBytes).toBe(0);
  });

  it('never hands out memory that is held, whatever the order of holds and releases', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('allocate' as const), size: fc.integer({ min: 0, max: 100_000 }) }),
      fc.record({ do: fc.constant('retain' as const), pick: fc.nat() }),
      fc.record({ do: fc.constant('release' as const), pick: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const fresh = createValueStore();
        const live: { payload: SharedPayload; holds: number; mark: number }[] = [];
        let mark = 0;
        for (const one of steps) {
          if (one.do === 'allocate') {
            const payload = fresh.allocate(one.size);
            mark = (mark + 1) % 251;
            bytesOf(payload).fill(mark);
            live.push({ payload, holds: 1, mark });
            continue;
          }
          const entry = live[one.pick % Math.max(live.length, 1)];
          if (entry === undefined) continue;
          if (one.do === 'retain') {
            fresh.retainPayload(entry.payload);
            entry.holds++;
          } else {
            fresh.releasePayload(entry.payload);
            entry.holds--;
            if (entry.holds === 0) live.splice(live.indexOf(entry), 1);
          }
          for (const { payload, mark: expected } of live) {
            expect(bytesOf(payload).every((byte) => byte === expected)).toBe(true);
          }
        }
        const held = live.reduce((total, { payload }) => total + payload.buffer.byteLength, 0);
        expect(fresh.stats().heldBytes).toBe(held);
        for (const { payload, holds } of live) for (let n = 0; n < holds; n++) fresh.releasePayload(payload);
        expect(fresh.stats().heldBytes).toBe(0);
        void fresh.dispose();
      }),
      { numRuns: 60 },
    );
  });

  it('keeps 200 values of 50 MB, three at a time, within a few hundred MB', () => {
    const before = process.memoryUsage().rss;
    const held: SharedPayload[] = [];
    for (let n = 0; n < 200; n++) {
      const payload = store.allocate(50 * MB);
      // A touched page is resident, whatever is in it.
      const bytes = bytesOf(payload);
      for (let at = 0; at < bytes.length; at += 4096) bytes[at] = n;
      held.push(payload);
      if (held.length > 3) store.releasePayload(held.shift() as SharedPayload);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MB);
  });

  it('writes a block once for all readers, in a private folder, and removes it', async () => {
    const payload = store.allocate(3 * MB);
    bytesOf(payload).fill(7);
    const [one, two] = await Promise.all([store.toBlock(payload), store.toBlock(payload)]);
    expect(two).toEqual(one);
    expect(store.stats()).toMatchObject({ copies: 1, blocks: 1 });
    expect(
      readFileSync(one.path)
        .subarray(0, 3 * MB)
        .every((byte) => byte === 7),
    ).toBe(true);
    expect(statSync(path.dirname(one.path)).mode & 0o777).toBe(0o700);
    expect(statSync(one.path).mode & 0o777).toBe(0o600);
    // The way back is no copy, and a part of the value is the same part of the file.
    expect((await store.toShared(one)).buffer).toBe(payload.buffer);
    const part = await store.toBlock({ ...payload, byteOffset: 100, byteLength: 50 });
    expect([part.path, part.byteOffset, part.byteLength]).toEqual([one.path, 100, 50]);
    // Either form keeps both alive.
    store.retainPayload(one);
    store.releasePayload(payload);
    expect(existsSync(one.path)).toBe(true);
    expect(store.allocate(3 * MB).buffer).not.toBe(payload.buffer);
    store.releasePayload(one);
    expect(store.stats().blocks).toBe(0);
    await store.dispose();
    expect(existsSync(path.dirname(one.path))).toBe(false);
  });

  it('does not overwrite a block while it is held, and reuses its file afterwards', async () => {
    const first = store.allocate(MB);
    bytesOf(first).fill(1);
    const block = await store.toBlock(first);
    store.retainPayload(block);
    store.releasePayload(first);
    const second = store.allocate(MB);
    bytesOf(second).fill(2);
    expect((await store.toBlock(second)).path).not.toBe(block.path);
    expect(readFileSync(block.path)[0]).toBe(1);
    store.releasePayload(block);
    const third = store.allocate(MB - 5);
    bytesOf(third).fill(3);
    const reused = await store.toBlock(third);
    expect(reused.path).toBe(block.path);
    expect(readFileSync(reused.path)[MB - 6]).toBe(3);
  });

  it('adopts a block of a child: one copy for all readers, and a word when it is released', async () => {
    const file = path.join(store.blockFolder, 'c1');
    writeFileSync(file, Buffer.alloc(2 * MB, 9));
    let released = 0;
    const block: BlockPayload = { at: 'block', name: 'c1', path: file, byteOffset: 10, byteLength: MB };
    store.adoptBlock(block, () => released++);
    expect(await store.toBlock(block)).toBe(block);
    const [one, two] = await Promise.all([store.toShared(block), store.toShared(block)]);
    expect(one.buffer).toBe(two.buffer);
    expect(bytesOf(one).every((byte) => byte === 9)).toBe(true);
    expect(store.stats().copies).toBe(1);
    // A reader that passes the copy on keeps the block too.
    store.retainPayload(one);
    store.releasePayload(block);
    expect(released).toBe(0);
    store.releasePayload(one);
    expect(released).toBe(1);
    expect(store.stats()).toMatchObject({ heldBytes: 0, blocks: 0 });
  });

  it('names a block that is shorter than promised', async () => {
    const file = path.join(store.blockFolder, 'c2');
    writeFileSync(file, Buffer.alloc(100));
    const block: BlockPayload = { at: 'block', name: 'c2', path: file, byteOffset: 0, byteLength: 200 };
    store.adoptBlock(block, () => undefined);
    await expect(store.toShared(block)).rejects.toThrow(/ends at 100 bytes, 200 expected/);
    store.releasePayload(block);
    expect(store.stats().heldBytes).toBe(0);
  });

  it('does not hold the event loop while it converts 200 MB', async () => {
    const payload = store.allocate(200 * MB);
    bytesOf(payload).fill(1);
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const started = performance.now();
    await store.toBlock(payload);
    const took = performance.now() - started;
    clearInterval(timer);
    // Ratios only: blocking would be one gap as long as the whole conversion.
    expect(longest).toBeLessThan(took * 0.9);
  });

  it('uses the temporary folder where there is no shared memory', async () => {
    const elsewhere = createValueStore({ sharedMemory: '/nowhere-at-all' });
    expect(elsewhere.blockFolder.startsWith(tmpdir())).toBe(true);
    const payload = elsewhere.allocate(100_000);
    expect((await elsewhere.toBlock(payload)).path.startsWith(tmpdir())).toBe(true);
    await elsewhere.dispose();
    expect(existsSync(elsewhere.blockFolder)).toBe(false);
  });

  it('removes the folders of dead processes and of its own exit, and leaves living ones', async () => {
    const root = path.join(tmpdir(), `store-test-${process.pid}`);
    mkdirSync(root);
    const dead = path.join(root, 'atomiton-999999999-12345-abcd');
    mkdirSync(dead);
    const living = createValueStore({ sharedMemory: root });
    const script = `
      const { createValueStore } = await import(${JSON.stringify(path.resolve('dist/stores/index.js'))});
      console.log(createValueStore({ sharedMemory: process.argv[1] }).blockFolder);
      process.exit(0);`;
    const folder = execFileSync(process.execPath, ['--input-type=module', '-e', script, root], {
      encoding: 'utf8',
    });
    await expect.poll(() => existsSync(dead)).toBe(false);
    expect(existsSync(folder.trim())).toBe(false);
    expect(existsSync(living.blockFolder)).toBe(existsSync('/proc/self/stat'));
    await living.dispose();
    await rm(root, { recursive: true });
  });
});
