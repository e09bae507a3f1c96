import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { runCommand } from './command.mjs';
import { runEndToEnd } from './e2e.mjs';
import { ensurePackages, missingPackages } from './system-packages.mjs';
import { countCargo, countGo, countPython, countVitest } from './test-counts.mjs';
import { probeToolchain } from './toolchain.mjs';
import { root, workspaceEnv } from './workspace.mjs';

/**
 * What a step came to. A check without tests of its own counts as one.
 * @typedef {{ ok: boolean, passed: number, failed: number, skipped: number, output: string }} StepResult
 */

/**
 * One named check of `npm test`. `needs` are steps that must have run before it.
 * @typedef {{ name: string, title: string, needs: readonly string[], beside?: string, run: (log: (line: string) => void) => Promise<StepResult> }} Step
 */

const bin = (/** @type {string} */ name) => path.join(root, 'node_modules', '.bin', name);

/**
 * @param {{ code: number, output: string }} result
 * @returns {StepResult}
 */
function asCheck({ code, output }) {
  const ok = code === 0;
  return { ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, output };
}

/**
 * A runner that found no test is a failure: silence proves nothing.
 * @param {{ code: number, output: string }} result
 * @param {import('./test-counts.mjs').TestCounts} counts
 * @returns {StepResult}
 */
function asTests({ code, output }, counts) {
  const { passed, skipped } = counts;
  if (!counts.found)
    return { ok: false, passed, failed: 1, skipped, output: `${output}\nno test results were found` };
  const ok = code === 0 && counts.failed === 0;
  return { ok, passed, failed: ok ? 0 : Math.max(1, counts.failed), skipped, output };
}

/** @param {readonly { code: number, output: string }[]} results */
function together(results) {
  return {
    code: results.find(({ code }) => code !== 0)?.code ?? 0,
    output: results.map(({ output }) => output).join('\n'),
  };
}

/**
 * Runs a language's own commands, or says what its tool chain lacks.
 * @param {import('./toolchain.mjs').Language} language
 * @param {() => Promise<StepResult>} run
 * @returns {Promise<StepResult>}
 */
async function withToolchain(language, run) {
  const missing = await probeToolchain(language);
  if (missing !== undefined) return { ok: false, passed: 0, failed: 1, skipped: 0, output: missing };
  return run();
}

/** The crates: folders of Rust code with a manifest. */
const crates = ['native-nodes', 'wasm-nodes']
  .map((name) => path.join(root, 'packages', name))
  .filter((folder) => existsSync(path.join(folder, 'Cargo.toml')));

const goFolder = path.join(root, 'packages', 'go-nodes');
const pythonFolder = path.join(root, 'packages', 'python-nodes');

async function testPython() {
  const python = path.join(pythonFolder, '.venv', 'bin', 'python');
  if (!existsSync(python)) {
    return {
      ok: false,
      passed: 0,
      failed: 1,
      skipped: 0,
      output: `the Python environment was not made: no ${python}`,
    };
  }
  const hasPytest = (await runCommand(python, ['-c', 'import pytest'])).code === 0;
  const args = hasPytest ? ['-m', 'pytest', '-q'] : ['-m', 'unittest', 'discover', '-v'];
  const result = await runCommand(python, args, { cwd: pythonFolder });
  return asTests(result, countPython(result.output));
}

/** @type {readonly Step[]} */
export const steps = [
  {
    name: 'build',
    title: 'build every package',
    needs: [],
    run: async (log) => asCheck({ code: (await build({ log })) ? 0 : 1, output: '' }),
  },
  {
    name: 'format',
    title: 'format (Biome)',
    needs: [],
    run: async () => asCheck(await runCommand(bin('biome'), ['ci', '--colors=off', '.'], { cwd: root })),
  },
  {
    name: 'lint',
    title: 'lint, with types (oxlint)',
    needs: ['build'],
    run: async () =>
      asCheck(await runCommand(bin('oxlint'), ['--type-aware', '--deny-warnings'], { cwd: root })),
  },
  {
    name: 'types',
    title: 'types, tests included (tsc)',
    needs: ['build'],
    run: async () => asCheck(await runCommand(bin('tsc'), ['-b', '--pretty', 'false'], { cwd: root })),
  },
  {
    name: 'imports',
    title: 'import rules and cycles (dependency-cruiser)',
    needs: ['build'],
    run: async () =>
      asCheck(
        await runCommand(process.execPath, [path.join(root, 'scripts', 'import-rules.mjs')], { cwd: root }),
      ),
  },
  {
    name: 'scripts',
    title: 'tests of the scripts',
    needs: [],
    run: async () => {
      const result = await runCommand(bin('vitest'), ['run', '--root', 'scripts'], { cwd: root });
      return asTests(result, countVitest(result.output));
    },
  },
  {
    name: 'unit',
    title: 'unit, contract and property tests (Vitest)',
    needs: ['build'],
    run: async (log) => {
      // Where it cannot be had, the one test that needs it is skipped and says why.
      await ensurePackages(await missingPackages({ strace: true }), { log });
      const result = await runCommand(
        bin('turbo'),
        [
          'run',
          'test',
          '--ui=stream',
          '--output-logs=full',
          '--log-prefix=task',
          '--concurrency=2',
          '--continue=always',
        ],
        { cwd: root, env: { ...workspaceEnv(), NO_COLOR: '1', FORCE_COLOR: '0' } },
      );
      return asTests(result, countVitest(result.output));
    },
  },
  {
    name: 'rust',
    title: 'Rust tests and format',
    needs: ['build'],
    // It compiles for a minute, with what the tests of the other step leave of the processor.
    beside: 'unit',
    run: () =>
      withToolchain('rust', async () => {
        const results = [];
        // Debug information would be half of the compile time; a failed assertion names its line without it.
        const env = { ...process.env, CARGO_PROFILE_DEV_DEBUG: '0' };
        for (const cwd of crates) {
          results.push(await runCommand('nice', ['cargo', 'test', '--workspace', '--quiet'], { cwd, env }));
          results.push(await runCommand('cargo', ['fmt', '--all', '--check'], { cwd }));
        }
        const result = together(results);
        return asTests(result, countCargo(result.output));
      }),
  },
  {
    name: 'python',
    title: 'Python tests',
    needs: ['build'],
    run: () => withToolchain('python', testPython),
  },
  {
    name: 'go',
    title: 'Go tests, vet and format',
    needs: ['build'],
    run: () =>
      withToolchain('go', async () => {
        const tested = await runCommand('go', ['test', '-v', './...'], { cwd: goFolder });
        const vetted = await runCommand('go', ['vet', './...'], { cwd: goFolder });
        const formatted = await runCommand('gofmt', ['-l', '.'], { cwd: goFolder });
        const unformatted =
          formatted.output.trim() === ''
            ? formatted
            : { code: 1, output: `not formatted: ${formatted.output}` };
        return asTests(together([tested, vetted, unformatted]), countGo(tested.output));
      }),
  },
  {
    name: 'electron',
    title: 'end to end, in the Electron window',
    needs: ['build'],
    run: async (log) => {
      const result = await runEndToEnd({ shell: 'electron', log });
      return asTests(result, countVitest(result.output));
    },
  },
  {
    name: 'chromium',
    title: 'end to end, in Chromium',
    needs: ['build'],
    // Both wait for their window most of the time.
    beside: 'electron',
    run: async (log) => {
      const result = await runEndToEnd({ shell: 'chromium', log });
      return asTests(result, countVitest(result.output));
    },
  },
];
