import { setTimeout as sleep } from 'node:timers/promises';
import { toErrorData } from '@atomiton/contracts';
import type { Host, HostOptions } from '../host.js';
import { createHost } from '../host.js';
import type { EngineKit } from '../runs/engine-kit.js';
import type { ViewerSource } from '../viewer.js';
import { attachHost } from './attached-host.js';
import { offerHost } from './offer-host.js';

/** How long a host that is just starting, or ending, is waited for. Milliseconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/** The one host of a data folder: of this process, or of the one that has the folder already. */
export interface OpenedHost {
  source: ViewerSource;
  /** Absent where another process has it. */
  own: { host: Host; kit: EngineKit } | undefined;
  /** Settles when the other process has ended; never for a host of our own. */
  ended: Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Opens the host of a data folder, or attaches to the one that runs: whatever starts second shows the same documents.
 * @throws AtomitonError `data-folder-in-use` when somebody has the folder and does not answer.
 */
export async function openOrAttach(options: HostOptions): Promise<OpenedHost> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const own = await createHost(options);
      const withdraw = await offerHost(options.dataFolder, own.host).catch((thrown: unknown) => {
        options.log('warn', `Others cannot attach to this host: ${toErrorData(thrown).message}`);
        return async () => undefined;
      });
      return {
        source: own.host,
        own,
        ended: new Promise(() => undefined),
        dispose: async () => {
          await withdraw();
          await own.host.dispose();
        },
      };
    } catch (thrown) {
      if (toErrorData(thrown).code !== 'data-folder-in-use') throw thrown;
      const attached = await attachHost(options.dataFolder, options);
      if (attached !== undefined) {
        const { ended } = attached;
        return { source: attached, own: undefined, ended, dispose: async () => attached.close() };
      }
      if (Date.now() > end) throw thrown;
      await sleep(PAUSE_MS);
    }
  }
}
