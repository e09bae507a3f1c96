import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach } from 'vitest';
import type { Shell } from './shell.js';

const RESULTS = resolve(import.meta.dirname, '../results');

/** Keeps a picture of the window for every test that fails, under `e2e/results`. */
export function screenshotOnFailure(shell: () => Shell | undefined): void {
  afterEach(async ({ task }) => {
    const open = shell();
    if (task.result?.state !== 'fail' || open === undefined) return;
    mkdirSync(RESULTS, { recursive: true });
    const name = `${open.kind}-${task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}.png`;
    await open.page.screenshot({ path: join(RESULTS, name) }).catch(() => undefined);
    console.log(`a picture of the window is in e2e/results/${name}`);
  });
}
