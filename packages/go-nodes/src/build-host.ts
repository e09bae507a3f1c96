// Builds dist/node-host, and dist/nodes.json: for each node type the hash of the sources behind it.
// `go build` skips what is built already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = path.dirname(fileURLToPath(import.meta.url));
const folder = path.dirname(dist);

/** Folders below `parent` that have Go sources. */
function packages(parent: string): string[] {
  const entries = readdirSync(parent, { withFileTypes: true });
  const inside = entries
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => packages(path.join(parent, entry.name)));
  return entries.some(({ name }) => name.endsWith('.go')) ? [parent, ...inside] : inside;
}

/** The node types that a package registers, with the hash of its sources and the version of the host package. */
function nodeHashes(source: string, version: string): [string, string][] {
  const texts = readdirSync(source)
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .sort()
    .map((name) => readFileSync(path.join(source, name), 'utf8'));
  const hash = createHash('sha256')
    .update(`go ${version}\n${texts.join('\n')}`)
    .digest('hex');
  const registered = /\bRegister(?:Node)?\("([^"]+)"/g;
  return texts.flatMap((text) =>
    [...text.matchAll(registered)].map((match): [string, string] => [match[1] as string, hash]),
  );
}

const nice = process.platform === 'win32' ? [] : ['nice', '-n', '5'];
const command = [...nice, 'go', 'build', '-trimpath', '-o', path.join('dist', 'node-host'), '.'];
const built = spawnSync(command[0] as string, command.slice(1), { cwd: folder, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
  version: string;
};
const hashes = packages(path.join(folder, 'nodes')).flatMap((source) => nodeHashes(source, version));
const manifest = { version, hashes: Object.fromEntries(hashes) };
writeFileSync(path.join(dist, 'nodes.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
