// The command line from the root: `npm run --silent atomiton -- COMMAND …`. Everything but the command's own output
// goes to stderr, so that `--json` can be piped.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { runCommand, runForeground } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { isEntry, root } from './workspace.mjs';

const entry = path.join(root, 'apps', 'cli', 'dist', 'main.js');
/** What the whole build makes last. */
const page = path.join(root, 'apps', 'desktop', 'out', 'renderer', 'index.html');

/**
 * Whether the arguments ask for nothing but words: then only the command line itself has to be there.
 * @param {readonly string[]} args
 */
export function asksForHelp(args) {
  return (
    args.length === 0 || args[0] === 'help' || args.some((arg) => /^(--help|-h|--version|-V)$/.test(arg))
  );
}

if (isEntry(import.meta.url)) {
  const args = process.argv.slice(2);
  const installed = await ensureDependencies(root, { log: console.error });
  if (asksForHelp(args)) {
    if (!existsSync(entry)) {
      await runCommand(path.join(root, 'node_modules', '.bin', 'tsc'), ['-b', path.join('apps', 'cli')], {
        cwd: root,
        show: 'stderr',
      });
    }
  } else if (installed || !existsSync(entry) || !existsSync(page)) {
    await build({ log: console.error, keepGoing: true });
  }
  if (existsSync(entry)) {
    // Paths in the arguments are relative to where the user is, not to the root that npm changes to.
    process.exitCode = await runForeground(process.execPath, [entry, ...args], {
      cwd: process.env.INIT_CWD ?? process.cwd(),
    });
  } else {
    console.error(`the command line was not built: there is no ${entry}`);
    process.exitCode = 1;
  }
}
