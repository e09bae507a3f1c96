import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { SharedPayload, Value } from '@atomiton/contracts';
import { describe, expect, it } from 'vitest';
import { createValueStore } from '../../stores/index.js';
import { startCall } from '../contract-suite/observed-call.js';
import { descendants } from '../contract-suite/process-tree.js';
import { type TestNodeType, testDefinition } from '../contract-suite/test-definitions.js';
import { LANGUAGES } from './testing/languages.js';

/** Repeatable numbers from 0 to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LENGTH = 300_000;

for (const language of LANGUAGES) {
  describe.skipIf(language.missing !== undefined)(
    `${language.name} under stress`,
    { timeout: 120_000 },
    () => {
      it.each([1, 2])(
        'loses no value, block or process in calls, cancels and kills (seed %i)',
        async (seed) => {
          const random = seeded(seed);
          const before = new Set(descendants().map(({ pid }) => pid));
          const store = createValueStore();
          const runtime = language.create(store, { processes: 3, prestart: 2 });
          await runtime.initialize();
          const payload: SharedPayload = store.allocate(LENGTH);
          new Uint8Array(payload.buffer, 0, LENGTH).fill(1);
          const bytes: Value = { kind: 'bytes', payload, identity: '0'.repeat(64) };
          const outcomes = { done: 0, cancelled: 0, crashed: 0 };

          const once = async (): Promise<void> => {
            const types: TestNodeType[] = ['test/echo', 'test/sum', 'test/big', 'test/spin', 'test/counter'];
            const type = types[Math.floor(random() * types.length)] as TestNodeType;
            const session = await runtime.open({
              node: 'n1',
              definition: testDefinition(type, language.name),
              parameters: { megabytes: 1, start: 0 },
            });
            const inputs: Record<string, Value> =
              type === 'test/echo' ? { value: bytes } : type === 'test/sum' ? { bytes } : {};
            const running = startCall(session, inputs);
            if (type === 'test/spin' || random() < 0.2) {
              await delay(random() * 60);
              if (random() < 0.5 || type !== 'test/spin') session.cancel();
              else {
                const pid = Number(/\d+$/.exec(running.seen.lanes[0] ?? '')?.[0]);
                if (pid > 0 && runtime.pids().includes(pid)) process.kill(pid, 'SIGKILL');
                else session.cancel();
              }
            }
            const seen = await running.finished;
            expect(seen.late).toEqual([]);
            if (seen.error === undefined) outcomes.done++;
            else if (seen.error.kind === 'cancelled') outcomes.cancelled++;
            else {
              expect(seen.error.code).toBe('node-crashed');
              outcomes.crashed++;
            }
            const output = seen.outputs[0]?.value ?? seen.outputs[0]?.sum;
            if (type === 'test/sum' && output !== undefined) expect(output).toMatchObject({ json: LENGTH });
            for (const outputs of seen.outputs)
              for (const value of Object.values(outputs)) store.release(value);
            await session.close();
          };
          const lane = async () => {
            for (let round = 0; round < 12; round++) await once();
          };
          await Promise.all([lane(), lane(), lane(), lane()]);
          expect(outcomes.done).toBeGreaterThan(10);
          expect(outcomes.cancelled).toBeGreaterThan(1);

          store.releasePayload(payload);
          await expect.poll(() => store.stats().heldBytes, { timeout: 2000 }).toBe(0);
          await runtime.dispose();
          expect(store.stats()).toMatchObject({ heldBytes: 0, blocks: 0 });
          // What children wrote is gone with them; files of the store itself wait to be used again.
          expect(readdirSync(store.blockFolder).filter((name) => name.startsWith('p'))).toEqual([]);
          const left = () => descendants().filter(({ pid }) => !before.has(pid));
          await expect.poll(left, { timeout: 2000 }).toEqual([]);
          const { blockFolder } = store;
          await store.dispose();
          expect(existsSync(blockFolder)).toBe(false);
        },
      );
    },
  );
}
