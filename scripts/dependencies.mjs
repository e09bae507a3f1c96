import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';

/**
 * The fingerprint of what an install depends on.
 * @param {string} folder the workspace root
 */
export function dependencyFingerprint(folder) {
  const hash = createHash('sha256').update(process.version);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    hash.update(readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex');
}

/**
 * Installs the JavaScript dependencies when they are missing or the lockfile has changed since the last install.
 * @param {string} folder the workspace root
 * @param {{ log: (line: string) => void, run?: typeof runCommand }} options
 * @returns {Promise<boolean>} true when it installed something
 * @throws {Error} with the installer's own output when the install fails
 */
export async function ensureDependencies(folder, { log, run = runCommand }) {
  const marker = path.join(folder, 'node_modules', '.atomiton-installed');
  const fingerprint = dependencyFingerprint(folder);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint) return false;
  const { packageManager } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  log(`installing JavaScript dependencies (${packageManager}, from the lockfile) …`);
  const { code, output } = await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: folder,
    env: { ...process.env, npm_config_yes: 'true', CI: 'true' },
  });
  if (code !== 0) {
    throw new Error(`installing the JavaScript dependencies failed (exit ${code}):\n${output.trim()}`);
  }
  writeFileSync(marker, fingerprint);
  return true;
}
