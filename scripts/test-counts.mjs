import { stripVTControlCharacters } from 'node:util';

/**
 * How many tests a runner says it ran. `found` is false when its output holds no result at all.
 * @typedef {{ passed: number, failed: number, skipped: number, found: boolean }} TestCounts
 */

/**
 * @param {string} text
 * @param {RegExp} pattern global, with one number as its first group
 */
function sum(text, pattern) {
  let total = 0;
  for (const match of text.matchAll(pattern)) total += Number(match[1]);
  return total;
}

/**
 * Vitest's summaries, one for each package: `Tests  1 failed | 12 passed | 2 skipped (15)`.
 * @param {string} output
 * @returns {TestCounts}
 */
export function countVitest(output) {
  const summaries = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => /(^|\s)Tests {2}\d/.test(line))
    .map((line) => line.slice(line.lastIndexOf('Tests  ')));
  const text = summaries.join('\n');
  return {
    passed: sum(text, /(\d+) passed/g),
    failed: sum(text, /(\d+) failed/g),
    skipped: sum(text, /(\d+) (?:skipped|todo)/g),
    found: summaries.length > 0,
  };
}

/**
 * Cargo's lines: `test result: ok. 5 passed; 0 failed; 1 ignored; …`.
 * @param {string} output
 * @returns {TestCounts}
 */
export function countCargo(output) {
  const text = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.includes('test result:'))
    .join('\n');
  return {
    passed: sum(text, /(\d+) passed/g),
    failed: sum(text, /(\d+) failed/g),
    skipped: sum(text, /(\d+) ignored/g),
    found: text !== '',
  };
}

/**
 * `go test -v`: top-level lines `--- PASS: TestName (0.00s)`.
 * @param {string} output
 * @returns {TestCounts}
 */
export function countGo(output) {
  const count = (/** @type {string} */ word) =>
    [...output.matchAll(new RegExp(`^--- ${word}: `, 'gm'))].length;
  const counts = { passed: count('PASS'), failed: count('FAIL'), skipped: count('SKIP') };
  return { ...counts, found: counts.passed + counts.failed + counts.skipped > 0 };
}

/**
 * pytest (`1 failed, 12 passed, 2 skipped in 0.4s`) or unittest (`Ran 12 tests in …`, `FAILED (failures=1, errors=2)`).
 * @param {string} output
 * @returns {TestCounts}
 */
export function countPython(output) {
  const text = stripVTControlCharacters(output);
  const pytest = text.split('\n').findLast((line) => /\d+ (passed|failed|errors?)\b.* in [\d.]+s/.test(line));
  if (pytest !== undefined) {
    return {
      passed: sum(pytest, /(\d+) passed/g),
      failed: sum(pytest, /(\d+) (?:failed|errors?)/g),
      skipped: sum(pytest, /(\d+) skipped/g),
      found: true,
    };
  }
  const ran = /^Ran (\d+) tests? in/m.exec(text);
  if (ran === null) return { passed: 0, failed: 0, skipped: 0, found: false };
  const verdict = text.slice(ran.index);
  const failed = sum(verdict, /(?:failures|errors)=(\d+)/g);
  const skipped = sum(verdict, /skipped=(\d+)/g);
  return { passed: Number(ran[1]) - failed - skipped, failed, skipped, found: Number(ran[1]) > 0 };
}
