// `npm test`: every check there is, in named steps. `npm test -- --only STEP` runs one (and the build where it needs it).
import { stripVTControlCharacters } from 'node:util';
import { ensureDependencies } from './dependencies.mjs';
import { formatDuration, isEntry, root } from './workspace.mjs';

/** @typedef {import('./test-steps.mjs').Step} Step */

/**
 * The steps to run, in order.
 * @param {readonly Step[]} steps
 * @param {readonly string[]} argv
 * @returns {readonly Step[]}
 * @throws {Error} for a step or an option that does not exist
 */
export function chooseSteps(steps, argv) {
  if (argv.length === 0) return steps;
  const known = steps.map(({ name }) => name).join(', ');
  const [option, ...names] = argv;
  if (option !== '--only' || names.length === 0) {
    throw new Error(`received "${argv.join(' ')}", expected nothing or --only STEP … (steps: ${known})`);
  }
  const wanted = names.map((name) => {
    const step = steps.find((candidate) => candidate.name === name);
    if (step === undefined) throw new Error(`there is no step "${name}", the steps are: ${known}`);
    return step;
  });
  const needed = new Set(wanted.flatMap(({ name, needs }) => [...needs, name]));
  return steps.filter(({ name }) => needed.has(name));
}

/**
 * What the runners say about tests that did not run: their names, and the reasons that the tests print.
 * @param {string} output
 */
export function skippedLines(output) {
  return stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(\S+:test:\s+)?↓ /.test(line) || /^(\S+:test:\s+)?skipped\b/.test(line));
}

/**
 * The names of the tests that failed, as the runners print them.
 * @param {string} output
 */
export function failedLines(output) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      // Vitest (by itself and through turbo), cargo, pytest, go
      /^(\S+:test:\s+)?FAIL\s+\S|^test .* FAILED$|^FAILED \S|^--- FAIL: /.test(line),
    );
  return [...new Set(lines)];
}

/**
 * Puts each step that names another one as its neighbour together with that one.
 * @param {readonly Step[]} steps
 * @returns {Step[][]}
 */
function inGroups(steps) {
  /** @type {Step[][]} */
  const groups = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last?.some(({ name }) => name === step.beside) === true) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/**
 * @param {Step} step
 * @param {(line: string) => void} log
 */
async function runStep(step, log) {
  log(`▸ ${step.title} …`);
  const startedAt = performance.now();
  const result = await step
    .run((line) => log(`  ${line}`))
    .catch((/** @type {unknown} */ error) => ({
      ok: false,
      passed: 0,
      failed: 1,
      skipped: 0,
      output: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }));
  if (!result.ok && result.output.trim() !== '') log(result.output.trimEnd());
  if (result.ok && result.skipped > 0) {
    for (const line of skippedLines(result.output)) log(`  ${line}`);
  }
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  const counts = `${result.passed} passed, ${result.failed} failed${skipped}`;
  log(`${result.ok ? '✓' : '✗'} ${step.name}: ${counts} (${formatDuration(performance.now() - startedAt)})`);
  return result;
}

/**
 * Runs steps one after the other, neighbours at the same time. A failed step does not hide what the later ones would
 * say, except that a step is left out (and counted as failed) when one that it needs has failed.
 * @param {readonly Step[]} steps
 * @param {(line: string) => void} log
 * @returns {Promise<boolean>} true when every step passed
 */
export async function runSteps(steps, log) {
  const startedAt = performance.now();
  const totals = { passed: 0, failed: 0, skipped: 0 };
  /** @type {Set<string>} */
  const broken = new Set();
  /** @type {string[]} */
  const failed = [];
  for (const group of inGroups(steps)) {
    await Promise.all(
      group.map(async (step) => {
        const cause = step.needs.find((name) => broken.has(name));
        if (cause !== undefined) {
          log(`✗ ${step.title}: not run, because "${cause}" failed`);
          totals.failed += 1;
          broken.add(step.name);
          return;
        }
        const result = await runStep(step, log);
        totals.passed += result.passed;
        totals.failed += result.failed;
        totals.skipped += result.skipped;
        if (result.ok) return;
        broken.add(step.name);
        failed.push(...failedLines(result.output).map((line) => `  ${step.name}: ${line}`));
      }),
    );
  }
  log(`all steps took ${formatDuration(performance.now() - startedAt)}`);
  if (broken.size > 0) log(`failed steps: ${[...broken].join(', ')}`);
  for (const line of failed) log(line);
  log(
    `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
  );
  return broken.size === 0;
}

if (isEntry(import.meta.url)) {
  try {
    await ensureDependencies(root, { log: console.log });
    const { steps } = await import('./test-steps.mjs');
    const chosen = chooseSteps(steps, process.argv.slice(2));
    process.exitCode = (await runSteps(chosen, console.log)) ? 0 : 1;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
