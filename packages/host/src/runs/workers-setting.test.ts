import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { blueprint, printBlueprint } from '@atomiton/blueprint';
import type { BridgeClient, RunSnapshot } from '@atomiton/contracts';
import { createBridgeClient } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryCarrier } from '../carriers/memory-carrier.js';
import { BatchReader, until } from '../contract/contract-steps.js';
import type { Host } from '../host.js';
import { createHost } from '../host.js';

const READERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

let folder: string;
let host: Host;
let client: BridgeClient;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-workers-'));
  ({ host } = await createHost({
    version: '0.0.0',
    dataFolder: path.join(folder, 'data'),
    examplesFolder: folder,
    shell: 'browser',
    log: () => undefined,
  }));
  client = createBridgeClient(createMemoryCarrier(host));
}, 180_000);
afterAll(async () => {
  await host.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Runs six readers beside each other, each of a file of its own. @returns the threads that they ran on */
async function lanesOfRun(round: string): Promise<string[]> {
  let drawing = blueprint(round);
  for (const id of READERS) {
    const rows = Array.from({ length: 60_000 }, (_, row) => `${row},${row * 7},"${round} ${id} ${row}"`);
    await writeFile(path.join(folder, `${round}-${id}.csv`), `one,two,three\n${rows.join('\n')}\n`);
    drawing = drawing.node(id, 'core/csv-reader', { path: `${round}-${id}.csv` });
  }
  const file = path.join(folder, `${round}.blueprint.json`);
  await writeFile(file, printBlueprint(drawing.build()));
  const { documentId } = await client.call('document.open', { path: file });
  const reader = new BatchReader(client);
  const { runId } = await client.call('run.start', { documentId });
  await until(() => reader.finished, `${round} has finished`, 60_000);
  reader.close();
  const snapshot: RunSnapshot = await client.call('run.snapshot', { runId });
  expect(snapshot.state, JSON.stringify(snapshot.error)).toBe('done');
  return [...new Set(READERS.map((id) => snapshot.nodes[id]?.lane ?? 'nowhere'))].sort();
}

async function setWorkers(value: number): Promise<void> {
  await client.call('settings.set', { changes: [{ section: 'runtimes', name: 'workers', value }] });
}

test('the pool has as many threads as the settings say, from the next run on', {
  timeout: 180_000,
}, async () => {
  await setWorkers(1);
  expect(await lanesOfRun('one')).toEqual(['worker 1']);
  await setWorkers(2);
  // The scheduler gives out no more than the machine has cores.
  expect(await lanesOfRun('two')).toHaveLength(Math.min(2, os.availableParallelism()));
  await setWorkers(1);
  expect(await lanesOfRun('again')).toHaveLength(1);
});
