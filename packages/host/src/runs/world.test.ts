import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorld } from './world.js';

let folder: string;
let file: string;
const world = createWorld();
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-world-'));
  file = path.join(folder, 'data.csv');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes other bytes of the same length and gives the file its old times back. */
async function changeInSilence(): Promise<void> {
  const { atime, mtime, size } = await stat(file);
  const bytes = await readFile(file);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await utimes(file, atime, mtime);
  const after = await stat(file);
  expect([after.size, after.mtimeMs]).toEqual([size, mtime.getTime()]);
}

test.each([
  ['small, told apart by its content', 100],
  ['large, told apart by size and times', 1_000_000],
])('a file with the same size and time but other bytes is another one: %s', async (_name, size) => {
  await writeFile(file, Buffer.alloc(size, 'a'));
  await utimes(file, new Date(1e12), new Date(1e12));
  const before = await world.fingerprint([file]);
  expect(await world.fingerprint([file])).toBe(before);
  const folderBefore = await world.fingerprint([folder]);
  await changeInSilence();
  expect(await world.fingerprint([file])).not.toBe(before);
  expect(await world.fingerprint([folder])).not.toBe(folderBefore);
});
