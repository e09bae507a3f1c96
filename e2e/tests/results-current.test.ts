import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { ResultGrid } from '../src/result-grid.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('current');
let shell: Shell;
let editor: EditorPage;
let reader: string;
let picker: string;
let preview: string;

beforeAll(async () => {
  writeFileSync(join(folder, 'sales.csv'), 'city,cost\nOslo,3\nRome,1\nBern,2\n');
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const states = (): Promise<string[]> =>
  Promise.all([reader, picker, preview].map((node) => editor.state(node)));

it('Run to here leaves the nodes behind it as they are', async () => {
  await editor.newDocument();
  reader = await editor.addFromLibrary('CSV reader', { x: 0.2, y: 0.3 });
  picker = await editor.addFromLibrary('Select and filter', { x: 0.45, y: 0.3 });
  preview = await editor.addFromLibrary('Preview', { x: 0.7, y: 0.3 });
  await editor.connect(`${reader}.table`, `${picker}.table`);
  await editor.connect(`${picker}.table`, `${preview}.value`);
  await editor.select(reader);
  await editor.setField('File', join(folder, 'sales.csv'));
  await editor.runToEnd();
  expect(await states()).toEqual(['done', 'done', 'done']);
  await editor.select(picker);
  await editor.page.getByRole('button', { name: 'Run to here' }).first().click();
  await editor.waitForState(picker, 'cached');
  await editor.waitForEnd();
  expect(await states()).toEqual(['cached', 'cached', 'done']);
  await expect.poll(() => editor.page.getByTestId('run-counts').textContent()).toBe('1 done · 2 cached');
});

it('the first save leaves all results as they are, and the next run takes them from the cache', async () => {
  await editor.runToEnd();
  await editor.waitForEnd();
  const before = await states();
  await withChosenFile(shell, join(folder, 'work.blueprint.json'), () =>
    editor.page.keyboard.press('Control+s'),
  );
  await editor.documentTab('work').waitFor();
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  await editor.select(reader);
  await expect.poll(() => editor.field('File').inputValue()).toBe('sales.csv');
  expect(await states()).toEqual(before);
  await editor.runToEnd();
  await expect.poll(states).toEqual(['cached', 'cached', 'cached']);
});

it('sort, filter and column widths of a table are there again after a change of tab, and an export has them', async () => {
  const { page } = editor;
  const grid = new ResultGrid(page);
  await editor.select(reader);
  await editor.tab('Table');
  await grid.grid.focus();
  await page.keyboard.press('ArrowUp');
  const widthOf = async (): Promise<number> =>
    Math.round((await grid.head('city').boundingBox())?.width ?? 0);
  await expect.poll(widthOf).toBeGreaterThan(0);
  const width = await widthOf();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(widthOf).toBe(width + 20);
  await grid.head('city').click();
  await expect.poll(() => grid.head('city').getAttribute('aria-sort')).toBe('ascending');
  await grid.filter.fill('cost > 1');
  await grid.filter.press('Enter');
  await expect.poll(() => grid.count.textContent()).toBe('2 of 3 rows · 2 columns');

  await editor.newDocument();
  await grid.grid.waitFor({ state: 'detached' });
  await editor.documentTab('work').click();
  await expect.poll(() => grid.count.textContent()).toBe('2 of 3 rows · 2 columns');
  await grid.settled();
  await expect.poll(() => grid.filter.inputValue()).toBe('cost > 1');
  await expect.poll(() => grid.head('city').getAttribute('aria-sort')).toBe('ascending');
  expect(await widthOf()).toBe(width + 20);
  expect((await grid.shown()).map(({ cells }) => cells[0])).toEqual(['Bern', 'Oslo']);

  const out = join(folder, 'out.csv');
  await page.getByRole('button', { name: 'Export' }).click();
  await withChosenFile(shell, join(folder, 'out'), () =>
    page.getByRole('menuitem', { name: 'CSV (.csv)' }).click(),
  );
  await page.getByText(`Saved to ${out}`).waitFor();
  expect(readFileSync(out, 'utf8').trimEnd().split('\r\n')).toEqual(['city,cost', 'Bern,2', 'Oslo,3']);
});
