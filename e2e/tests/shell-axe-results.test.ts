import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AXE_SETTINGS, violations } from '../src/axe.js';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { ResultGrid } from '../src/result-grid.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { valueNodes } from '../src/value-nodes.js';

const folder = temporaryFolder('axe-results');
const PICTURE = resolve(import.meta.dirname, '../../examples/data/pictures/hills.png');
let shell: Shell;
let editor: EditorPage;
let grid: ResultGrid;

beforeAll(async () => {
  copyFileSync(PICTURE, join(folder, 'hills.png'));
  writeFileSync(join(folder, 'sales.csv'), 'city,price\nOslo,10.5\nRome,20\nLima,\nOslo,30\n');
  const drawing = blueprint('axe-results')
    .node('csv', 'core/csv-reader', { path: 'sales.csv' }, { position: { x: 0, y: 0 } })
    .node('pick', 'core/select-filter', { filter: 'price > 15.0' }, { position: { x: 280, y: 0 } })
    .node('bars', 'core/chart', { x: 'city', y: ['price'] }, { position: { x: 560, y: 0 } })
    .node('stats', 'core/tensor-statistics', {}, { position: { x: 280, y: 260 } })
    .node('picture', 'core/image-load', { path: 'hills.png' }, { position: { x: 0, y: 260 } })
    .node('words', 'core/text', { value: 'first\nsecond line\nthird' }, { position: { x: 0, y: 520 } })
    .node('kinds', 'test/kinds', { folder }, { position: { x: 280, y: 520 } })
    .node('wrong', 'core/csv-reader', { path: 'nowhere.csv' }, { position: { x: 840, y: 0 } })
    .node('after', 'core/preview', {}, { position: { x: 1120, y: 0 } })
    .node('endless', 'test/spin-python', {}, { position: { x: 840, y: 260 } })
    .connect('csv.table', 'pick.table')
    .connect('pick.table', 'bars.table')
    .connect('csv.table', 'stats.data')
    .connect('wrong.table', 'after.value')
    .build();
  const env = valueNodes(folder);
  shell = await openShell({ open: writeBlueprint(folder, drawing), env, settings: AXE_SETTINGS });
  editor = new EditorPage(shell.page);
  grid = new ResultGrid(shell.page);
  shell.page.setDefaultTimeout(15_000);
  await shell.page.setViewportSize({ width: 1600, height: 1000 });
  await editor.node('csv').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);
beforeEach(() => editor.leave());

const clean = async (within?: string): Promise<void> =>
  expect.soft(await violations(editor.page, within)).toEqual([]);
const DIALOG = '[role="dialog"]';
const press = (key: string): Promise<void> => editor.page.keyboard.press(key);

/** Shows the result of a node in the panel. */
async function show(id: string): Promise<void> {
  await editor.select(id);
  await editor.tab('Table');
  await editor.leave();
}

it('a run: its nodes, its timeline, its log', async () => {
  await editor.run();
  for (const id of ['bars', 'stats', 'picture', 'words', 'kinds']) {
    await editor.waitForState(id, 'done');
  }
  await editor.waitForState('wrong', 'failed');
  await editor.waitForState('endless', 'running');
  await editor.leave();
  await clean();
  await editor.tab('Log');
  await clean();
});

it('a failed node, the nodes after it, and the list of problems', async () => {
  await editor.cancel();
  await editor.waitForState('endless', 'cancelled');
  await editor.select('wrong');
  await editor.tab('Problems');
  await clean();
});

it('a table: cells, statistics, the menu of a column, its filter, a cell by itself', async () => {
  await show('csv');
  await grid.settled();
  await clean();
  await editor.page.getByTestId('result').getByRole('button', { name: 'Statistics of the columns' }).click();
  await editor.leave();
  await clean();
  await grid.grid.focus();
  await press('ArrowUp');
  await press('Alt+ArrowDown');
  const menu = editor.page.getByRole('menu');
  await menu.waitFor();
  expect.soft(await violations(editor.page, '[role="menu"]')).toEqual([]);
  await menu.getByRole('menuitem', { name: 'Filter by this column' }).press('Enter');
  const dialog = editor.page.getByRole('dialog');
  await dialog.waitFor();
  await clean(DIALOG);
  await press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await grid.grid.focus();
  await press('ArrowDown');
  await press('Enter');
  await dialog.waitFor();
  await clean(DIALOG);
  await press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await grid.filter.fill('price >');
  await grid.filter.press('Enter');
  await editor.page.getByTestId('result').getByRole('alert').waitFor();
  await clean();
});

it.each([
  ['bars', '[data-testid="chart-stage"] svg'],
  ['picture', '.image-stage'],
  ['stats', '[data-testid="json-tree"] [role="treeitem"]'],
  ['words', '[data-testid="value-text"]'],
])('the result of %s', async (id, part) => {
  await show(id);
  await editor.page.getByTestId('result').locator(part).first().waitFor();
  await clean('.bottom');
});

it.each(['tensor', 'bytes', 'tables', 'file', 'picture'])('a result of the kind %s', async (port) => {
  await show('kinds');
  const result = editor.page.getByTestId('result');
  await result.getByRole('radio', { name: port, exact: true }).press('Enter');
  await expect.poll(() => editor.page.locator('.result-title').textContent()).toContain(` · ${port} · `);
  await expect.poll(() => result.getByText('Loading…').count()).toBe(0);
  await clean('.bottom');
});

it('a value at a port', async () => {
  await editor.select('pick');
  await editor.canvas.press('v');
  await editor.page.getByTestId('probe').waitFor();
  await clean();
  await press('Escape');
});

it('the last good result, marked as previous', async () => {
  writeFileSync(join(folder, 'sales.csv'), 'city,cost\nOslo,1\n');
  await editor.select('pick');
  await editor.page.getByRole('button', { name: 'Run to here' }).first().click();
  await editor.waitForState('pick', 'failed');
  await editor.tab('Table');
  await editor.page.locator('.result-previous').waitFor();
  await editor.leave();
  await clean();
});

it('a form with a wrong value', async () => {
  await editor.select('csv');
  await editor.field('File').fill('');
  await editor.field('File').press('Tab');
  await editor.inspector.getByRole('alert').first().waitFor();
  await clean();
});
