// The end-to-end tests on one shell: `node scripts/e2e.mjs electron|chromium [TEST FILE …]`.
// The tests find what to drive in the environment:
//   ATOMITON_SHELL               electron | chromium
//   ELECTRON_OVERRIDE_DIST_PATH  the folder of the Electron that runs apps/desktop (electron)
//   ATOMITON_CHROMIUM            the browser's program (chromium)
import path from 'node:path';
import { runCommand } from './command.mjs';
import { resolveElectron } from './electron.mjs';
import { ensurePackages, findChromium, missingPackages } from './system-packages.mjs';
import { isEntry, isRoot, root, workspaceEnv } from './workspace.mjs';

/**
 * @param {{ shell: 'electron' | 'chromium', log: (line: string) => void, files?: readonly string[], show?: boolean, config?: string }} options
 *   `config` is another configuration than that of the tests, by its name in e2e/
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runEndToEnd({ shell, log, files = [], show = false, config = 'vitest.config.ts' }) {
  const env = { ...workspaceEnv(), ATOMITON_SHELL: shell };
  const vitest = [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    config,
    ...files,
  ];
  const cwd = path.join(root, 'e2e');
  if (shell === 'chromium') {
    if (!(await ensurePackages(await missingPackages({ chromium: true }), { log })))
      return { code: 1, output: 'Chromium is missing' };
    return runCommand(process.execPath, vitest, {
      cwd,
      show,
      env: { ...env, ATOMITON_CHROMIUM: findChromium() },
    });
  }
  const electron = await resolveElectron({ env: process.env, forTests: true, log });
  if (electron === undefined) return { code: 1, output: 'Electron is missing' };
  if (
    !(await ensurePackages(await missingPackages({ xvfb: true, electronProgram: electron.program }), { log }))
  ) {
    return { code: 1, output: 'system packages are missing' };
  }
  if (isRoot()) log('running as root: Electron starts without its sandbox (--no-sandbox)');
  return runCommand('xvfb-run', ['-a', '--server-args=-screen 0 1920x1200x24', process.execPath, ...vitest], {
    cwd,
    show,
    env: {
      ...env,
      ELECTRON_OVERRIDE_DIST_PATH: electron.folder,
    },
  });
}

if (isEntry(import.meta.url)) {
  const [shell, ...files] = process.argv.slice(2);
  if (shell === 'electron' || shell === 'chromium') {
    process.exitCode = (await runEndToEnd({ shell, log: console.log, files, show: true })).code;
  } else {
    console.error(`usage: e2e.mjs electron|chromium [TEST FILE …], received: ${shell ?? 'nothing'}`);
    process.exitCode = 2;
  }
}
