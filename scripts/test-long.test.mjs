import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { longTestOptions } from './test-long.mjs';

test('without arguments: 300 rounds and a seed of the day', () => {
  const options = longTestOptions([]);
  expect(options).toEqual({ rounds: 300, seed: expect.any(Number) });
});

test('rounds and seed as they are asked for', () => {
  expect(longTestOptions(['--rounds', '60', '--seed', '4711'])).toEqual({ rounds: 60, seed: 4711 });
  expect(longTestOptions(['--rounds=1', '--seed=0'])).toEqual({ rounds: 1, seed: 0 });
});

test.each([
  [['--rounds', '0'], '--rounds is a whole number from 1, received: 0'],
  [['--rounds', 'many'], '--rounds is a whole number from 1, received: many'],
  [['--rounds', '2.5'], '--rounds is a whole number from 1, received: 2.5'],
  [['--rounds='], '--rounds is a whole number from 1, received: nothing'],
  [['--rounds', '60', '--seed', '0x7'], '--seed is a whole number from 0, received: 0x7'],
  [['--round', '60'], "Unknown option '--round'"],
  [['60'], "Unexpected argument '60'"],
])('%j is refused with what was received', (args, problem) => {
  expect(longTestOptions(args)).toEqual({ problem: expect.stringContaining(problem) });
});

test('the command ends with code 2 and its usage, and kills nothing', () => {
  const script = path.join(import.meta.dirname, 'test-long.mjs');
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, '--rounds', 'many'], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain('received: many');
  expect(stderr).toContain('usage: npm run test:long');
  expect(stdout).toBe('');
});
