import type { RunEvent } from '@atomiton/contracts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventBatch } from './event-batcher.js';
import { BATCH_INTERVAL_MS, EventBatcher } from './event-batcher.js';

let batches: { at: number; batch: EventBatch }[];
let batcher: EventBatcher;
let seq: number;

beforeEach(() => {
  vi.useFakeTimers();
  batches = [];
  seq = 0;
  batcher = new EventBatcher((batch) => batches.push({ at: performance.now(), batch }));
});
afterEach(() => {
  batcher.close();
  vi.useRealTimers();
});

const state = (node: string): RunEvent => ({ seq: ++seq, at: 0, type: 'node-state', node, state: 'ready' });
const progress = (node: string, fraction: number): RunEvent => ({
  seq: ++seq,
  at: 0,
  type: 'node-progress',
  node,
  fraction,
});
const log = (node: string, text: string): RunEvent => ({
  seq: ++seq,
  at: 0,
  type: 'node-log',
  node,
  level: 'info',
  text,
});

function lastBatch(): EventBatch {
  const last = batches.at(-1);
  if (last === undefined) throw new Error('nothing was sent');
  return last.batch;
}

describe('batches', () => {
  test('hold everything of one moment, and are at least 16 ms apart', async () => {
    for (let round = 0; round < 100; round++) {
      batcher.push(state(`a${round}`));
      batcher.push(state(`b${round}`));
      await vi.advanceTimersByTimeAsync(1);
      const sent = batches.at(-1);
      if (sent !== undefined) batcher.acknowledge(sent.batch.upTo);
    }
    expect(batches.length).toBeGreaterThanOrEqual(6);
    for (let index = 1; index < batches.length; index++) {
      const gap = (batches[index]?.at ?? 0) - (batches[index - 1]?.at ?? 0);
      expect(gap).toBeGreaterThanOrEqual(BATCH_INTERVAL_MS - 1);
    }
  });

  test('join without a gap: each begins after the number the last one ended with', async () => {
    for (let round = 0; round < 40; round++) {
      batcher.push(progress('n', round / 40));
      batcher.push(state('m'));
      await vi.advanceTimersByTimeAsync(5);
      batcher.acknowledge(seq);
    }
    await vi.advanceTimersByTimeAsync(50);
    let end = 0;
    for (const { batch } of batches) {
      expect(batch.after).toBe(end);
      end = batch.upTo;
    }
    expect(end).toBe(seq);
  });

  test('stop after two without an acknowledgement, and go on with everything that came since', async () => {
    for (let round = 0; round < 20; round++) {
      batcher.push(state(`n${round}`));
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(batches).toHaveLength(2);
    batcher.acknowledge(batches[0]?.batch.upTo ?? 0);
    await vi.advanceTimersByTimeAsync(20);
    expect(batches).toHaveLength(3);
    expect(lastBatch().events).toHaveLength(18);
    await vi.advanceTimersByTimeAsync(500);
    expect(batches).toHaveLength(3);
  });

  test('are split when many events wait', async () => {
    for (let round = 0; round < 5000; round++) batcher.push(state(`n${round}`));
    for (let round = 0; round < 10; round++) {
      await vi.advanceTimersByTimeAsync(20);
      batcher.acknowledge(lastBatch().upTo);
    }
    expect(batches.map(({ batch }) => batch.events.length)).toEqual([2000, 2000, 1000]);
  });
});

describe('merging', () => {
  test('progress of a node replaces its earlier progress; states and logs are all kept in order', async () => {
    batcher.push(state('n'));
    for (let round = 0; round < 500; round++) {
      batcher.push(progress('n', round / 500));
      batcher.push(progress('m', round / 500));
    }
    batcher.push(log('n', 'line'));
    batcher.push(state('n'));
    await vi.advanceTimersByTimeAsync(20);
    expect(lastBatch().events.map(({ type, seq: number }) => `${type} ${number}`)).toEqual([
      'node-state 1',
      'node-progress 1000',
      'node-progress 1001',
      'node-log 1002',
      'node-state 1003',
    ]);
  });

  test('log lines are never dropped silently: what a slow viewer misses is counted on its node', async () => {
    const lines = 60_000;
    for (let line = 0; line < lines; line++)
      batcher.push(log(line % 2 === 0 ? 'even' : 'odd', `line ${line}`));
    batcher.push(state('even'));
    let told = 0;
    let shown = 0;
    for (let round = 0; round < 100; round++) {
      await vi.advanceTimersByTimeAsync(20);
      batcher.acknowledge(seq);
    }
    const order: number[] = [];
    for (const { batch } of batches) {
      for (const event of batch.events) {
        order.push(event.seq);
        if (event.type !== 'node-log') continue;
        const left = /^… (\d+) lines were left out here/.exec(event.text);
        if (left === null) shown += 1;
        else told += Number(left[1]);
      }
    }
    expect(shown + told).toBe(lines);
    expect(shown).toBeGreaterThanOrEqual(5000);
    expect(shown).toBeLessThan(lines);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(lastBatch().events.at(-1)).toMatchObject({ type: 'node-state', node: 'even' });
  });

  test('a viewer that comes late hears from then on', async () => {
    batcher.close();
    batcher = new EventBatcher((batch) => batches.push({ at: 0, batch }), 41);
    seq = 41;
    batcher.push(state('n'));
    await vi.advanceTimersByTimeAsync(20);
    expect(lastBatch()).toMatchObject({ after: 41, upTo: 42 });
  });
});
