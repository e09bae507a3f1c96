import { hash, randomUUID } from 'node:crypto';
import os from 'node:os';
import type { Catalog, Language, LogLevel, RuntimeStatus, ValueStore } from '@atomiton/contracts';
import { languageSchema } from '@atomiton/contracts';
import type { Clock, LocalEngine } from '@atomiton/execution-engine/core';
import { createEngine } from '@atomiton/execution-engine/core';
import type { RuntimeRouter } from '@atomiton/execution-engine/runtimes';
import { RoutedRuntime } from './routed-runtime.js';
import { createWorld } from './world.js';

/** Where remarks go that belong to no node: `text` is one line or more. */
export type Log = (level: LogLevel, text: string) => void;

/** An engine with everything it runs on: catalog, runtimes, memory. */
export interface EngineKit {
  readonly engine: LocalEngine;
  readonly catalog: Catalog;
  readonly store: ValueStore;
  /** The state of the languages now. */
  runtimes(): RuntimeStatus[];
  /** Called when a language becomes ready, or turns out to be missing. */
  onRuntimesChanged(listener: (runtimes: RuntimeStatus[]) => void): () => void;
  /** Makes every language usable; settles when each is ready or known to be missing. Never rejects. */
  prepare(): Promise<void>;
  /** Looks again for the languages that are missing or have failed; settles when each is ready or known to be missing. */
  recheck(): Promise<RuntimeStatus[]>;
  /** Makes the languages anew with the options of today. Only while nothing runs. */
  renew(): Promise<void>;
  /** Ends runs, workers and processes; afterwards nothing of it is running. */
  dispose(): Promise<void>;
}

export interface EngineParts {
  catalog: Catalog;
  store: ValueStore;
  router: RuntimeRouter;
  log: Log;
}

/** Runtimes that have not ended by then are left to the end of the process. Milliseconds. */
const DISPOSE_LIMIT_MS = 5000;

/** False when `work` is still under way after the limit; rejects with it. */
async function settlesWithin(work: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The clock of this process. */
function processClock(): Clock {
  return {
    now: () => performance.now(),
    setTimer: (delayMs, callback) => setTimeout(callback, delayMs),
    clearTimer: (handle) => clearTimeout(handle as NodeJS.Timeout),
  };
}

/** Puts an engine together from its parts and owns them from then on. */
export function assembleEngineKit(parts: EngineParts): EngineKit {
  const { catalog, store, router, log } = parts;
  const runtimes = new Map<Language, RoutedRuntime>(
    languageSchema.options.map((language) => [language, new RoutedRuntime(router, language)]),
  );
  const engine = createEngine({
    runtimes: { for: (language) => runtimes.get(language) },
    store,
    clock: processClock(),
    hash: (text) => hash('sha256', text, 'hex'),
    yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
    world: createWorld(),
    log,
    resources: { cpuCores: os.availableParallelism() },
    newRunId: () => randomUUID(),
  });
  let disposing: Promise<void> | undefined;
  const disposeAll = async () => {
    const ended = (async () => {
      await engine.dispose();
      await router.dispose();
    })();
    if (!(await settlesWithin(ended, DISPOSE_LIMIT_MS))) {
      log('warn', `Not everything has ended within ${DISPOSE_LIMIT_MS / 1000} s; it ends with this process.`);
    }
    await store.dispose();
  };
  return {
    engine,
    catalog,
    store,
    runtimes: () => router.statuses(),
    onRuntimesChanged: (listener) => router.onStatus(listener),
    prepare: () => router.prestart(languageSchema.options),
    async recheck() {
      const lacking = router.statuses().filter(({ state }) => state === 'missing' || state === 'failed');
      await router.prestart(lacking.map(({ language }) => language));
      return router.statuses();
    },
    async renew() {
      for (const runtime of runtimes.values()) runtime.forget();
      await router.renew();
    },
    dispose() {
      disposing ??= disposeAll();
      return disposing;
    },
  };
}
