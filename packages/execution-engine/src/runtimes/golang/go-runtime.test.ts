import { existsSync } from 'node:fs';
import { goNodes } from '@atomiton/go-nodes';
import { createValueStore } from '../../stores/index.js';
import { runtimeContract } from '../contract-suite/runtime-contract.suite.js';
import { testDefinition } from '../contract-suite/test-definitions.js';
import { createGoRuntime } from './go-runtime.js';

const nodes = goNodes();
const missing = existsSync(nodes.program) ? undefined : `there is no ${nodes.program}`;

runtimeContract(
  'golang',
  async () => {
    const store = createValueStore();
    const runtime = createGoRuntime({ store, nodes });
    return {
      runtime,
      store,
      definition: (type) => testDefinition(type, 'golang'),
      pipeBytes: () => runtime.pipeBytes(),
    };
  },
  { isolated: true, stack: /failingFunction/, missing },
);
