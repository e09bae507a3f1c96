// Makes packages/python-nodes/.venv: uv from PyPI in a private environment, then the pinned packages with it.
// Run by that package's build. An environment that fits the pinned list is kept as it is.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';
import { probeToolchain } from './toolchain.mjs';
import { cacheFolder, isEntry, root } from './workspace.mjs';

const uvVersion = '0.13.8';

/** @param {string} environment */
const pythonOf = (environment) => path.join(environment, 'bin', 'python');

/** The last line of what a command said, which is where installers put the reason. @param {string} output */
const lastLine = (output) => output.trim().split('\n').at(-1) ?? '';

/**
 * The real interpreter behind `python3`: a version manager's shim costs 0.1 s at each start.
 * @returns {Promise<string>}
 */
async function realInterpreter() {
  const { output } = await runCommand('python3', ['-c', 'import sys; print(sys.executable)']);
  return output.trim();
}

/**
 * uv, installed once into the user's cache.
 * @param {string} interpreter
 * @param {(line: string) => void} log
 * @returns {Promise<string>} its path
 * @throws {Error} when PyPI does not give it
 */
async function ensureUv(interpreter, log) {
  const environment = path.join(cacheFolder(), `uv-${uvVersion}`);
  const uv = path.join(environment, 'bin', 'uv');
  if (existsSync(uv)) return uv;
  log(`fetching uv ${uvVersion} from PyPI …`);
  mkdirSync(cacheFolder(), { recursive: true });
  const made = await runCommand(interpreter, ['-m', 'venv', environment]);
  if (made.code !== 0) throw new Error(`python -m venv failed: ${lastLine(made.output)}`);
  const installed = await runCommand(pythonOf(environment), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    `uv==${uvVersion}`,
  ]);
  if (installed.code !== 0) {
    rmSync(environment, { recursive: true, force: true });
    throw new Error(`uv could not be installed: ${lastLine(installed.output)}`);
  }
  return uv;
}

/**
 * Makes the environment of the Python nodes, or keeps it.
 * @param {{ folder: string, log: (line: string) => void }} options `folder` holds requirements.lock and gets .venv
 * @returns {Promise<boolean>} true when it was made anew
 * @throws {Error} when a step fails
 */
export async function ensurePythonEnvironment({ folder, log }) {
  const requirements = path.join(folder, 'requirements.lock');
  if (!existsSync(requirements)) throw new Error(`there is no ${requirements}`);
  const environment = path.join(folder, '.venv');
  const marker = path.join(environment, 'requirements.sha256');
  const interpreter = await realInterpreter();
  const fingerprint = createHash('sha256')
    .update(interpreter)
    .update(readFileSync(requirements))
    .digest('hex');
  if (existsSync(pythonOf(environment)) && existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint)
    return false;
  const uv = await ensureUv(interpreter, log);
  log('making the Python environment from the pinned packages …');
  const made = await runCommand(uv, ['venv', '--quiet', '--clear', '--python', interpreter, environment]);
  if (made.code !== 0) throw new Error(`uv venv failed: ${lastLine(made.output)}`);
  const installed = await runCommand(uv, [
    'pip',
    'install',
    '--quiet',
    '--python',
    pythonOf(environment),
    '--requirements',
    requirements,
  ]);
  if (installed.code !== 0)
    throw new Error(`the pinned packages could not be installed: ${lastLine(installed.output)}`);
  writeFileSync(marker, fingerprint);
  return true;
}

if (isEntry(import.meta.url)) {
  const missing = await probeToolchain('python');
  if (missing !== undefined) {
    console.log(missing);
  } else {
    try {
      await ensurePythonEnvironment({
        folder: path.join(root, 'packages', 'python-nodes'),
        log: console.log,
      });
    } catch (error) {
      console.log(`Python nodes are left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
