import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BlockPayload } from '@atomiton/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createValueStore, type PooledValueStore } from '../../stores/index.js';
import { FrameError } from './frame.js';
import { HeldBlocks } from './held-blocks.js';
import { parseChildMessage } from './message.js';
import { fromWire } from './wire-value.js';

/** Words of the protocol, so that arbitrary messages come near to real ones. */
const word = fc.constantFrom(
  ...'t s c number outputs error blocks kind json bytes tensor table image file list payload at body block name path'.split(
    ' ',
  ),
  ...'offset length identity dtype float32 shape rows columns width height format items code message'.split(
    ' ',
  ),
);
const near = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    word,
    fc.integer({ min: -5, max: 1000 }),
    fc.constantFrom(null, true, Number.NaN, 'a'.repeat(64), 2 ** 60, 1.5),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(word, tie('any'), { maxKeys: 8 }),
  ),
})).any;

describe('messages of a child', () => {
  it('are understood or refused, whatever they are', () => {
    const types = fc.constantFrom(
      'hello',
      'opened',
      'done',
      'emit',
      'error',
      'progress',
      'log',
      'unmapped',
      'x',
    );
    fc.assert(
      fc.property(near, types, (value, t) => {
        const head = typeof value === 'object' && value !== null ? { ...value, t } : value;
        try {
          expect(parseChildMessage(head).t).toBe(t);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('have values that are understood or refused, whatever they are', () => {
    fc.assert(
      fc.property(near, (wires) => {
        try {
          fromWire({ out: wires }, { body: new Uint8Array(100), takeBlock: () => undefined, pending: [] });
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('cannot reach beyond their own body', () => {
    const wire = (offset: number, length: number) => ({
      out: { kind: 'bytes', identity: '0'.repeat(64), payload: { at: 'body', offset, length } },
    });
    const context = { body: Uint8Array.of(1, 2, 3, 4), takeBlock: () => undefined, pending: [] };
    expect(fromWire(wire(1, 2), context).out).toMatchObject({ payload: { bytes: Uint8Array.of(2, 3) } });
    for (const [offset, length] of [
      [0, 5],
      [4, 1],
      [-1, 2],
      [0, 1.5],
    ] as const) {
      expect(() => fromWire(wire(offset, length), context)).toThrow(FrameError);
    }
  });

  it('bring known kinds of errors only, with words of bounded length', () => {
    const parsed = parseChildMessage({
      t: 'error',
      s: 1,
      c: 2,
      error: { kind: 'funny', code: 'c'.repeat(500), message: 'm'.repeat(1_000_000), stack: 7 },
    });
    if (parsed.t !== 'error') throw new Error('no error');
    expect(parsed.error).toMatchObject({ kind: 'runtime', stack: undefined });
    expect([parsed.error.code.length, parsed.error.message.length]).toEqual([100, 100_000]);
  });
});

describe('blocks of a child', () => {
  let store: PooledValueStore;
  let freed: string[];
  let blocks: HeldBlocks;
  const written = (name: string, byteLength = 10): BlockPayload => {
    const file = path.join(store.blockFolder, name);
    writeFileSync(file, Buffer.alloc(byteLength));
    return { at: 'block', name, path: file, byteOffset: 0, byteLength };
  };
  beforeEach(() => {
    store = createValueStore();
    freed = [];
    blocks = new HeldBlocks(store, 'p1-', (name) => freed.push(name));
  });
  afterEach(() => store.dispose());

  it('are taken from its own folder and name only', () => {
    const own = written('p1-1');
    blocks.take(own);
    const folder = mkdtempSync(path.join(tmpdir(), 'atomiton-'));
    for (const other of [
      { ...own, path: '/etc/passwd' },
      { ...own, name: '../p1-1', path: path.join(store.blockFolder, '../p1-1') },
      { ...own, name: 'p2-1', path: path.join(store.blockFolder, 'p2-1') },
      { ...own, name: 'p1-1', path: path.join(folder, 'p1-1') },
      { ...own, name: 'p1-/../h0', path: path.join(store.blockFolder, 'p1-/../h0') },
    ]) {
      expect(() => blocks.take(other)).toThrow(FrameError);
    }
    rmSync(folder, { recursive: true });
  });

  it('go back to the child after the last release, once for each emit of them', () => {
    const block = written('p1-1');
    blocks.take(block);
    blocks.take(block);
    store.releasePayload(block);
    expect(freed).toEqual([]);
    store.releasePayload(block);
    expect(freed).toEqual(['p1-1']);
  });

  it('that were given stay held until the child has unmapped them', async () => {
    const payload = store.allocate(100_000);
    const block = await store.toBlock(payload);
    blocks.give([block]);
    store.releasePayload(payload);
    expect(store.stats().blocks).toBe(1);
    blocks.unmapped(['unknown', block.name]);
    expect(store.stats().blocks).toBe(0);
  });

  it('that were given may come back, in their own range only', async () => {
    const payload = store.allocate(100_000);
    const block = await store.toBlock(payload);
    blocks.give([block]);
    blocks.take({ ...block, byteOffset: 10, byteLength: 100 });
    expect(() => blocks.take({ ...block, byteOffset: 10, byteLength: 100_000 })).toThrow(FrameError);

    const parts = [0, 50_000].map((byteOffset) => ({ ...block, byteOffset, byteLength: 50_000 }));
    const other = new HeldBlocks(store, 'p2-', () => undefined);
    other.give(parts);
    for (const part of parts) other.take(part);
    other.unmapped([block.name]);
    for (const _ of [1, 2, 3, 4]) store.releasePayload(block);
    expect(store.stats().blocks).toBe(1);
    blocks.unmapped([block.name]);
    expect(store.stats().blocks).toBe(0);
  });

  it('given twice are held until both calls have unmapped them', async () => {
    const payload = store.allocate(100_000);
    const block = await store.toBlock(payload);
    blocks.give([block, block]);
    blocks.give([block]);
    store.releasePayload(payload);
    blocks.unmapped([block.name]);
    expect(store.stats().blocks).toBe(1);
    blocks.unmapped([block.name]);
    expect(store.stats().blocks).toBe(0);
  });

  it('outlive it while somebody holds them, and go then; those never published go at once', async () => {
    const block = written('p1-1');
    blocks.take(block);
    written('p1-2');
    written('p2-1');
    await blocks.end();
    expect(readdirSync(store.blockFolder).sort()).toEqual(['p1-1', 'p2-1']);
    store.releasePayload(block);
    await expect.poll(() => readdirSync(store.blockFolder)).toEqual(['p2-1']);
    expect(freed).toEqual([]);
  });
});
