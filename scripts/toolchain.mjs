// The tool chains of the five languages: probing, one line on what is missing, and running a build with one.
//   node scripts/toolchain.mjs LANGUAGE -- COMMAND [ARG …]
// runs COMMAND when the language's tool chain is there. Where it is not, one line names the package to install and
// the exit status is 0: the rest of the product goes on without that language.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand, runForeground } from './command.mjs';
import { isEntry, root } from './workspace.mjs';

/** @typedef {'rust' | 'wasm' | 'go' | 'python'} Language */
/** @typedef {(program: string, args: readonly string[], options?: { timeoutMs?: number }) => Promise<{ code: number, output: string }>} Run */

/** @type {readonly Language[]} */
export const languages = ['rust', 'wasm', 'go', 'python'];

const titles = { rust: 'Rust', wasm: 'WASM', go: 'Go', python: 'Python' };

/**
 * Compares dotted versions numerically; missing parts count as 0.
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const have = version.split('.').map(Number);
  const want = minimum.split('.').map(Number);
  for (let part = 0; part < want.length; part += 1) {
    const difference = (have[part] ?? 0) - (want[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * The oldest version a language's sources accept, read from the manifest that its compiler reads too.
 * @param {string} folder the workspace root
 * @param {string} file
 * @param {RegExp} pattern with the version as its first group
 * @param {string} otherwise
 */
function minimumFrom(folder, file, pattern, otherwise) {
  const full = path.join(folder, file);
  return (existsSync(full) ? pattern.exec(readFileSync(full, 'utf8'))?.[1] : undefined) ?? otherwise;
}

/**
 * @param {Run} run
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RegExp} pattern
 */
async function versionOf(run, program, args, pattern) {
  const { code, output } = await run(program, args, { timeoutMs: 20_000 });
  return code === 0 ? pattern.exec(output)?.[1] : undefined;
}

/**
 * @param {Run} run
 * @param {string} folder
 */
async function probeRust(run, folder) {
  const minimum = minimumFrom(
    folder,
    'packages/native-nodes/Cargo.toml',
    /^rust-version\s*=\s*"([\d.]+)"/m,
    '1.88',
  );
  const version = await versionOf(run, 'cargo', ['--version'], /cargo (\d+\.\d+\.\d+)/);
  if (version === undefined) return `cargo is not there: install rustup (https://rustup.rs)`;
  if (!isAtLeast(version, minimum)) {
    return `cargo is ${version}, ${minimum} or newer is needed: install rustup (https://rustup.rs)`;
  }
  if ((await run('cc', ['--version'], { timeoutMs: 20_000 })).code !== 0) {
    return 'the C linker is not there: install the Debian package gcc (with libc6-dev)';
  }
  return undefined;
}

/**
 * @param {Run} run
 * @param {string} folder
 * @param {(line: string) => void} log
 */
async function probeWasm(run, folder, log) {
  const rust = await probeRust(run, folder);
  if (rust !== undefined) return rust;
  const hasTarget = async () => {
    const { code, output } = await run('rustc', [
      '--print',
      'target-libdir',
      '--target',
      'wasm32-unknown-unknown',
    ]);
    return code === 0 && existsSync(output.trim());
  };
  if (await hasTarget()) return undefined;
  log('adding the Rust target wasm32-unknown-unknown by rustup …');
  await run('rustup', ['target', 'add', 'wasm32-unknown-unknown'], { timeoutMs: 180_000 });
  if (await hasTarget()) return undefined;
  return 'the Rust target is not there: run "rustup target add wasm32-unknown-unknown" (Debian package libstd-rust-dev-wasm32)';
}

/**
 * @param {Run} run
 * @param {string} folder
 */
async function probeGo(run, folder) {
  const minimum = minimumFrom(folder, 'packages/go-nodes/go.mod', /^go ([\d.]+)/m, '1.22');
  const version = await versionOf(run, 'go', ['version'], /go(\d+\.\d+(?:\.\d+)?)/);
  if (version === undefined)
    return 'go is not there: install the Debian package golang-go (or https://go.dev/dl)';
  if (isAtLeast(version, minimum)) return undefined;
  // From 1.21 on, go fetches the newer tool chain that a go.mod asks for by itself.
  if (isAtLeast(version, '1.21')) return undefined;
  return `go is ${version}, ${minimum} or newer is needed: install it from https://go.dev/dl`;
}

/** @param {Run} run */
async function probePython(run) {
  const version = await versionOf(run, 'python3', ['--version'], /Python (\d+\.\d+(?:\.\d+)?)/);
  if (version === undefined) return 'python3 is not there: install the Debian package python3';
  if (!isAtLeast(version, '3.10'))
    return `python3 is ${version}, 3.10 or newer is needed: install the Debian package python3`;
  if ((await run('python3', ['-c', 'import venv, ensurepip'], { timeoutMs: 20_000 })).code !== 0) {
    return 'python3 cannot make environments: install the Debian package python3-venv';
  }
  return undefined;
}

/**
 * Says what a language's tool chain lacks.
 * @param {Language} language
 * @param {{ run?: Run, folder?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<string | undefined>} one line naming what to install; undefined when nothing is missing
 */
export async function probeToolchain(language, { run = runCommand, folder = root, log = () => {} } = {}) {
  const reason = await (language === 'rust'
    ? probeRust(run, folder)
    : language === 'wasm'
      ? probeWasm(run, folder, log)
      : language === 'go'
        ? probeGo(run, folder)
        : probePython(run));
  return reason === undefined ? undefined : `${titles[language]} nodes are left out: ${reason}`;
}

/** @param {readonly string[]} argv */
async function main(argv) {
  const [language, separator, program, ...args] = argv;
  const known = languages.find((name) => name === language);
  if (known === undefined || separator !== '--' || program === undefined) {
    console.error(
      `usage: toolchain.mjs ${languages.join('|')} -- COMMAND [ARG …], received: ${argv.join(' ')}`,
    );
    return 2;
  }
  const missing = await probeToolchain(known, { log: console.log });
  if (missing !== undefined) {
    console.log(missing);
    return 0;
  }
  return runForeground(program, args);
}

if (isEntry(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2));
}
