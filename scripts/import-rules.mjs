// Checks the import table (import-rules.config.mjs) with dependency-cruiser.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { generated, rooms, scannedFolders, testFile } from './import-rules.config.mjs';
import { isEntry, root } from './workspace.mjs';

/** @typedef {import('./import-rules.config.mjs').Room} Room */

/** @param {string} name */
const packagePattern = (name) => `(^|/)node_modules/(@types/)?${name.replace('/', '\\/')}(/|$)`;

/**
 * The table as dependency-cruiser's rules. A room's rule leaves out the files of the rooms before it.
 * @param {readonly Room[]} table
 */
export function forbiddenRules(table) {
  const ours = `^(${scannedFolders.join('|')})/`;
  /** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
  const rules = [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'import cannot be found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'test code in the product',
      severity: 'error',
      from: { path: ours, pathNot: [testFile, '/test/', '^e2e/'] },
      to: { path: `${ours}.*(${testFile})` },
    },
  ];
  table.forEach((room, index) => {
    const from = { path: room.files, pathNot: table.slice(0, index).map((earlier) => earlier.files) };
    const typesOnly = room.typesOnly ?? [];
    rules.push({
      name: `${room.name}: import of ours`,
      severity: 'error',
      from,
      to: { path: ours, pathNot: [...room.ours, ...typesOnly] },
    });
    if (typesOnly.length > 0) {
      rules.push({
        name: `${room.name}: types only`,
        severity: 'error',
        from,
        to: { path: [...typesOnly], pathNot: [...room.ours], dependencyTypesNot: ['type-only'] },
      });
    }
    if (!room.builtins) {
      rules.push({
        name: `${room.name}: Node built-in`,
        severity: 'error',
        from,
        to: { dependencyTypes: ['core'] },
      });
    }
    if (room.packages !== 'any') {
      rules.push({
        name: `${room.name}: npm package`,
        severity: 'error',
        from,
        to: { path: '(^|/)node_modules/', pathNot: room.packages.map(packagePattern) },
      });
    }
  });
  return rules;
}

/**
 * Checks every module under a folder against the table.
 * @param {{ folder?: string, table?: readonly Room[] }} [options]
 * @returns {Promise<{ modules: number, problems: string[] }>} one line per broken rule and per uncovered file
 * @throws {Error} when there is nothing to check
 */
export async function checkImports({ folder = root, table = rooms } = {}) {
  const { cruise } = await import('dependency-cruiser');
  const scanned = scannedFolders.filter((name) => existsSync(path.join(folder, name)));
  if (scanned.length === 0)
    throw new Error(`no modules found: ${folder} has none of ${scannedFolders.join(', ')}`);
  const { output } = await cruise(
    scanned,
    {
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden: forbiddenRules(table) },
      tsPreCompilationDeps: true,
      combinedDependencies: true,
      exclude: { path: '(^|/)(target|\\.venv|\\.turbo|build|out)/' },
      doNotFollow: { path: generated },
    },
    {
      conditionNames: ['import', 'default', 'types', 'node'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs', '.d.ts', '.json', '.css'],
      extensionAlias: { '.js': ['.ts', '.tsx', '.js'], '.mjs': ['.mts', '.mjs'] },
    },
  );
  if (typeof output === 'string')
    throw new Error(`dependency-cruiser gave text, expected its result: ${output}`);
  const written = output.modules.filter(
    ({ source }) =>
      scannedFolders.includes(source.split('/')[0] ?? '') && !new RegExp(generated).test(source),
  );
  if (written.length === 0) throw new Error(`no modules found under ${scanned.join(', ')} of ${folder}`);
  const problems = output.summary.violations.map(({ rule, from, to, cycle }) => {
    const way = cycle ? [from, ...cycle.map((step) => step.name)].join(' → ') : `${from} → ${to}`;
    return `${rule.name}: ${way}`;
  });
  for (const { source } of written) {
    if (!table.some((room) => new RegExp(room.files).test(source))) problems.push(`no rule covers ${source}`);
  }
  return { modules: written.length, problems };
}

if (isEntry(import.meta.url)) {
  const { modules, problems } = await checkImports();
  for (const problem of problems) console.log(problem);
  console.log(`${modules} modules, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
