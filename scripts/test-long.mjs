// `npm run test:long [-- --rounds N] [--seed N]`: the tests that count, as long as one likes. Prints the seed, which
// repeats what was done (not the moments of the kills, which are the machine's).
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { runEndToEnd } from './e2e.mjs';
import { root } from './workspace.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '300' }, seed: { type: 'string' } },
});
const rounds = Number(values.rounds);
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error(
    `--rounds and --seed are whole numbers, received: ${values.rounds}, ${values.seed ?? 'none'}`,
  );
  process.exit(2);
}
await ensureDependencies(root, { log: console.log });
if (!(await build({ log: console.log }))) process.exit(1);
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
process.exitCode = host.code === 0 && window.code === 0 ? 0 : 1;
