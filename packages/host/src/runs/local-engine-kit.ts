import type { Settings } from '@atomiton/contracts';
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

const NOTHING_SET = (): Settings['runtimes'] => ({ python: '', workers: 0 });

/**
 * The engine of this machine: every built-in node, the five languages, each made when it is first needed.
 * @param chosen what the user has set, asked whenever a language is made.
 */
export function createLocalEngineKit(log: Log, chosen = NOTHING_SET): EngineKit {
  const extra = process.env.ATOMITON_TEST_DEFINITIONS;
  const definitions = [...builtInDefinitions, ...(extra === undefined ? [] : readDefinitions(extra))];
  const store = createValueStore();
  const threads = (): { threads?: number } => {
    const { workers } = chosen();
    return workers === 0 ? {} : { threads: workers };
  };
  const processes = (): { processes?: number } => {
    const { workers } = chosen();
    return workers === 0 ? {} : { processes: workers };
  };
  const python = (): { interpreter?: string } => {
    const { python: program } = chosen();
    return program === '' ? {} : { interpreter: program };
  };
  const router = new RuntimeRouter({
    runtimes: {
      typescript: () => createTypescriptRuntime({ store, modules: builtInModules, ...threads() }),
      rust: () => createRustRuntime({ store, nodes: loadNativeNodes }),
      wasm: () => createWasmRuntime({ store, modules: wasmModules(), ...threads() }),
      golang: () => createGoRuntime({ store, nodes: goNodes(), ...processes() }),
      python: () => createPythonRuntime({ store, nodes: pythonNodes(), ...processes(), ...python() }),
    },
  });
  return assembleEngineKit({
    catalog: new Map(definitions.map((definition) => [definition.type, definition])),
    store,
    router,
    log,
  });
}
