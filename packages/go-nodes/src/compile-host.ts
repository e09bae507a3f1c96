import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/**
 * Compiles the Go host, and writes `nodes.json` beside it: for each node type the hash of the sources behind it.
 * `go build` skips what is built already.
 * @param folder the package, with its Go sources.
 * @throws Error with the compiler's own words.
 */
export async function compileHost(folder: string, program: string, signal?: AbortSignal): Promise<void> {
  mkdirSync(path.dirname(program), { recursive: true });
  const nice = process.platform === 'win32' ? [] : ['nice', '-n', '5'];
  const command = [...nice, 'go', 'build', '-trimpath', '-o', program, '.'];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command[0] as string, command.slice(1), {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(said.trim() || `go build ended with ${String(code)}`));
    });
  });
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const hashes = packages(path.join(folder, 'nodes')).flatMap((source) => nodeHashes(source, version));
  const manifest = { version, hashes: Object.fromEntries(hashes) };
  writeFileSync(
    path.join(path.dirname(program), 'nodes.json'),
    `${JSON.stringify(manifest, undefined, 2)}\n`,
  );
}
