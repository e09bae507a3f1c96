import { expect, test } from 'vitest';
import { countCargo, countGo, countPython, countVitest } from './test-counts.mjs';

const nothing = { passed: 0, failed: 0, skipped: 0, found: false };

test('Vitest: the summaries of several packages, colours and prefixes left out', () => {
  const output = [
    '@atomiton/nodes:test:  Test Files  2 passed (2)',
    '@atomiton/nodes:test:       Tests  12 passed (12)',
    '\u001b[2m      Tests \u001b[22m \u001b[31m1 failed\u001b[39m | \u001b[32m4 passed\u001b[39m | 2 skipped (7)',
    'a test prints: Tests are fine, 99 passed',
  ].join('\n');
  expect(countVitest(output)).toEqual({ passed: 16, failed: 1, skipped: 2, found: true });
  expect(countVitest('No test files found')).toEqual(nothing);
});

test('Cargo: every binary of a workspace', () => {
  const output =
    'test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured\ntest result: FAILED. 2 passed; 3 failed; 0 ignored\n';
  expect(countCargo(output)).toEqual({ passed: 7, failed: 3, skipped: 1, found: true });
  expect(countCargo('error: could not compile')).toEqual(nothing);
});

test('Go: top-level tests only', () => {
  const output =
    '=== RUN TestA\n    --- PASS: TestA/sub (0.00s)\n--- PASS: TestA (0.00s)\n--- FAIL: TestB (0.00s)\n--- SKIP: TestC (0.00s)\n';
  expect(countGo(output)).toEqual({ passed: 1, failed: 1, skipped: 1, found: true });
  expect(countGo('no test files')).toEqual(nothing);
});

test('Python: pytest and unittest', () => {
  expect(countPython('....\n1 failed, 12 passed, 2 skipped in 0.42s\n')).toEqual({
    passed: 12,
    failed: 1,
    skipped: 2,
    found: true,
  });
  expect(countPython('Ran 12 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=3)\n')).toEqual({
    passed: 6,
    failed: 3,
    skipped: 3,
    found: true,
  });
  expect(countPython('Ran 12 tests in 0.1s\n\nOK\n')).toEqual({
    passed: 12,
    failed: 0,
    skipped: 0,
    found: true,
  });
  expect(countPython('Ran 0 tests in 0.0s\n\nOK\n')).toEqual(nothing);
  expect(countPython('no tests ran in 0.01s')).toEqual(nothing);
});
