import {
  createGoRuntime,
  createPythonRuntime,
  createRustRuntime,
  createTypescriptRuntime,
  createWasmRuntime,
  RuntimeRouter,
} from '@atomiton/execution-engine/runtimes';
import { createValueStore } from '@atomiton/execution-engine/stores';
import { goNodes } from '@atomiton/go-nodes';
import { loadNativeNodes } from '@atomiton/native-nodes';
import { builtInDefinitions, builtInModules } from '@atomiton/nodes';
import { pythonNodes } from '@atomiton/python-nodes';
import { wasmModules } from '@atomiton/wasm-nodes';
import type { EngineKit, Log } from './engine-kit.js';
import { assembleEngineKit } from './engine-kit.js';
import { readDefinitions } from './extra-definitions.js';

/** The engine of this machine: every built-in node, the five languages, each made when it is first needed. */
export function createLocalEngineKit(log: Log): EngineKit {
  const extra = process.env.ATOMITON_TEST_DEFINITIONS;
  const definitions = [...builtInDefinitions, ...(extra === undefined ? [] : readDefinitions(extra))];
  const store = createValueStore();
  const router = new RuntimeRouter({
    runtimes: {
      typescript: () => createTypescriptRuntime({ store, modules: builtInModules }),
      rust: () => createRustRuntime({ store, nodes: loadNativeNodes }),
      wasm: () => createWasmRuntime({ store, modules: wasmModules() }),
      golang: () => createGoRuntime({ store, nodes: goNodes() }),
      python: () => createPythonRuntime({ store, nodes: pythonNodes() }),
    },
  });
  return assembleEngineKit({
    catalog: new Map(definitions.map((definition) => [definition.type, definition])),
    store,
    router,
    log,
  });
}
