import type { NodeDefinition } from '@atomiton/contracts';
import { RuntimeRouter } from '@atomiton/execution-engine/runtimes';
import { createValueStore } from '@atomiton/execution-engine/stores';
import { builtInDefinitions } from '@atomiton/nodes';
import type { EngineKit } from '../runs/engine-kit.js';
import { assembleEngineKit } from '../runs/engine-kit.js';

/** The real engine and catalog, and more definitions, without a language: enough for documents. */
export function kitWithoutRuntimes(more: readonly NodeDefinition[] = []): EngineKit {
  return assembleEngineKit({
    catalog: new Map([...builtInDefinitions, ...more].map((definition) => [definition.type, definition])),
    store: createValueStore(),
    router: new RuntimeRouter({ runtimes: {} }),
    log: () => undefined,
  });
}
