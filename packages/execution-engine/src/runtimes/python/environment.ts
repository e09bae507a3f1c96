import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AtomitonError } from '@atomiton/contracts';
import { installCommand, missingRuntime } from '../install-command.js';
import { inspectInterpreter } from './interpreter.js';

const UV = 'uv==0.13.8';
const STEP_TIMEOUT_MS = 15 * 60_000;

export interface EnvironmentOptions {
  /** The environment's folder; beside it `.uv` is made, which holds the installer. */
  folder: string;
  /** Pinned packages with their hashes. */
  requirements: string;
  /** The Python it is made from. */
  interpreter: string;
  /** Told in one line what is being done: `installing numpy 2.4.6 (2 of 3)`. */
  report(message: string): void;
  /** Ends the installer. */
  signal?: AbortSignal;
}

/** Runs one program to its end and gives its output. */
type Step = (program: string, args: readonly string[]) => Promise<string>;

/** One pinned package: its block of the requirements file. */
interface Pin {
  name: string;
  version: string;
  text: string;
}

/** The interpreter inside an environment. */
export function environmentPython(folder: string): string {
  return process.platform === 'win32'
    ? path.join(folder, 'Scripts', 'python.exe')
    : path.join(folder, 'bin', 'python');
}

const markerOf = (folder: string): string => path.join(folder, 'requirements.sha256');

function fingerprint(interpreter: string, requirements: string): string {
  return createHash('sha256').update(interpreter).update(readFileSync(requirements)).digest('hex');
}

/** True when the environment was made of these requirements, by this or by any interpreter. */
export function isEnvironmentCurrent(folder: string, requirements: string, interpreter?: string): boolean {
  if (!existsSync(environmentPython(folder)) || !existsSync(markerOf(folder))) return false;
  if (interpreter === undefined) return true;
  return readFileSync(markerOf(folder), 'utf8') === fingerprint(interpreter, requirements);
}

/** The blocks of a requirements file, in its order. */
export function parsePins(requirements: string): Pin[] {
  const pins: Pin[] = [];
  for (const block of requirements.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const match = /^([A-Za-z0-9._-]+)==([^\s;]+)/.exec(block);
    if (match !== null) pins.push({ name: match[1] as string, version: match[2] as string, text: block });
  }
  return pins;
}

/**
 * Makes the environment of the Python nodes once: uv from PyPI in a private environment, then the pinned packages one by
 * one. An environment that fits is kept. Two hosts that start together make it one after the other.
 * @throws AtomitonError `runtime-missing` (no venv module) or `environment-failed` with the installer's own words.
 */
export async function ensureEnvironment(options: EnvironmentOptions): Promise<string> {
  const { folder, requirements, report, signal } = options;
  const step: Step = (program, args) => runStep(program, args, signal);
  const { executable, missing: lacks } = await inspectInterpreter(options.interpreter, ['venv', 'ensurepip']);
  const python = environmentPython(folder);
  if (isEnvironmentCurrent(folder, requirements, executable)) return python;
  if (lacks.length > 0) {
    throw missingRuntime(
      `The Python at ${executable} cannot make environments: it has no venv.`,
      installCommand('python'),
    );
  }
  mkdirSync(path.dirname(folder), { recursive: true });
  const unlock = await lock(`${folder}.lock`, report, signal);
  try {
    if (isEnvironmentCurrent(folder, requirements, executable)) return python;
    const uv = await ensureUv(path.join(path.dirname(folder), '.uv'), executable, step, report);
    report('making the Python environment');
    rmSync(markerOf(folder), { force: true });
    await step(uv, ['venv', '--quiet', '--clear', '--python', executable, folder]);
    await installPins({ uv, python, step, ...options });
    writeFileSync(markerOf(folder), fingerprint(executable, requirements));
    return python;
  } finally {
    unlock();
  }
}

async function ensureUv(
  folder: string,
  interpreter: string,
  step: Step,
  report: (message: string) => void,
): Promise<string> {
  const uv = path.join(path.dirname(environmentPython(folder)), 'uv');
  if (existsSync(uv)) return uv;
  report('fetching the installer uv');
  await step(interpreter, ['-m', 'venv', '--clear', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', UV];
  await step(environmentPython(folder), pip);
  return uv;
}

async function installPins({
  uv,
  python,
  step,
  requirements,
  folder,
  report,
}: EnvironmentOptions & { uv: string; python: string; step: Step }): Promise<void> {
  const pip = (...args: string[]) =>
    step(uv, ['pip', 'install', '--python', python, '--require-hashes', ...args]);
  report('looking at the pinned packages');
  const plan = await pip('--dry-run', '--requirements', requirements);
  const wanted = new Set(
    [...plan.matchAll(/^ \+ (\S+)==(\S+)/gm)].map((match) => `${match[1]}==${match[2]}`),
  );
  const pins = parsePins(readFileSync(requirements, 'utf8')).filter(({ name, version }) =>
    wanted.has(`${name}==${version}`),
  );
  for (const [index, pin] of pins.entries()) {
    report(`installing ${pin.name} ${pin.version} (${index + 1} of ${pins.length})`);
    const file = path.join(folder, 'pin.txt');
    writeFileSync(file, pin.text);
    await pip('--quiet', '--no-deps', '--requirements', file);
    rmSync(file, { force: true });
  }
}

/** The end of what an installer said, in one line, without the hashes that it lists. */
function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !/^sha256:[0-9a-f]+$/.test(line))
    .slice(-8)
    .join(' ')
    .slice(-1000);
}

/** Runs one program to its end. Its output is returned; where it fails, its last lines are the error. */
function runStep(program: string, args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    let child: ChildProcess;
    const fail = (reason: string) => {
      const words = lastWords(output);
      reject(
        new AtomitonError({
          kind: 'dependency',
          code: 'environment-failed',
          message: `The Python environment could not be made: ${path.basename(program)} ${args.slice(0, 3).join(' ')} ${reason}${words === '' ? '' : `: ${words}`}`,
          hint: 'Check the connection to PyPI, or choose an interpreter that has the packages (ATOMITON_PYTHON).',
        }),
      );
    };
    try {
      child = spawn(program, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: STEP_TIMEOUT_MS,
        detached: process.platform !== 'win32',
      });
    } catch (thrown) {
      fail(thrown instanceof Error ? thrown.message : String(thrown));
      return;
    }
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const end = () => endGroup(child);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', end);
      if (code === 0) resolve(output);
      else fail(killedBy === null ? `ended with ${code}` : `was ended by ${killedBy}`);
    });
  });
}

/** Ends an installer and what it has started. */
function endGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** A folder as a lock between hosts; one whose owner is gone is taken over. */
async function lock(
  folder: string,
  report: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<() => void> {
  const owner = path.join(folder, 'pid');
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
    const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : Number.NaN;
    const isAbandoned = pid > 0 ? !isAlive(pid) : isOlderThan(folder, 30_000);
    if (isAbandoned) rmSync(folder, { recursive: true, force: true });
    else report('waiting for another program that makes the environment');
    await new Promise((resolve) => setTimeout(resolve, 300));
    signal?.throwIfAborted();
  }
}

/** True for a folder that was made so long ago, in milliseconds. */
function isOlderThan(folder: string, ageMs: number): boolean {
  const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Date.now() - made > ageMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
