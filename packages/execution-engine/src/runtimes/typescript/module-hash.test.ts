import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { moduleHash } from './module-hash.js';

let folder: string;
const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
const hash = (root = folder) => moduleHash(pathToFileURL(path.join(root, 'run.js')).href);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'module-hash-'));
  await mkdir(path.join(folder, 'deep'));
  await write('run.js', `import { a } from './a.js';\nimport 'node:fs';\nexport const run = () => a;\n`);
  await write('a.js', `export { b as a } from './deep/b.js';\n`);
  await write('deep/b.js', `import('../run.js');\nexport const b = 1;\n`);
  await write('beside.js', 'export {};\n');
});
afterEach(() => rm(folder, { recursive: true }));

it('changes with the module and with anything it imports, however deep', async () => {
  const first = hash();
  await write('beside.js', 'export const changed = 1;\n');
  expect(hash()).toBe(first);
  await write('deep/b.js', `import('../run.js');\nexport const b = 2;\n`);
  const second = hash();
  expect(second).not.toBe(first);
  await write('run.js', 'export const run = () => 3;\n');
  expect(hash()).not.toBe(second);
});

it('is the same in another folder', async () => {
  const first = hash();
  const other = await mkdtemp(path.join(tmpdir(), 'module-hash-'));
  await mkdir(path.join(other, 'deep'));
  await writeFile(
    path.join(other, 'run.js'),
    `import { a } from './a.js';\nimport 'node:fs';\nexport const run = () => a;\n`,
  );
  await writeFile(path.join(other, 'a.js'), `export { b as a } from './deep/b.js';\n`);
  await writeFile(path.join(other, 'deep/b.js'), `import('../run.js');\nexport const b = 1;\n`);
  expect(hash(other)).toBe(first);
  await rm(other, { recursive: true });
});
