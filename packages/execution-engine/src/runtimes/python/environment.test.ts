import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RuntimeStatus } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { pythonNodes } from '@atomiton/python-nodes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createValueStore, type PooledValueStore } from '../../stores/index.js';
import { descendants } from '../contract-suite/process-tree.js';
import { ensureEnvironment, environmentPython, isEnvironmentCurrent, parsePins } from './environment.js';
import { inspectInterpreter } from './interpreter.js';
import { createPythonRuntime } from './python-runtime.js';

const nodes = pythonNodes();
const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import venv, ensurepip']);
    return true;
  } catch {
    return false;
  }
})();

let folder: string;
let store: PooledValueStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'atomiton-python-'));
  store = createValueStore();
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store.dispose();
});

async function failure(work: Promise<unknown>): Promise<AtomitonError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof AtomitonError) return thrown;
  throw new Error(`expected an AtomitonError, got ${String(thrown)}`);
}

/** A program that answers as an interpreter of that version does. */
function interpreterSaying(answer: string): string {
  const program = path.join(folder, 'python-of-another-kind');
  writeFileSync(program, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(program, 0o755);
  return program;
}

describe('interpreters', () => {
  it.skipIf(!hasPython)('are resolved to the real program', async () => {
    const { executable, version } = await inspectInterpreter('python3', []);
    expect(path.isAbsolute(executable)).toBe(true);
    expect(version).toMatch(/^3\.\d+\.\d+$/);
    expect(executable).not.toContain('shims');
  });

  it('that do not exist are an error that names the package', async () => {
    const { data } = await failure(inspectInterpreter('/no/such/python', []));
    expect(data).toMatchObject({ kind: 'dependency', code: 'runtime-missing' });
    expect(data.message).toContain('"/no/such/python" cannot be run: there is no such program');
    expect(data.hint).toMatch(/^Install it with: .*python/);
  });

  it('that are too old are refused with both versions', async () => {
    const old = interpreterSaying('{"executable": "/usr/bin/python3.8", "version": "3.8.18", "missing": []}');
    const { data } = await failure(inspectInterpreter(old, []));
    expect(data.message).toMatch(/need Python 3\.10 or newer, but ".*" is 3\.8\.18/);
  });

  it('that lack modules are refused with the command that installs them', async () => {
    const bare = interpreterSaying(
      '{"executable": "/opt/py/bin/python", "version": "3.12.1", "missing": ["numpy", "pyarrow"]}',
    );
    const seen: RuntimeStatus[] = [];
    const runtime = createPythonRuntime({
      store,
      nodes,
      interpreter: bare,
      onStatus: (status) => seen.push(status),
    });
    const { data } = await failure(runtime.initialize());
    expect(data.message).toBe('The Python at /opt/py/bin/python lacks numpy, pyarrow.');
    expect(data.install).toBe('"/opt/py/bin/python" -m pip install numpy pyarrow');
    expect(runtime.status()).toEqual({ language: 'python', state: 'missing', message: data.message });
    expect(seen.map(({ state }) => state)).toEqual(['preparing', 'missing']);
    await runtime.dispose();
  });

  it('can be chosen by ATOMITON_PYTHON', async () => {
    process.env.ATOMITON_PYTHON = '/chosen/by/the/user';
    try {
      const runtime = createPythonRuntime({ store, nodes });
      expect((await failure(runtime.initialize())).message).toContain('/chosen/by/the/user');
      await runtime.dispose();
    } finally {
      delete process.env.ATOMITON_PYTHON;
    }
  });

  it.skipIf(!isEnvironmentCurrent(nodes.environment, nodes.requirements))(
    'of the user that fit are used',
    async () => {
      const runtime = createPythonRuntime({
        store,
        nodes,
        interpreter: environmentPython(nodes.environment),
      });
      await runtime.initialize();
      expect(runtime.status()).toMatchObject({
        state: 'ready',
        version: expect.stringMatching(/^3\./) as string,
      });
      await runtime.dispose();
    },
  );

  it('that end while they start are named with their last words', async () => {
    const broken = path.join(folder, 'start_host.py');
    writeFileSync(broken, 'raise SystemExit("no host in here")\n');
    const runtime = createPythonRuntime({ store, nodes: { ...nodes, script: broken } });
    const { data } = await failure(runtime.initialize());
    expect(data).toMatchObject({ code: 'node-start-failed' });
    expect(data.message).toMatch(/ended with exit code 1 while it started\. Its last words: no host in here/);
    expect(runtime.status().state).toBe('failed');
    await runtime.dispose();
  });
});

describe('the environment', { timeout: 120_000 }, () => {
  it('is made of blocks of pinned packages', () => {
    const pins = parsePins(
      'numpy==2.2.6 ; python_version < "3.11" \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n# note\nmsgpack==1.2.4 \\\n    --hash=sha256:cc\n',
    );
    expect(pins.map(({ name, version }) => `${name} ${version}`)).toEqual(['numpy 2.2.6', 'msgpack 1.2.4']);
    expect(pins[0]?.text).toContain('--hash=sha256:bb');
    for (const { name, text } of parsePins(readFileSync(nodes.requirements, 'utf8'))) {
      expect(`${name} ${text}`).toContain('--hash=sha256:');
    }
  });

  it.skipIf(!hasPython)('is made once, with a line for every step, and kept while it fits', async () => {
    const requirements = path.join(folder, 'requirements.lock');
    const msgpack = parsePins(readFileSync(nodes.requirements, 'utf8')).find(
      ({ name }) => name === 'msgpack',
    );
    writeFileSync(requirements, `${msgpack?.text ?? ''}\n`);
    const target = path.join(folder, 'environment');
    const make = async (report: string[]) =>
      ensureEnvironment({
        folder: target,
        requirements,
        interpreter: 'python3',
        report: (line) => report.push(line),
      });
    const [first, second]: [string[], string[]] = [[], []];
    // Two hosts that start together: one makes it, the other waits.
    const [python] = await Promise.all([make(first), make(second)]);
    const lines = [...first, ...second].filter((line) => !line.startsWith('waiting'));
    expect(lines).toEqual([
      'fetching the installer uv',
      'making the Python environment',
      'looking at the pinned packages',
      `installing msgpack ${msgpack?.version} (1 of 1)`,
    ]);
    expect(execFileSync(python, ['-c', 'import msgpack; print(msgpack.unpackb(b"\\x07"))']).toString()).toBe(
      '7\n',
    );
    const made = statSync(path.join(target, 'pyvenv.cfg')).mtimeMs;
    const again: string[] = [];
    await make(again);
    expect(again).toEqual([]);
    expect(statSync(path.join(target, 'pyvenv.cfg')).mtimeMs).toBe(made);

    writeFileSync(requirements, `${msgpack?.text.replaceAll(/sha256:[0-9a-f]/g, 'sha256:f')}\n`);
    const { data } = await failure(make([]));
    expect(data).toMatchObject({ kind: 'dependency', code: 'environment-failed' });
    expect(data.message).toMatch(/hash/i);
    expect(isEnvironmentCurrent(target, requirements)).toBe(false);
  });

  it.skipIf(!hasPython)('is not made on when its runtime is closed', async () => {
    const before = new Set(descendants().map(({ pid }) => pid));
    const lines: (string | undefined)[] = [];
    const runtime = createPythonRuntime({
      store,
      nodes,
      environment: path.join(folder, 'environment'),
      onStatus: ({ message }) => lines.push(message),
    });
    const starting = failure(runtime.initialize());
    await expect.poll(() => lines, { timeout: 20_000 }).toContain('fetching the installer uv');
    await runtime.dispose();
    expect((await starting).data.kind).toMatch(/cancelled|dependency/);
    const left = () => descendants().filter(({ pid }) => !before.has(pid));
    await expect.poll(left, { timeout: 5000 }).toEqual([]);
  });
});
