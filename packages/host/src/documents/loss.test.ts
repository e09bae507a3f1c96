import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seeded } from '../testing/edit-plan.js';
import { startHostProcess } from '../testing/host-process.js';
import { LossDriver } from '../testing/loss-driver.js';

const ROUNDS = Number(process.env.ATOMITON_ROUNDS ?? 30);
const SEED = Number(process.env.ATOMITON_SEED ?? Date.now() % 1_000_000);
/** A killed host is looked at for at most so long. */
const ROUND_MS = 20_000;

test(
  `no acknowledged edit is lost by kill -9 (${ROUNDS} rounds, seed ${SEED})`,
  async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-loss-'));
    const random = seeded(SEED);
    const driver = new LossDriver(folder, random);
    try {
      for (let round = 0; round <= ROUNDS; round++) {
        const host = await startHostProcess(folder);
        try {
          if (round === 0) await driver.begin(host.client, 3);
          else expect(await driver.check(host.client), `seed ${SEED}, round ${round}`).toEqual([]);
          if (round === ROUNDS) break;
          const working = driver.work(host.client);
          // Every moment of the first ones counts too, and later in the round there is more to lose.
          await new Promise((resolve) => setTimeout(resolve, 500 * random() ** 2));
          driver.stop();
          await host.kill();
          await working;
        } finally {
          await host.kill();
        }
      }
      const { acknowledged, found } = driver.tally;
      console.log(
        `seed ${SEED}: ${ROUNDS} kills, ${acknowledged} acknowledged, 0 lost, ${found} more were there`,
      );
      expect(acknowledged).toBeGreaterThan(ROUNDS);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  ROUND_MS * (ROUNDS + 1),
);
