// The pictures of the documentation and of the gallery, from the real Electron window: `npm run screenshots [SCENE …]`.
// They are written to docs/images and examples/pictures; the window is 1600 × 1000.
import { build } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { runEndToEnd } from './e2e.mjs';
import { root } from './workspace.mjs';

await ensureDependencies(root, { log: console.log });
if (await build({ log: console.log, keepGoing: true })) {
  const scenes = process.argv.slice(2);
  const { code } = await runEndToEnd({
    shell: 'electron',
    log: console.log,
    show: true,
    config: 'vitest.screenshots.config.ts',
    files: scenes.length === 0 ? [] : ['-t', scenes.join('|')],
  });
  process.exitCode = code;
} else {
  process.exitCode = 1;
}
