import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFolder, root } from './workspace.mjs';

/** The Electron version that the desktop application declares. */
export function officialElectronVersion() {
  const manifest = JSON.parse(readFileSync(path.join(root, 'apps', 'desktop', 'package.json'), 'utf8'));
  return /** @type {string} */ (manifest.devDependencies?.electron ?? manifest.dependencies?.electron);
}

/**
 * Puts the official release into the user's cache, or finds it there. Mirrors, proxies and the download cache are
 * those of `@electron/get` (`ELECTRON_MIRROR`, `electron_config_cache`, …); the checksums are the ones inside the
 * installed `electron` package. An unreachable host is an error within a few seconds, not after retries.
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<string>} the folder that holds the program
 */
export async function installOfficialElectron({ log }) {
  const version = officialElectronVersion();
  const folder = path.join(cacheFolder(), `electron-${version}-${process.platform}-${process.arch}`);
  if (existsSync(path.join(folder, 'version'))) return folder;
  log(`fetching Electron ${version} from its official download (about 110 MB, once) …`);
  const { downloadArtifact } = await import('@electron/get');
  const { default: extract } = await import('extract-zip');
  const requireFromDesktop = createRequire(path.join(root, 'apps', 'desktop', 'package.json'));
  const zip = await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    cacheRoot: process.env.electron_config_cache,
    checksums: requireFromDesktop('electron/checksums.json'),
    downloadOptions: {
      quiet: true,
      retry: 0,
      timeout: { lookup: 5_000, connect: 5_000, secureConnect: 5_000, response: 15_000, socket: 15_000 },
    },
  });
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(path.join(cacheFolder(), 'electron-unpack-'));
  try {
    await extract(zip, { dir: path.join(work, 'runtime') });
    if (!existsSync(folder)) renameSync(path.join(work, 'runtime'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}
