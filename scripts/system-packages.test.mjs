import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensurePackages, findChromium, missingPackages } from './system-packages.mjs';

/** @type {string} */
let folder;
/** @type {string[]} */
let lines;
const log = (/** @type {string} */ line) => lines.push(line);

/** Puts a program into the only folder of the search path. @param {string} name */
const addProgram = (name) => writeFileSync(path.join(folder, name), '#!/bin/sh\n', { mode: 0o755 });

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atomiton-system-'));
  lines = [];
  vi.stubEnv('PATH', folder);
  vi.stubEnv('ATOMITON_CHROMIUM', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('what the end-to-end tests need is found on the search path', async () => {
  expect(await missingPackages({ xvfb: true, chromium: true })).toEqual(['xvfb', 'xauth', 'chromium']);
  for (const name of ['xvfb-run', 'Xvfb', 'xauth', 'chromium']) addProgram(name);
  expect(await missingPackages({ xvfb: true, chromium: true })).toEqual([]);
  expect(findChromium()).toBe(path.join(folder, 'chromium'));
  vi.stubEnv('ATOMITON_CHROMIUM', '/opt/other-chromium');
  expect(findChromium()).toBe('/opt/other-chromium');
});

test('an ordinary user is told the command, in one line, and nothing is run', async () => {
  addProgram('apt-get');
  const run = vi.fn();
  expect(await ensurePackages(['xvfb', 'xauth'], { log, superuser: false, run })).toBe(false);
  expect(lines).toEqual(['missing system packages, install them with: sudo apt-get install xvfb xauth']);
  expect(run).not.toHaveBeenCalled();
});

test('the superuser gets them installed; what apt-get refuses is said', async () => {
  addProgram('apt-get');
  const run = vi.fn(async () => ({ code: 0, output: '' }));
  expect(await ensurePackages(['xvfb'], { log, superuser: true, run })).toBe(true);
  expect(run.mock.calls.map((call) => /** @type {unknown[]} */ (call)[1])).toEqual([
    expect.arrayContaining(['update']),
    expect.arrayContaining(['install', '-y', 'xvfb']),
  ]);
  const refuse = async () => ({ code: 100, output: 'Reading…\nE: Unable to locate package xvfb\n' });
  expect(await ensurePackages(['xvfb'], { log, superuser: true, run: refuse })).toBe(false);
  expect(lines.at(-1)).toContain('E: Unable to locate package xvfb');
});

test('two installations at once are done one after the other', async () => {
  addProgram('apt-get');
  /** @type {string[]} */
  const seen = [];
  /** @param {string} name */
  const slow = (name) => async (/** @type {string} */ _program, /** @type {readonly string[]} */ argv) => {
    const what = argv.includes('update') ? 'update' : 'install';
    seen.push(`${name} ${what}`);
    await new Promise((done) => setTimeout(done, 10));
    return { code: 0, output: '' };
  };
  await Promise.all(
    ['xvfb', 'chromium'].map((name) => ensurePackages([name], { log, superuser: true, run: slow(name) })),
  );
  expect(seen).toEqual(['xvfb update', 'xvfb install', 'chromium update', 'chromium install']);
});

test('nothing missing means nothing to do', async () => {
  expect(await ensurePackages([], { log, superuser: true, run: vi.fn() })).toBe(true);
  expect(lines).toEqual([]);
});
