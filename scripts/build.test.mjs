import { expect, test } from 'vitest';
import { buildReporter } from './build.mjs';

test('a build says what it builds and what is left out, and keeps quiet about the rest', () => {
  /** @type {string[]} */
  const lines = [];
  const reporter = buildReporter((line) => lines.push(line));
  for (const line of [
    '• Packages in scope: @atomiton/contracts',
    '@atomiton/contracts:build: cache hit, replaying logs 0123456789abcdef',
    '@atomiton/contracts:build: $ tsc -b',
    '@atomiton/nodes:build: cache miss, executing 0123456789abcdef',
    '@atomiton/go-nodes:build: cache bypass, force executing 0123456789abcdef',
    '@atomiton/go-nodes:build: Go nodes are left out: go is not there: install the Debian package golang-go',
    '@atomiton/nodes:build: src/index.ts(1,1): error TS2322',
    '@atomiton/nodes#build:  ERROR  command (packages/nodes) pnpm run build exited (2)',
    '@atomiton/nodes:build:  ELIFECYCLE  Command failed with exit code 1.',
  ]) {
    reporter.feed(line);
  }
  expect(lines).toEqual([
    'building nodes …',
    'building go-nodes …',
    'go-nodes: Go nodes are left out: go is not there: install the Debian package golang-go',
  ]);
  expect(reporter.failed()).toEqual(['nodes']);
  expect(reporter.outputOf('nodes')).toContain('error TS2322');
});
