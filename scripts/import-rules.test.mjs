import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkImports } from './import-rules.mjs';

/** @type {string} */
let folder;

/** Plants a file in the small workspace. @param {string} file @param {string} text */
function plant(file, text) {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

/** A package as an install leaves it: linked under its name, its exports pointing at dist. @param {string} name */
function plantPackage(name) {
  plant(
    `packages/${name}/package.json`,
    JSON.stringify({
      name: `@atomiton/${name}`,
      type: 'module',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    }),
  );
  plant(`packages/${name}/dist/index.js`, 'export const published = 1;\n');
  plant(`packages/${name}/dist/index.d.ts`, 'export declare const published: number;\n');
  mkdirSync(path.join(folder, 'node_modules', '@atomiton'), { recursive: true });
  symlinkSync(path.join(folder, 'packages', name), path.join(folder, 'node_modules', '@atomiton', name));
}

/** @param {string} name */
function plantDependency(name) {
  plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  plant(`node_modules/${name}/index.js`, 'module.exports = {};\n');
}

const problems = async () => (await checkImports({ folder })).problems;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'atomiton-imports-')));
  for (const name of ['contracts', 'blueprint', 'host', 'nodes', 'execution-engine']) plantPackage(name);
  for (const name of ['zod', 'electron', 'react', 'left-pad']) plantDependency(name);
  plant('packages/contracts/src/index.ts', "import { z } from 'zod';\nexport const schema = z;\n");
  plant('packages/blueprint/src/index.ts', "export { published } from '@atomiton/contracts';\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a workspace that keeps the table has no problems', async () => {
  expect(await checkImports({ folder })).toEqual({ modules: 2, problems: [] });
});

describe('what is planted is refused', () => {
  test.each([
    ['packages/contracts/src/planted.ts', "import 'node:fs';\n", 'contracts: Node built-in'],
    ['packages/contracts/src/planted.ts', "import '@atomiton/blueprint';\n", 'contracts: import of ours'],
    ['packages/contracts/src/planted.ts', "import 'left-pad';\n", 'contracts: npm package'],
    ['packages/blueprint/src/planted.ts', "import '@atomiton/nodes';\n", 'blueprint: import of ours'],
    [
      'packages/execution-engine/src/core/planted.ts',
      "import { readFileSync } from 'fs';\nreadFileSync;\n",
      'engine core: Node built-in',
    ],
    ['packages/nodes/src/csv/definition.ts', "import './run.js';\n", 'node definitions: import of ours'],
    ['packages/host/src/planted.ts', "import 'electron';\n", 'host: npm package'],
    ['apps/desktop/src/preload/planted.ts', "import 'node:path';\n", 'desktop preload: Node built-in'],
    ['apps/desktop/src/preload/planted.ts', "import '@atomiton/host';\n", 'desktop preload: import of ours'],
    ['apps/desktop/src/renderer/planted.tsx', "import 'electron';\n", 'desktop renderer: npm package'],
    [
      'apps/desktop/src/renderer/planted.tsx',
      "import type { published } from '@atomiton/host';\nexport type P = typeof published;\n",
      'desktop renderer: import of ours',
    ],
    ['apps/cli/src/planted.ts', "import '@atomiton/nodes';\n", 'command line: import of ours'],
    ['packages/host/src/planted.ts', "import './not-there.js';\n", 'import cannot be found'],
  ])('%s with %s', async (file, text, rule) => {
    if (file.endsWith('definition.ts')) plant('packages/nodes/src/csv/run.ts', 'export const run = 1;\n');
    plant(file, text);
    expect(await problems()).toEqual([expect.stringMatching(new RegExp(`^${rule}: ${file} → `))]);
  });

  test('the inside of another package instead of its exports', async () => {
    plant('packages/blueprint/src/planted.ts', "import '../../contracts/src/index.js';\n");
    expect(await problems()).toEqual([expect.stringContaining('blueprint: import of ours')]);
  });

  test('a runtime that imports more than types of the core', async () => {
    plant(
      'packages/execution-engine/src/core/plan.ts',
      'export interface Plan { size: number }\nexport const empty: Plan = { size: 0 };\n',
    );
    plant(
      'packages/execution-engine/src/runtimes/a.ts',
      "import type { Plan } from '../core/plan.js';\nexport type A = Plan;\n",
    );
    expect(await problems()).toEqual([]);
    plant(
      'packages/execution-engine/src/runtimes/b.ts',
      "import { empty } from '../core/plan.js';\nexport const b = empty;\n",
    );
    expect(await problems()).toEqual([expect.stringContaining('engine runtimes and stores: types only')]);
  });

  test('a cycle, with its way', async () => {
    plant('packages/blueprint/src/a.ts', "import './b.js';\nexport const a = 1;\n");
    plant('packages/blueprint/src/b.ts', "import './a.js';\nexport const b = 1;\n");
    const [first] = await problems();
    expect(first).toContain('no cycles: packages/blueprint/src/a.ts → packages/blueprint/src/b.ts');
  });

  test('a file that no rule covers', async () => {
    plant('packages/unheard-of/src/index.ts', 'export const lonely = 1;\n');
    expect(await problems()).toEqual(['no rule covers packages/unheard-of/src/index.ts']);
  });
});

test('a test may use test tools, and nothing may import it', async () => {
  plant(
    'packages/contracts/src/schema.test.ts',
    "import 'left-pad';\nimport 'node:fs';\nimport './index.js';\n",
  );
  plant('packages/contracts/src/testing/arbitrary.ts', "import 'left-pad';\nexport const arbitrary = 1;\n");
  expect(await problems()).toEqual([]);
  plant('packages/contracts/src/planted.ts', "import './schema.test.js';\n");
  expect(await problems()).toEqual([
    expect.stringContaining('packages/contracts/src/planted.ts → packages/contracts/src/schema.test.ts'),
  ]);
});

test('no modules at all is an error, not a pass', async () => {
  rmSync(path.join(folder, 'packages'), { recursive: true });
  await expect(checkImports({ folder })).rejects.toThrow('no modules found');
  mkdirSync(path.join(folder, 'packages'));
  await expect(checkImports({ folder })).rejects.toThrow('no modules found');
});
