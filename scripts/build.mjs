// Builds everything through turbo, which skips what is already built.
import path from 'node:path';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { formatDuration, isEntry, root, workspaceEnv } from './workspace.mjs';

/** Lines of a build that everybody should see: what was left out, and long steps that say they have begun. */
const worthShowing = /are left out: |…$/;

/**
 * Follows turbo's prefixed output, and says one line for each task that really starts and for each notice.
 * @param {(line: string) => void} log
 */
export function buildReporter(log) {
  /** @type {Map<string, string[]>} */
  const lines = new Map();
  /** @type {Set<string>} */
  const failed = new Set();
  return {
    /** @param {string} line */
    feed(line) {
      const broken = /^@atomiton\/([\w-]+)#build: +ERROR /.exec(line)?.[1];
      if (broken !== undefined) failed.add(broken);
      const match = /^@atomiton\/([\w-]+):build: (.*)$/.exec(line);
      const [, task, text] = match ?? [];
      if (task === undefined || text === undefined) return;
      if (/^cache (miss|bypass)/.test(text)) log(`building ${task} …`);
      else if (worthShowing.test(text)) log(`${task}: ${text}`);
      lines.set(task, [...(lines.get(task) ?? []), text]);
    },
    /** What the named task printed. @param {string} task */
    outputOf: (task) => (lines.get(task) ?? []).join('\n'),
    /** The tasks whose command ended with an error. */
    failed: () => [...failed],
  };
}

/**
 * Builds all packages, or those that the filters name.
 * @param {{ log: (line: string) => void, filters?: readonly string[], keepGoing?: boolean }} options
 *   `keepGoing`: a package that does not build does not stop those that need it either
 * @returns {Promise<boolean>} true when everything was built
 */
export async function build({ log, filters = [], keepGoing = false }) {
  const startedAt = performance.now();
  const reporter = buildReporter(log);
  const { code, output } = await runCommand(
    path.join(root, 'node_modules', '.bin', 'turbo'),
    [
      'run',
      'build',
      '--ui=stream',
      '--output-logs=full',
      '--log-order=stream',
      '--log-prefix=task',
      '--concurrency=2',
      keepGoing ? '--continue=always' : '--continue=dependencies-successful',
      ...filters.map((filter) => `--filter=${filter}`),
    ],
    {
      cwd: root,
      env: { ...workspaceEnv(), FORCE_COLOR: '0', NO_COLOR: '1' },
      onLine: (line) => reporter.feed(line),
    },
  );
  if (code === 0) {
    log(`built (${formatDuration(performance.now() - startedAt)})`);
    return true;
  }
  const failed = reporter.failed();
  if (failed.length === 0) log(output.trim());
  for (const task of failed) log(`${task} was not built:\n${reporter.outputOf(task)}`);
  return false;
}

if (isEntry(import.meta.url)) {
  await ensureDependencies(root, { log: console.log });
  process.exitCode = (await build({ log: console.log, filters: process.argv.slice(2) })) ? 0 : 1;
}
