import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BridgeCarrier } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { bridgeContract, checkContractCase } from '../contract/index.js';
import type { Host } from '../host.js';
import { createHost } from '../host.js';
import type { Served } from '../serve/serve.js';
import { serve } from '../serve/serve.js';
import { createMemoryCarrier } from './memory-carrier.js';
import { connectSocketCarrier } from './socket-carrier.js';

let folder: string;
let host: Host;
let served: Served;
let cookie: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-bridge-'));
  ({ host } = await createHost({
    version: '0.0.0',
    dataFolder: path.join(folder, 'data'),
    examplesFolder: path.resolve(import.meta.dirname, '../../../../examples'),
    shell: 'browser',
    log: () => undefined,
  }));
  served = await serve({ host, rendererFolder: folder });
  const page = await fetch(served.newAddress());
  cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});

afterAll(async () => {
  await served.close();
  await host.dispose();
  await rm(folder, { recursive: true, force: true });
});

const carriers: Record<string, () => Promise<BridgeCarrier>> = {
  memory: async () => createMemoryCarrier(host),
  'a web socket': () => connectSocketCarrier({ origin: served.origin, cookie }),
};

for (const [name, connect] of Object.entries(carriers)) {
  describe(`the bridge over ${name}`, () => {
    for (const contractCase of bridgeContract()) {
      test(contractCase.name, { timeout: 60_000 }, async (context) => {
        const own = await mkdtemp(path.join(folder, 'case-'));
        const reason = await checkContractCase(contractCase, { shell: 'browser', folder: own, connect });
        if (reason !== undefined) {
          console.log(`not checked here: ${reason}`);
          context.skip(reason);
        }
      });
    }
  });
}
