import { existsSync } from 'node:fs';
import { addonPath, loadNativeNodes } from '@atomiton/native-nodes';
import { createValueStore } from '../../stores/index.js';
import { runtimeContract } from '../contract-suite/runtime-contract.suite.js';
import { testDefinition } from '../contract-suite/test-definitions.js';
import { createRustRuntime } from './rust-runtime.js';

runtimeContract(
  'rust',
  async () => {
    const store = createValueStore();
    return {
      runtime: createRustRuntime({ store, nodes: () => loadNativeNodes() }),
      store,
      definition: (type) => testDefinition(type, 'rust'),
    };
  },
  {
    isolated: false,
    stack: /failing_function/,
    missing: existsSync(addonPath()) ? undefined : `the addon ${addonPath()} has not been built`,
  },
);
