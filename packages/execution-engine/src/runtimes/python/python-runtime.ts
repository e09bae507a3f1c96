import path from 'node:path';
import type { NodeDefinition } from '@atomiton/contracts';
import { PythonShell } from 'python-shell';
import { missingRuntime } from '../install-command.js';
import type { Launch } from '../process/node-process.js';
import {
  createProcessRuntime,
  type ProcessLanguage,
  type ProcessRuntime,
  type ProcessRuntimeOptions,
} from '../process/process-runtime.js';
import { ensureEnvironment, environmentPython, isEnvironmentCurrent } from './environment.js';
import { inspectInterpreter } from './interpreter.js';

/** What the host imports, by module name; pyarrow only where tables are used, but then it has to be there. */
const MODULES = ['numpy', 'msgpack', 'pyarrow'];

/** The Python side: its code and its pinned packages. */
export interface PythonPackage {
  /** Starts the host process. */
  script: string;
  requirements: string;
  /** Where the environment is made, unless the options say otherwise. */
  environment: string;
  implementationHash(definition: NodeDefinition): string;
}

export interface PythonRuntimeOptions extends ProcessRuntimeOptions {
  nodes: PythonPackage;
  /** The user's own Python with the packages installed; by default `$ATOMITON_PYTHON`, else our own environment. */
  interpreter?: string | undefined;
  /** Folder of our own environment, where the package's own is not writable. */
  environment?: string | undefined;
}

/**
 * Python nodes in living interpreters that python-shell starts: the user's own Python, or an environment made once with
 * pinned packages.
 */
export function createPythonRuntime(options: PythonRuntimeOptions): ProcessRuntime {
  const { nodes } = options;
  const chosen = options.interpreter ?? process.env.ATOMITON_PYTHON;
  const language: ProcessLanguage = {
    language: 'python',
    label: 'python',
    implementationHash: (definition) => nodes.implementationHash(definition),
    async prepare(report, signal) {
      const program = chosen ?? (await ownPython(options, report, signal));
      const { executable, version, missing: lacks } = await inspectInterpreter(program, MODULES);
      if (lacks.length > 0) {
        throw missingRuntime(
          `The Python at ${executable} lacks ${lacks.join(', ')}.`,
          `"${executable}" -m pip install ${lacks.join(' ')}`,
        );
      }
      // A virtual environment is known by the path it is started with: its link is kept.
      return { launch: launchPython(executable, nodes.script), version };
    },
  };
  return createProcessRuntime(language, options);
}

async function ownPython(
  options: PythonRuntimeOptions,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const { requirements } = options.nodes;
  const folder = options.environment ?? options.nodes.environment;
  // What the build has made needs no Python outside of it.
  if (options.environment === undefined && isEnvironmentCurrent(folder, requirements))
    return environmentPython(folder);
  const interpreter = process.platform === 'win32' ? 'python' : 'python3';
  return ensureEnvironment({ folder, requirements, interpreter, report, signal });
}

/** Starts the host script: unbuffered, five pipes, its own process group. */
function launchPython(executable: string, script: string): Launch {
  return (environment) => {
    const shell = new PythonShell(path.basename(script), {
      mode: 'binary',
      pythonPath: executable,
      pythonOptions: ['-u', '-X', 'utf8'],
      scriptPath: path.dirname(script),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...environment },
    });
    shell.on('error', () => undefined);
    shell.on('pythonError', () => undefined);
    const child = shell.childProcess;
    // python-shell keeps all of stderr for an error it never raises here: lines are split, bounded, by ourselves.
    child.stderr?.unpipe();
    child.stderr?.removeAllListeners('data').resume();
    return child;
  };
}
