import { findProgram, runCommand } from './command.mjs';
import { missingLibraries } from './electron.mjs';
import { isRoot } from './workspace.mjs';

/** What Electron's window needs on Debian, beside what a desktop has anyway. */
export const windowPackages = [
  'libnss3',
  'libgtk-3-0',
  'libgbm1',
  'libasound2',
  'libxss1',
  'libatk-bridge2.0-0',
  'libxtst6',
  'libdrm2',
  'libnotify4',
  'libsecret-1-0',
  'fonts-dejavu-core',
];

/** The system's Chromium. `$ATOMITON_CHROMIUM` names another one. */
export function findChromium() {
  if (process.env.ATOMITON_CHROMIUM) return process.env.ATOMITON_CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const file = findProgram(name);
    if (file !== undefined) return file;
  }
  return undefined;
}

/**
 * The Debian packages that are missing for a purpose.
 * @param {{ electronProgram?: string, xvfb?: boolean, chromium?: boolean, strace?: boolean }} purpose
 * @returns {Promise<string[]>}
 */
export async function missingPackages({ electronProgram, xvfb = false, chromium = false, strace = false }) {
  /** @type {string[]} */
  const packages = [];
  if (xvfb && (!findProgram('xvfb-run') || !findProgram('Xvfb') || !findProgram('xauth')))
    packages.push('xvfb', 'xauth');
  if (chromium && findChromium() === undefined) packages.push('chromium');
  if (strace && process.platform === 'linux' && !findProgram('strace')) packages.push('strace');
  if (electronProgram !== undefined && (await missingLibraries(electronProgram)).length > 0)
    packages.push(...windowPackages);
  return packages;
}

/** The installation before: two at once would find the package lists locked. @type {Promise<unknown>} */
let before = Promise.resolve();

/**
 * Installs Debian packages where we are root, and otherwise says in one line which ones to install. Calls at the same
 * time are done one after the other.
 * @param {readonly string[]} packages
 * @param {{ log: (line: string) => void, superuser?: boolean, run?: typeof runCommand }} options
 * @returns {Promise<boolean>} true when all of them are there now
 */
export async function ensurePackages(packages, options) {
  if (packages.length === 0) return true;
  const result = before.then(() => install(packages, options));
  before = result.catch(() => undefined);
  return result;
}

/**
 * @param {readonly string[]} packages
 * @param {{ log: (line: string) => void, superuser?: boolean, run?: typeof runCommand }} options
 */
async function install(packages, { log, superuser = isRoot(), run = runCommand }) {
  const apt = findProgram('apt-get');
  if (!superuser || apt === undefined) {
    log(`missing system packages, install them with: sudo apt-get install ${packages.join(' ')}`);
    return false;
  }
  log(`installing system packages: ${packages.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
  await run(apt, [...wait, 'update'], { env });
  const { code, output } = await run(
    apt,
    [...wait, 'install', '-y', '--no-install-recommends', ...packages],
    { env },
  );
  if (code === 0) return true;
  log(`apt-get could not install ${packages.join(' ')}: ${output.trim().split('\n').at(-1) ?? ''}`);
  return false;
}
