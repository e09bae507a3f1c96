import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { cityRow } from '../src/cities-csv.js';
import { openCities } from '../src/cities-table.js';
import type { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { ResultGrid } from '../src/result-grid.js';
import type { Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const ROWS = 4_000_000;
const folder = temporaryFolder('cancel-views');
let shell: Shell;
let editor: EditorPage;
let grid: ResultGrid;

beforeAll(async () => {
  ({ shell, editor, grid } = await openCities(folder, ROWS));
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

/** The bar of long work in the toolbar of the grid. */
const work = (label: string): Locator => shell.page.locator('.grid-progress').filter({ hasText: label });

async function endIsReached(): Promise<void> {
  await grid.grid.focus();
  await shell.page.keyboard.press('Control+End');
  await grid.settled();
  const { id, city } = cityRow(ROWS - 1);
  const last = (await grid.shown()).at(-1);
  expect([last?.number, last?.cells[0], last?.cells[2]]).toEqual([String(ROWS), String(id), city]);
}

it('a sort of millions of rows is cancelled midway by key: the order before it stays and the grid works', async () => {
  await editor.run();
  await editor.waitForState('rows', 'done', 60_000);
  await editor.select('rows');
  await editor.tab('Table');
  await grid.settled();
  await grid.head('city').click({ position: { x: 20, y: 10 } });
  await work('Putting rows in order').getByRole('button', { name: 'Cancel' }).press('Enter');
  await work('Putting rows in order').waitFor({ state: 'detached' });
  await expect.poll(() => grid.head('city').getAttribute('aria-sort')).toBe('none');
  await grid.settled();
  await endIsReached();
  // The work has ended and not only its bar: the next order is there.
  await grid.filter.fill('id >= 3999990');
  await grid.filter.press('Enter');
  await expect
    .poll(() => grid.count.textContent(), { timeout: 60_000 })
    .toBe('10 of 4,000,000 rows · 3 columns');
  await grid.settled();
  expect((await grid.shown())[0]?.cells[0]).toBe('3999990');
  await shell.page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect.poll(() => grid.count.textContent()).toBe('4,000,000 rows · 3 columns');
});

it('an export of millions of rows is cancelled midway: no file is left, neither whole nor in part, and the next one works', async () => {
  const { page } = shell;
  const before = readdirSync(folder).sort();
  for (const [item, name] of [
    ['CSV (.csv)', 'all.csv'],
    ['Parquet (.parquet)', 'all.parquet'],
    ['Arrow (.arrow)', 'all.arrow'],
  ] as const) {
    await page.getByRole('button', { name: 'Export' }).press('Enter');
    await withChosenFile(shell, join(folder, name), () =>
      page.getByRole('menuitem', { name: item }).press('Enter'),
    );
    const cancel = work('Exporting').getByRole('button', { name: 'Cancel' });
    await cancel.waitFor();
    await expect
      .poll(() => readdirSync(folder).length, { message: 'something is being written' })
      .toBeGreaterThan(before.length);
    await (name === 'all.csv' ? cancel.click() : cancel.press('Enter'));
    await work('Exporting').waitFor({ state: 'detached' });
    await expect.poll(() => readdirSync(folder).sort()).toEqual(before);
  }
  await expect.poll(() => page.getByText(/^Saved to/).count()).toBe(0);
  await endIsReached();
  await grid.filter.fill('id < 3');
  await grid.filter.press('Enter');
  await expect
    .poll(() => grid.count.textContent(), { timeout: 60_000 })
    .toBe('3 of 4,000,000 rows · 3 columns');
  const file = join(folder, 'three.csv');
  await page.getByRole('button', { name: 'Export' }).press('Enter');
  await withChosenFile(shell, file, () => page.getByRole('menuitem', { name: 'CSV (.csv)' }).press('Enter'));
  await page.getByText(`Saved to ${file}`).waitFor();
  expect(existsSync(file)).toBe(true);
  // Nothing of the cancelled ones came after all.
  expect(readdirSync(folder).sort()).toEqual([...before, 'three.csv'].sort());
});
