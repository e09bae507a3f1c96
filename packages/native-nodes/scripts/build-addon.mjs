// Builds the addon with cargo and puts it, with its SHA-256, beside the compiled loader.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const library = { darwin: 'libatomiton_native.dylib', win32: 'atomiton_native.dll' }[process.platform];

const built = spawnSync('cargo', ['build', '--release', '--locked', '--package', 'atomiton-native'], {
  cwd: folder,
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(built.status ?? 1);

const target = process.env.CARGO_TARGET_DIR ?? path.join(folder, 'target');
const bytes = readFileSync(path.join(target, 'release', library ?? 'libatomiton_native.so'));
const addon = path.join(folder, 'dist', 'atomiton-native.node');
const hash = createHash('sha256').update(bytes).digest('hex');
mkdirSync(path.dirname(addon), { recursive: true });
// A running process may have the old file mapped: it keeps it, the new one takes its name.
writeFileSync(`${addon}.new`, bytes);
renameSync(`${addon}.new`, addon);
writeFileSync(addon.replace(/\.node$/, '.sha256'), `${hash}\n`);
