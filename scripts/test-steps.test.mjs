import { expect, test } from 'vitest';
import { chooseSteps, runSteps } from './test.mjs';
import { steps as realSteps } from './test-steps.mjs';

/** @typedef {import('./test-steps.mjs').Step} Step */

/**
 * @param {string} name
 * @param {{ needs?: string[], passed?: number, failed?: number, skipped?: number, output?: string }} [result]
 * @returns {Step}
 */
const step = (name, { needs = [], passed = 1, failed = 0, skipped = 0, output = '' } = {}) => ({
  name,
  title: `the ${name}`,
  needs,
  run: async () => ({ ok: failed === 0, passed, failed, skipped, output }),
});

test('the last line is the sum of all steps, alone', async () => {
  /** @type {string[]} */
  const lines = [];
  const ok = await runSteps([step('a', { passed: 3 }), step('b', { passed: 4, skipped: 1 })], (line) =>
    lines.push(line),
  );
  expect(ok).toBe(true);
  expect(lines.at(-1)).toBe('7 passed, 0 failed, 1 skipped');
  expect(lines[1]).toMatch(/^✓ a: 3 passed, 0 failed \(\d+\.\d s\)$/);
});

test('a failed step prints its output, fails the whole, and the independent ones still run', async () => {
  /** @type {string[]} */
  const lines = [];
  const chosen = [
    step('a', { passed: 0, failed: 2, output: 'what went wrong' }),
    step('b', { needs: ['a'] }),
    step('c', { needs: ['b'] }),
    step('d'),
  ];
  expect(await runSteps(chosen, (line) => lines.push(line))).toBe(false);
  expect(lines).toContain('what went wrong');
  expect(lines).toContain('✗ the b: not run, because "a" failed');
  expect(lines).toContain('✗ the c: not run, because "b" failed');
  expect(lines).toContain('failed steps: a, b, c');
  expect(lines.at(-1)).toBe('1 passed, 4 failed');
});

test('the names of failed tests stand at the end, each once, as each runner prints them', async () => {
  /** @type {string[]} */
  const lines = [];
  const output = [
    '@atomiton/host:test:  FAIL  src/a.test.ts > one > two',
    '\u001b[31m FAIL \u001b[39m tests/crash.test.ts [ tests/crash.test.ts ]',
    '@atomiton/host:test:  FAIL  src/a.test.ts > one > two',
    'test rules::quoted ... FAILED',
    'FAILED tests/test_link.py::test_link - assert 1 == 2',
    '--- FAIL: TestFrames (0.00s)',
    'a line that only says FAIL',
  ].join('\n');
  expect(await runSteps([step('a', { failed: 5, output })], (line) => lines.push(line))).toBe(false);
  expect(lines.slice(lines.indexOf('failed steps: a') + 1, -1)).toEqual([
    '  a: @atomiton/host:test:  FAIL  src/a.test.ts > one > two',
    '  a: FAIL  tests/crash.test.ts [ tests/crash.test.ts ]',
    '  a: test rules::quoted ... FAILED',
    '  a: FAILED tests/test_link.py::test_link - assert 1 == 2',
    '  a: --- FAIL: TestFrames (0.00s)',
  ]);
});

test('a step that throws is a failed step', async () => {
  /** @type {string[]} */
  const lines = [];
  const thrower = { ...step('a'), run: () => Promise.reject(new Error('no such program')) };
  expect(await runSteps([thrower], (line) => lines.push(line))).toBe(false);
  expect(lines.join('\n')).toContain('no such program');
});

test('neighbours run at the same time, all others one after the other', async () => {
  /** @type {string[]} */
  const seen = [];
  /** @param {string} name @param {string} [beside] @returns {Step} */
  const slow = (name, beside) => ({
    ...step(name),
    ...(beside === undefined ? {} : { beside }),
    run: async () => {
      seen.push(`${name} begins`);
      await new Promise((done) => setTimeout(done, 20));
      seen.push(`${name} ends`);
      return { ok: true, passed: 1, failed: 0, skipped: 0, output: '' };
    },
  });
  expect(await runSteps([slow('a'), slow('b'), slow('c', 'b')], () => {})).toBe(true);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'b ends', 'c ends']);
});

test('--only takes a step and what it needs, in order', () => {
  const all = [step('build'), step('format'), step('unit', { needs: ['build'] })];
  const names = (/** @type {string[]} */ argv) => chooseSteps(all, argv).map(({ name }) => name);
  expect(names([])).toEqual(['build', 'format', 'unit']);
  expect(names(['--only', 'unit'])).toEqual(['build', 'unit']);
  expect(names(['--only', 'format'])).toEqual(['format']);
  expect(() => names(['--only', 'unitt'])).toThrow(
    'there is no step "unitt", the steps are: build, format, unit',
  );
  expect(() => names(['--fast'])).toThrow('--fast');
});

test('the real steps need only steps before them', () => {
  const seen = new Set();
  for (const { name, needs } of realSteps) {
    for (const need of needs) expect(seen).toContain(need);
    seen.add(name);
  }
});

test('tests that did not run are named with their reasons', async () => {
  /** @type {string[]} */
  const lines = [];
  const output =
    '✓ ran\n \u001b[2m↓\u001b[22m tests/bridge.test.ts > two viewers\nskipped "two viewers": there is one viewer only\n';
  await runSteps([step('e2e', { skipped: 1, output })], (line) => lines.push(line));
  expect(lines).toContain('  ↓ tests/bridge.test.ts > two viewers');
  expect(lines).toContain('  skipped "two viewers": there is one viewer only');
  expect(lines.join()).not.toContain('✓ ran');
});
