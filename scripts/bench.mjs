// `npm run bench [-- NAME …]`: builds what is missing, then prints the table of ratios.
import path from 'node:path';
import { build } from './build.mjs';
import { runForeground } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { root } from './workspace.mjs';

await ensureDependencies(root, { log: console.error });
const built = await build({ log: console.error, filters: ['@atomiton/bench...'] });
process.exitCode = built
  ? await runForeground(process.execPath, [
      path.join(root, 'bench', 'dist', 'main.js'),
      ...process.argv.slice(2),
    ])
  : 1;
