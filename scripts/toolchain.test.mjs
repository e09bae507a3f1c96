import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from './command.mjs';
import { isAtLeast, probeToolchain } from './toolchain.mjs';
import { root } from './workspace.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atomiton-toolchain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A machine where only these commands exist.
 * @param {Record<string, string>} machine output by command line
 * @returns {import('./toolchain.mjs').Run}
 */
const machineWith = (machine) => async (program, args) => {
  const output = machine[[program, ...args].join(' ')];
  return output === undefined ? { code: 127, output: 'not found' } : { code: 0, output };
};

test('versions are compared as numbers', () => {
  expect(isAtLeast('1.100.0', '1.88')).toBe(true);
  expect(isAtLeast('1.88', '1.88.0')).toBe(true);
  expect(isAtLeast('1.9.9', '1.88')).toBe(false);
});

test.each(
  /** @type {const} */ ([
    ['rust', 'Rust nodes are left out: cargo is not there: install rustup (https://rustup.rs)'],
    ['wasm', 'WASM nodes are left out: cargo is not there: install rustup (https://rustup.rs)'],
    [
      'go',
      'Go nodes are left out: go is not there: install the Debian package golang-go (or https://go.dev/dl)',
    ],
    ['python', 'Python nodes are left out: python3 is not there: install the Debian package python3'],
  ]),
)('%s: a bare machine gets one line with the package to install', async (language, line) => {
  expect(await probeToolchain(language, { run: machineWith({}), folder })).toBe(line);
});

test('a compiler older than the manifest asks for is named with both versions', async () => {
  mkdirSync(path.join(folder, 'packages', 'native-nodes'), { recursive: true });
  writeFileSync(
    path.join(folder, 'packages', 'native-nodes', 'Cargo.toml'),
    '[package]\nrust-version = "1.90"\n',
  );
  const run = machineWith({ 'cargo --version': 'cargo 1.63.0 (abc 2022-01-01)', 'cc --version': 'gcc' });
  expect(await probeToolchain('rust', { run, folder })).toContain('cargo is 1.63.0, 1.90 or newer');
});

test('a missing linker is named by its package', async () => {
  const run = machineWith({ 'cargo --version': 'cargo 1.95.0 (abc 2026-01-01)' });
  expect(await probeToolchain('rust', { run, folder })).toContain('Debian package gcc');
});

test('the WASM target is added by rustup, and named where that does not work', async () => {
  const rust = { 'cargo --version': 'cargo 1.95.0 (abc 2026-01-01)', 'cc --version': 'gcc' };
  /** @type {string[]} */
  const lines = [];
  const log = (/** @type {string} */ line) => lines.push(line);
  expect(await probeToolchain('wasm', { run: machineWith(rust), folder, log })).toContain(
    'rustup target add wasm32-unknown-unknown',
  );
  expect(lines).toEqual(['adding the Rust target wasm32-unknown-unknown by rustup …']);

  let added = false;
  const run = async (/** @type {string} */ program, /** @type {readonly string[]} */ args) => {
    if (program === 'rustup') added = true;
    if (program === 'rustc') return { code: 0, output: added ? `${folder}\n` : path.join(folder, 'absent') };
    return machineWith(rust)(program, args);
  };
  expect(await probeToolchain('wasm', { run, folder })).toBeUndefined();
});

test('python3 without venv is named by its package', async () => {
  const run = machineWith({ 'python3 --version': 'Python 3.11.7' });
  expect(await probeToolchain('python', { run, folder })).toContain('Debian package python3-venv');
});

test('from the command line: a missing tool chain is one line and no failure, and nothing is run', async () => {
  const ran = path.join(folder, 'ran');
  const { code, output } = await runCommand(
    process.execPath,
    [
      path.join(root, 'scripts', 'toolchain.mjs'),
      'go',
      '--',
      process.execPath,
      '-e',
      `require('fs').writeFileSync(${JSON.stringify(ran)}, '')`,
    ],
    { env: { PATH: folder } },
  );
  expect(code).toBe(0);
  expect(output.trim().split('\n')).toEqual([expect.stringContaining('golang-go')]);
  expect((await runCommand('ls', [ran])).code).not.toBe(0);
});

test('from the command line: a build that fails fails', async () => {
  writeFileSync(path.join(folder, 'go'), '#!/bin/sh\necho go version go1.99.1 linux/amd64\n', {
    mode: 0o755,
  });
  const { code } = await runCommand(
    process.execPath,
    [path.join(root, 'scripts', 'toolchain.mjs'), 'go', '--', process.execPath, '-e', 'process.exit(3)'],
    { env: { PATH: `${folder}:/bin:/usr/bin` } },
  );
  expect(code).toBe(3);
});
