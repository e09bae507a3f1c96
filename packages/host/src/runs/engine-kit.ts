import { createHash, randomUUID } from 'node:crypto';
import os from 'node:os';
import type {
  Catalog,
  ExecutionEngine,
  Language,
  LogLevel,
  NodeRuntime,
  RuntimeStatus,
  ValueStore,
} from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import type { Clock } from '@atomiton/execution-engine/core';
import { createEngine } from '@atomiton/execution-engine/core';
import { createWorld } from './world.js';

/** Where remarks go that belong to no node: `text` is one line or more. */
export type Log = (level: LogLevel, text: string) => void;

/** An engine with everything it runs on: catalog, runtimes, memory. */
export interface EngineKit {
  readonly engine: ExecutionEngine;
  readonly catalog: Catalog;
  readonly store: ValueStore;
  /** The state of the languages now. */
  runtimes(): RuntimeStatus[];
  /** Called when a language becomes ready, or turns out to be missing. */
  onRuntimesChanged(listener: (runtimes: RuntimeStatus[]) => void): () => void;
  /** Makes every language usable; settles when each is ready or known to be missing. Never rejects. */
  prepare(): Promise<void>;
  /** Ends runs, workers and processes; afterwards nothing of it is running. */
  dispose(): Promise<void>;
}

export interface EngineParts {
  catalog: Catalog;
  store: ValueStore;
  /** One per language; a language without one is missing. */
  runtimes: readonly NodeRuntime[];
  log: Log;
  /** Called by the parts when a status may have changed. */
  onStatusChange?: (notify: () => void) => void;
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
  const { catalog, store, runtimes, log } = parts;
  const byLanguage = new Map<Language, NodeRuntime>(runtimes.map((runtime) => [runtime.language, runtime]));
  const listeners = new Set<(runtimes: RuntimeStatus[]) => void>();
  const statuses = () => runtimes.map((runtime) => runtime.status());
  let told = JSON.stringify(statuses());
  const tell = () => {
    const now = statuses();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(now);
  };
  parts.onStatusChange?.(tell);
  const engine = createEngine({
    runtimes: { for: (language) => byLanguage.get(language) },
    store,
    clock: processClock(),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
    world: createWorld(),
    log,
    resources: { cpuCores: os.availableParallelism() },
    newRunId: () => randomUUID(),
  });
  let disposing: Promise<void> | undefined;
  const disposeAll = async () => {
    await engine.dispose();
    const ended = await Promise.allSettled(runtimes.map((runtime) => runtime.dispose()));
    for (const end of ended) {
      if (end.status === 'rejected')
        log('warn', `A runtime did not end cleanly: ${toErrorData(end.reason).message}`);
    }
    await store.dispose();
  };
  return {
    engine,
    catalog,
    store,
    runtimes: statuses,
    onRuntimesChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async prepare() {
      await Promise.all(
        runtimes.map(async (runtime) => {
          // What is missing is in the runtime's status.
          await runtime.initialize().catch(() => undefined);
          tell();
        }),
      );
    },
    dispose() {
      disposing ??= disposeAll();
      return disposing;
    },
  };
}
