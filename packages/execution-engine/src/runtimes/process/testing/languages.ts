import { existsSync } from 'node:fs';
import { goNodes } from '@atomiton/go-nodes';
import { pythonNodes } from '@atomiton/python-nodes';
import { createGoRuntime } from '../../golang/index.js';
import { createPythonRuntime } from '../../python/index.js';
import type { BlockStore } from '../held-blocks.js';
import type { ProcessRuntime, ProcessRuntimeOptions } from '../process-runtime.js';

/** A language with its own processes, as the tests of them see it. */
export interface TestedLanguage {
  name: 'python' | 'golang';
  label: string;
  /** Why its tests cannot run here. */
  missing: string | undefined;
  create(store: BlockStore, options?: Partial<ProcessRuntimeOptions>): ProcessRuntime;
}

const python = pythonNodes();
const go = goNodes();

export const LANGUAGES: TestedLanguage[] = [
  {
    name: 'python',
    label: 'python',
    missing: existsSync(python.environment) ? undefined : `there is no environment ${python.environment}`,
    create: (store, options) => createPythonRuntime({ store, nodes: python, ...options }),
  },
  {
    name: 'golang',
    label: 'go',
    missing: existsSync(go.program) ? undefined : `there is no program ${go.program}`,
    create: (store, options) => createGoRuntime({ store, nodes: go, ...options }),
  },
];
