import { existsSync } from 'node:fs';
import { pythonNodes } from '@atomiton/python-nodes';
import { createValueStore } from '../../stores/index.js';
import { runtimeContract } from '../contract-suite/runtime-contract.suite.js';
import { testDefinition } from '../contract-suite/test-definitions.js';
import { createPythonRuntime } from './python-runtime.js';

const nodes = pythonNodes();
const missing = existsSync(nodes.environment)
  ? undefined
  : `there is no Python environment in ${nodes.environment}`;

runtimeContract(
  'python',
  async () => {
    const store = createValueStore();
    const runtime = createPythonRuntime({ store, nodes });
    return {
      runtime,
      store,
      definition: (type) => testDefinition(type, 'python'),
      pipeBytes: () => runtime.pipeBytes(),
    };
  },
  { isolated: true, stack: /failing_function/, missing },
);
