import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AtomitonError } from '@atomiton/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDurably } from './write-durably.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'atomiton-write-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function codeOf(writing: Promise<unknown>): Promise<string> {
  const thrown: unknown = await writing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return thrown instanceof AtomitonError ? thrown.data.code : String(thrown);
}

test('writes a new file and leaves nothing else behind', async () => {
  const file = path.join(folder, 'a.json');
  expect(await writeDurably(file, 'é one', false)).toBe(file);
  expect(await readFile(file, 'utf8')).toBe('é one');
  expect(await readdir(folder)).toEqual(['a.json']);
});

test('replaces a file only when told to, and keeps its mode', async () => {
  const file = path.join(folder, 'a.json');
  await writeFile(file, 'old', { mode: 0o640 });
  expect(await codeOf(writeDurably(file, 'new', false))).toBe('file-exists');
  expect(await readFile(file, 'utf8')).toBe('old');
  await writeDurably(file, 'new', true);
  expect(await readFile(file, 'utf8')).toBe('new');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(['a.json']);
});

test('a file that appears meanwhile is not replaced: of many writers at once one wins', async () => {
  const file = path.join(folder, 'a.json');
  const texts = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
  const codes = await Promise.all(
    texts.map((text) =>
      writeDurably(file, text, false).then(
        () => text,
        (thrown: unknown) => (thrown instanceof AtomitonError ? thrown.data.code : 'other'),
      ),
    ),
  );
  const winners = codes.filter((code) => code.startsWith('writer'));
  expect(winners).toHaveLength(1);
  expect(await readFile(file, 'utf8')).toBe(winners[0]);
  expect(codes.filter((code) => code === 'file-exists')).toHaveLength(19);
});

test('saving through a link changes the file it points to and keeps the link', async () => {
  const real = path.join(folder, 'real.json');
  const link = path.join(folder, 'link.json');
  await writeFile(real, 'old');
  await symlink(real, link);
  await writeDurably(link, 'new', true);
  expect(await readFile(real, 'utf8')).toBe('new');
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test('a folder, a missing folder and a read-only file are refused by name', async () => {
  expect(await codeOf(writeDurably(folder, 'x', true))).toBe('is-a-folder');
  expect(await codeOf(writeDurably(path.join(folder, 'no', 'a.json'), 'x', true))).toBe('folder-missing');
  const file = path.join(folder, 'fixed.json');
  await writeFile(file, 'old');
  await chmod(file, 0o444);
  expect(await codeOf(writeDurably(file, 'new', true))).toBe('read-only');
  expect(await readFile(file, 'utf8')).toBe('old');
  expect(await codeOf(writeDurably(path.join(folder, `${'n'.repeat(300)}.json`), 'x', true))).toBe(
    'name-too-long',
  );
});

test('on a full disk the old file stays whole', async (context) => {
  const disk = path.join(folder, 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    console.log('not checked: a small file system can be mounted by root only');
    context.skip('a small file system can be mounted by root only');
  }
  try {
    const file = path.join(disk, 'a.json');
    await writeDurably(file, 'precious', false);
    expect(await codeOf(writeDurably(file, 'x'.repeat(1_000_000), true))).toBe('disk-full');
    expect(await readFile(file, 'utf8')).toBe('precious');
    expect(await readdir(disk)).toEqual(['a.json']);
  } finally {
    execFileSync('umount', [disk]);
  }
});
