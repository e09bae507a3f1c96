import { createHash, hash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import type { NodeRuntime, ValueStore } from '@atomiton/contracts';
import type { EngineServices } from '@atomiton/execution-engine/core';

/** The services of a Node process for an engine over these runtimes. */
export function nodeServices(
  runtimes: readonly NodeRuntime[],
  store: Pick<ValueStore, 'retain' | 'release'>,
): EngineServices {
  let runs = 0;
  return {
    runtimes: { for: (language) => runtimes.find((runtime) => runtime.language === language) },
    store,
    clock: {
      now: () => performance.now(),
      setTimer: (delayMs, callback) => setTimeout(callback, delayMs),
      clearTimer: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
    },
    hash: (text) =>
      hash === undefined ? createHash('sha256').update(text).digest('hex') : hash('sha256', text, 'hex'),
    yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
    world: {
      resolvePath: (base, path) =>
        isAbsolute(path) ? path : base === undefined ? undefined : resolve(base, path),
      fingerprint: async (paths) => paths.join('\n'),
    },
    log: (level, text) => console.error(`${level}: ${text}`),
    resources: { cpuCores: 2 },
    newRunId: () => `run-${++runs}`,
  };
}
