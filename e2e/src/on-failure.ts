import { afterEach } from 'vitest';
import { keepPicture } from './picture.js';
import type { Shell } from './shell.js';

/** Says for every test that fails what the window showed and said. */
export function screenshotOnFailure(shell: () => Shell | undefined): void {
  afterEach(async ({ task }) => {
    const open = shell();
    if (task.result?.state !== 'fail' || open === undefined) return;
    console.log(`${await keepPicture(open.page, `${open.kind} ${task.name}`)}. It said: ${open.said()}`);
  });
}
