import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { NodeDefinition } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { Launch } from '../process/node-process.js';
import {
  createProcessRuntime,
  type ProcessLanguage,
  type ProcessRuntime,
  type ProcessRuntimeOptions,
} from '../process/process-runtime.js';

/** The Go side: its program, which the build makes. */
export interface GoPackage {
  program: string;
  implementationHash(definition: NodeDefinition): string;
}

export interface GoRuntimeOptions extends ProcessRuntimeOptions {
  nodes: GoPackage;
}

/** Go nodes in processes of one program that holds them all. */
export function createGoRuntime(options: GoRuntimeOptions): ProcessRuntime {
  const { nodes } = options;
  const language: ProcessLanguage = {
    language: 'golang',
    label: 'go',
    implementationHash: (definition) => nodes.implementationHash(definition),
    async prepare() {
      if (!existsSync(nodes.program)) throw await missingProgram(nodes.program);
      return { launch: launchGo(nodes.program) };
    },
  };
  return createProcessRuntime(language, options);
}

function launchGo(program: string): Launch {
  return (environment) =>
    spawn(program, [], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...environment },
    });
}

/** Says what to do about a host program that was never built. */
async function missingProgram(program: string): Promise<AtomitonError> {
  const hasGo = await new Promise<boolean>((resolve) => {
    execFile('go', ['version'], { timeout: 10_000 }, (error) => resolve(error === null));
  });
  const message = hasGo
    ? `The program of the Go nodes (${program}) was not built: run "npm run build".`
    : 'Go nodes need the Go tool chain: install the Debian package golang-go (or https://go.dev/dl) and run "npm run build".';
  return new AtomitonError({ kind: 'dependency', code: 'runtime-missing', message });
}
