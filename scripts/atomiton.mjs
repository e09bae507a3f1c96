// The command line from the root: `npm run --silent atomiton -- COMMAND …`. Everything but the command's own output
// goes to stderr, so that `--json` can be piped.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { runForeground } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { root } from './workspace.mjs';

const entry = path.join(root, 'apps', 'cli', 'dist', 'main.js');
const installed = await ensureDependencies(root, { log: console.error });
if (installed || !existsSync(entry)) await build({ log: console.error, keepGoing: true });
if (existsSync(entry)) {
  // Paths in the arguments are relative to where the user is, not to the root that npm changes to.
  process.exitCode = await runForeground(process.execPath, [entry, ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
} else {
  console.error(`the command line was not built: there is no ${entry}`);
  process.exitCode = 1;
}
