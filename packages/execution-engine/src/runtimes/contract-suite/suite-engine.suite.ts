import { createHash, randomUUID } from 'node:crypto';
import type { ExecutionEngine, NodeRuntime, ValueStore } from '@atomiton/contracts';
import { createEngine } from '../../core/engine.js';

/** The real engine over one real runtime, whatever language a node names. */
export function suiteEngine({
  runtime,
  store,
}: {
  runtime: NodeRuntime;
  store: ValueStore;
}): ExecutionEngine {
  return createEngine({
    runtimes: { for: () => runtime },
    store,
    clock: {
      now: () => performance.now(),
      setTimer: (delayMs, callback) => setTimeout(callback, delayMs),
      clearTimer: (handle) => clearTimeout(handle as NodeJS.Timeout),
    },
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
    world: { resolvePath: (_, path) => path, fingerprint: () => Promise.resolve('') },
    log: () => undefined,
    resources: { cpuCores: 2 },
    newRunId: () => randomUUID(),
  });
}
