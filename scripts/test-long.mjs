// `npm run test:long [-- --rounds N] [--seed N]`: the tests that count, as long as one likes. Prints the seed, which
// repeats what was done (not the moments of the kills, which are the machine's).
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { runEndToEnd } from './e2e.mjs';
import { isEntry, root } from './workspace.mjs';

/**
 * What the command line asks for.
 * @param {readonly string[]} args
 * @returns {{ rounds: number, seed: number } | { problem: string }} `problem` says what was received and expected
 */
export function longTestOptions(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { rounds: { type: 'string', default: '300' }, seed: { type: 'string' } },
    });
    const { rounds, seed = String(Date.now() % 1_000_000) } = values;
    if (!/^\d{1,9}$/.test(rounds) || Number(rounds) < 1) {
      return { problem: `--rounds is a whole number from 1, received: ${rounds || 'nothing'}` };
    }
    if (!/^\d{1,9}$/.test(seed)) {
      return { problem: `--seed is a whole number from 0, received: ${seed || 'nothing'}` };
    }
    return { rounds: Number(rounds), seed: Number(seed) };
  } catch (thrown) {
    return { problem: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** @param {{ rounds: number, seed: number }} options @returns {Promise<number>} the exit code */
async function testLong({ rounds, seed }) {
  await ensureDependencies(root, { log: console.log });
  if (!(await build({ log: console.log }))) return 1;
  console.log(`${rounds} kills of the host, a tenth as many of the application; seed ${seed}`);
  process.env.ATOMITON_ROUNDS = String(rounds);
  process.env.ATOMITON_WINDOW_ROUNDS = String(Math.ceil(rounds / 10));
  process.env.ATOMITON_SEED = String(seed);
  const vitest = `${root}/node_modules/vitest/vitest.mjs`;
  const host = await runCommand(process.execPath, [vitest, 'run', 'src/documents/loss.test.ts'], {
    cwd: `${root}/packages/host`,
    show: true,
  });
  const window = await runEndToEnd({
    shell: 'electron',
    log: console.log,
    files: ['tests/loss.test.ts'],
    show: true,
  });
  return host.code === 0 && window.code === 0 ? 0 : 1;
}

if (isEntry(import.meta.url)) {
  const options = longTestOptions(process.argv.slice(2));
  if ('problem' in options) {
    console.error(`${options.problem}\nusage: npm run test:long [-- --rounds N] [--seed N]`);
    process.exitCode = 2;
  } else {
    process.exitCode = await testLong(options);
  }
}
