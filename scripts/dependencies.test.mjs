import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureDependencies } from './dependencies.mjs';

/** @type {string} */
let folder;
/** @type {string[][]} */
let installs;
const log = () => {};

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atomiton-install-'));
  installs = [];
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ packageManager: 'pnpm@1.2.3' }));
  writeFileSync(path.join(folder, 'pnpm-workspace.yaml'), 'packages: []\n');
  writeFileSync(path.join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: 9\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const install = async (/** @type {string} */ program, /** @type {readonly string[]} */ args) => {
  installs.push([program, ...args]);
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  return { code: 0, output: '' };
};

test('a fresh clone is installed once, by the pinned package manager and from the lockfile', async () => {
  expect(await ensureDependencies(folder, { log, run: install })).toBe(true);
  expect(await ensureDependencies(folder, { log, run: install })).toBe(false);
  expect(installs).toEqual([['npx', '--yes', 'pnpm@1.2.3', 'install', '--frozen-lockfile']]);
});

test('a changed lockfile is installed again', async () => {
  await ensureDependencies(folder, { log, run: install });
  writeFileSync(path.join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: 9\n# changed\n');
  expect(await ensureDependencies(folder, { log, run: install })).toBe(true);
});

test('a failed install is an error with its output, and is tried again', async () => {
  const fail = async () => ({ code: 1, output: 'ERR_PNPM_OUTDATED_LOCKFILE' });
  await expect(ensureDependencies(folder, { log, run: fail })).rejects.toThrow('ERR_PNPM_OUTDATED_LOCKFILE');
  expect(await ensureDependencies(folder, { log, run: install })).toBe(true);
});
