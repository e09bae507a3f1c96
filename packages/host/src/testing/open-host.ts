import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BridgeClient, NodeDefinition } from '@atomiton/contracts';
import { createBridgeClient } from '@atomiton/contracts';
import { createMemoryCarrier } from '../carriers/memory-carrier.js';
import type { Host } from '../host.js';
import { createHostOver } from '../host.js';
import { kitWithoutRuntimes } from './kit-without-runtimes.js';

/** A host for tests of documents, in a folder of its own. */
export interface TestHost {
  host: Host;
  client: BridgeClient;
  folder: string;
  dataFolder: string;
  examplesFolder: string;
  /** Ends this host and opens the next one on the same folders. */
  restart(): Promise<TestHost>;
  close(): Promise<void>;
}

/**
 * @param folder an existing one, to come back to; a new one otherwise, which goes with the host.
 * @param more node types beside the built-in ones.
 */
export async function openTestHost(folder?: string, more: readonly NodeDefinition[] = []): Promise<TestHost> {
  const root = folder ?? (await mkdtemp(path.join(os.tmpdir(), 'atomiton-host-')));
  return openIn(root, folder === undefined, more);
}

async function openIn(root: string, owned: boolean, more: readonly NodeDefinition[]): Promise<TestHost> {
  const dataFolder = path.join(root, 'data');
  const examplesFolder = path.join(root, 'examples');
  const host = await createHostOver(kitWithoutRuntimes(more), {
    version: '0.0.0',
    dataFolder,
    examplesFolder,
    shell: 'browser',
    log: () => undefined,
  });
  return {
    host,
    client: createBridgeClient(createMemoryCarrier(host)),
    folder: root,
    dataFolder,
    examplesFolder,
    restart: async () => {
      await host.dispose();
      return openIn(root, owned, more);
    },
    close: async () => {
      await host.dispose();
      if (owned) await rm(root, { recursive: true, force: true });
    },
  };
}
