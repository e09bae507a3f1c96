import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.js';

test.each([
  [['electron', '/app'], undefined],
  [['electron', '--no-sandbox', '/app', '--open', 'a b.json'], '/home/u/a b.json'],
  [['electron', '/app', '--open=/tmp/a.json'], '/tmp/a.json'],
  [['electron', '/app', '--open', '/x', '--open', '/y'], '/y'],
  [['electron', '/app', '--open'], undefined],
  [['electron', '/app', '--open='], undefined],
])('%j opens %s', (args, open) => {
  expect(parseCommandLine(args, '/home/u').open).toBe(open);
});
