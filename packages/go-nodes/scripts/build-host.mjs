// Builds dist/node-host, and dist/nodes.json: for each node type the hash of the sources behind it.
// `go build` skips what is built already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(folder, 'dist');
const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** Folders below `nodes` that have Go sources. @param {string} parent @returns {string[]} */
function packages(parent) {
  const entries = readdirSync(parent, { withFileTypes: true });
  const inside = entries
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => packages(path.join(parent, entry.name)));
  return entries.some(({ name }) => name.endsWith('.go')) ? [parent, ...inside] : inside;
}

/** The types that a package registers, and the hash of its sources. @param {string} source */
function describe(source) {
  const files = readdirSync(source)
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .sort();
  const texts = files.map((name) => readFileSync(path.join(source, name), 'utf8'));
  const hash = createHash('sha256').update(`go ${version}\n`);
  for (const text of texts) hash.update(text);
  const types = texts.flatMap((text) =>
    [...text.matchAll(/\bRegister(?:Node)?\("([^"]+)"/g)].map((match) => match[1]),
  );
  return { types, hash: hash.digest('hex') };
}

mkdirSync(dist, { recursive: true });
const nice = process.platform === 'win32' ? [] : ['nice', '-n', '5'];
const [program = 'go', ...args] = [
  ...nice,
  'go',
  'build',
  '-trimpath',
  '-o',
  path.join('dist', 'node-host'),
  '.',
];
const built = spawnSync(program, args, { cwd: folder, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const hashes = Object.fromEntries(
  packages(path.join(folder, 'nodes'))
    .flatMap((source) => {
      const { types, hash } = describe(source);
      return types.map((type) => [type, hash]);
    })
    .sort(),
);
writeFileSync(path.join(dist, 'nodes.json'), `${JSON.stringify({ version, hashes }, undefined, 2)}\n`);
