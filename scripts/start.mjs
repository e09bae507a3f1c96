// `npm start`: installs and builds what is missing, then opens the editor in a window, or in the browser where there
// is no Electron or no display.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { build } from './build.mjs';
import { runForeground } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { electronFlags, hasDisplay, resolveElectron } from './electron.mjs';
import { ensurePackages, missingPackages } from './system-packages.mjs';
import { isAtLeast } from './toolchain.mjs';
import { root } from './workspace.mjs';

const log = console.log;

/** @param {string} question */
async function askOnTerminal(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(question);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** The blueprint to open: the one the user names, else the first example. */
function blueprintToOpen() {
  const [named] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  if (named !== undefined) return path.resolve(process.env.INIT_CWD ?? process.cwd(), named);
  const folder = path.join(root, 'examples');
  const examples = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.blueprint.json'))
    : [];
  const first = examples.find((name) => name.startsWith('five-languages')) ?? examples.sort()[0];
  return first === undefined ? undefined : path.join(folder, first);
}

/** Electron with everything it needs from the system; undefined (and a line saying why) when there is none. */
async function findWindow() {
  if (!hasDisplay(process.env)) {
    log('no display (neither DISPLAY nor WAYLAND_DISPLAY is set): the editor opens in the browser');
    return undefined;
  }
  const ask = process.stdin.isTTY && process.stdout.isTTY ? askOnTerminal : undefined;
  const electron = await resolveElectron({ env: process.env, forTests: false, log, ask });
  if (electron === undefined) {
    log('no Electron: the editor opens in the browser');
    return undefined;
  }
  if (await ensurePackages(await missingPackages({ electronProgram: electron.program }), { log }))
    return electron;
  log('Electron lacks libraries: the editor opens in the browser');
  return undefined;
}

async function main() {
  if (!isAtLeast(process.versions.node, '20.19')) {
    log(`this is Node ${process.versions.node}, 20.19 or newer is needed`);
    return 1;
  }
  await ensureDependencies(root, { log });
  log('building what is not built yet …');
  const complete = await build({ log, keepGoing: true });
  const commandLine = path.join(root, 'apps', 'cli', 'dist', 'main.js');
  const desktop = path.join(root, 'apps', 'desktop');
  const window = existsSync(path.join(desktop, 'out', 'main', 'index.js')) ? await findWindow() : undefined;
  if (!complete) log('not everything was built: going on with the rest');
  const blueprint = blueprintToOpen();
  const files = blueprint === undefined ? [] : [blueprint];
  if (window !== undefined) {
    const flags = electronFlags();
    if (flags.length > 0) log('running as root: Electron starts without its sandbox (--no-sandbox)');
    log('opening the editor …');
    return runForeground(window.program, [...flags, desktop, ...files.flatMap((file) => ['--open', file])]);
  }
  if (!existsSync(commandLine)) {
    log('nothing to start: neither the window nor the command line was built');
    return 1;
  }
  return runForeground(process.execPath, [commandLine, 'serve', ...files]);
}

try {
  process.exitCode = await main();
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
