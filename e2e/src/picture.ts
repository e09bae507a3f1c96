import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const RESULTS = resolve(import.meta.dirname, '../results');

/**
 * Keeps a picture of the window under `e2e/results`.
 * @returns where it is, or why there is none
 */
export async function keepPicture(page: Page, about: string): Promise<string> {
  mkdirSync(RESULTS, { recursive: true });
  const name = `${about.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 70)}.png`;
  return page.screenshot({ path: join(RESULTS, name), timeout: 10_000 }).then(
    () => `a picture of the window is in e2e/results/${name}`,
    (thrown: unknown) =>
      `the window gave no picture (${thrown instanceof Error ? thrown.message : 'unknown'})`,
  );
}
