import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { NodeDefinition } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { installCommand, missingRuntime } from '../install-command.js';
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
  /** Compiles the program; absent without sources. */
  build?(signal: AbortSignal): Promise<void>;
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
    async prepare(report, signal) {
      if (!existsSync(nodes.program)) await buildProgram(nodes, report, signal);
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

/** Compiles a program that was never built: Go may have been installed since. */
async function buildProgram(
  { program, build }: GoPackage,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const hasGo = await new Promise<boolean>((resolve) => {
    execFile('go', ['version'], { timeout: 10_000 }, (error) => resolve(error === null));
  });
  if (!hasGo) {
    throw missingRuntime(
      'Go nodes need the Go tool chain, and there is no program "go" on the search path.',
      installCommand('go'),
    );
  }
  if (build === undefined)
    throw missingRuntime(`The program of the Go nodes (${program}) is not there.`, undefined);
  report('Compiling the Go nodes.');
  try {
    await build(signal);
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AtomitonError({
      kind: 'dependency',
      code: 'go-build-failed',
      message: `The Go nodes could not be compiled: ${said}`,
    });
  }
}
