import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { expect, it } from 'vitest';
import { KeyboardPage } from '../src/keyboard-page.js';
import { byKeyboardAlone } from '../src/keyboard-tests.js';
import { ResultGrid } from '../src/result-grid.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { valueNodes } from '../src/value-nodes.js';

const folder = temporaryFolder('keyboard-results');
const PICTURE = resolve(import.meta.dirname, '../../examples/data/pictures/hills.png');
let editor: KeyboardPage;
let grid: ResultGrid;

byKeyboardAlone(async () => {
  copyFileSync(PICTURE, join(folder, 'hills.png'));
  writeFileSync(join(folder, 'sales.csv'), 'city,price\nOslo,10.5\nRome,20\nLima,5\nOslo,30\n');
  const drawing = blueprint('keyboard-results')
    .node('csv', 'core/csv-reader', { path: 'sales.csv' }, { position: { x: 0, y: 0 } })
    .node('pick', 'core/select-filter', { filter: 'price > 8.0' }, { position: { x: 280, y: 0 } })
    .node('stats', 'core/tensor-statistics', {}, { position: { x: 280, y: 260 } })
    .node('picture', 'core/image-load', { path: 'hills.png' }, { position: { x: 0, y: 260 } })
    .node('wrong', 'core/csv-reader', { path: 'nowhere.csv' }, { position: { x: 560, y: 0 } })
    .node('endless', 'test/spin-python', {}, { position: { x: 560, y: 260 } })
    .connect('csv.table', 'pick.table')
    .connect('csv.table', 'stats.data')
    .build();
  editor = await KeyboardPage.openFile(folder, drawing, { env: valueNodes(folder) });
  grid = new ResultGrid(editor.page);
  return editor;
});

const result = () => editor.page.getByTestId('result');

it('a run is started, cancelled, and its problem is gone to', async () => {
  await editor.toCanvas();
  await editor.press('Control+Enter');
  await editor.waitForState('endless', 'running');
  for (const id of ['pick', 'stats', 'picture']) await editor.waitForState(id, 'done');
  await editor.press('Control+Alt+Enter');
  await editor.waitForState('endless', 'cancelled');
  await editor.focusShown();
  await editor.command('Show the problems');
  await editor.page.getByTestId('problems').waitFor();
  await editor.focusShown();
  await editor.reach(/nowhere\.csv/);
  await editor.press('Enter');
  await expect.poll(() => editor.chosen()).toEqual(['wrong']);
  await editor.focusShown();
});

it('a run to one node, by its key', async () => {
  await editor.goTo('csv');
  await editor.press('Alt+Enter');
  await editor.page.getByTestId('run-state').filter({ hasText: /^Done/ }).waitFor();
  await editor.focusShown();
});

it('a table is opened, walked, sorted and filtered, a cell is looked at, and each time the keyboard is back', async () => {
  await editor.goTo('csv');
  await editor.press('Shift+v');
  await grid.settled();
  await expect.poll(async () => (await editor.focus()).element).toContain('grid');
  await editor.focusShown();
  await editor.press('Control+Home ArrowRight ArrowUp Enter');
  await expect
    .poll(async () => (await grid.shown()).map(({ cells }) => cells[1]))
    .toEqual(['5', '10.5', '20', '30']);
  await editor.press('Alt+ArrowDown');
  const menu = editor.page.getByRole('menu');
  await menu.waitFor();
  await editor.reach('Sort descending', 'ArrowDown');
  await editor.press('Enter');
  await menu.waitFor({ state: 'hidden' });
  await expect
    .poll(async () => (await grid.shown()).map(({ cells }) => cells[1]))
    .toEqual(['30', '20', '10.5', '5']);
  await expect.poll(async () => (await editor.focus()).element).toContain('grid');
  await editor.press('Alt+ArrowDown');
  await menu.waitFor();
  await editor.reach('Filter by this column', 'ArrowDown');
  await editor.press('Enter');
  const dialog = editor.page.getByRole('dialog');
  await dialog.waitFor();
  await editor.focusShown();
  await editor.reach('Value');
  await editor.keyboard.type('20');
  await editor.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await grid.settled();
  await expect.poll(async () => (await grid.shown()).length).toBeLessThan(4);
  await expect.poll(async () => (await editor.focus()).element).toContain('grid');
  await editor.press('ArrowDown Enter');
  await dialog.waitFor();
  await editor.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(async () => (await editor.focus()).element).toContain('grid');
  await editor.focusShown();
});

it('an output is chosen, the result is pinned and let go, and another node is seen', async () => {
  await editor.goTo('pick');
  await editor.press('Shift+v');
  await result().getByRole('radio', { name: 'rows' }).waitFor();
  await editor.reach('rows', 'Shift+Tab');
  await editor.press('Enter');
  await expect.poll(() => result().getByTestId('value-text').textContent()).toBe('3');
  await editor.focusShown();
  await editor.press('Alt+p');
  await editor.goTo('stats');
  await expect.poll(() => editor.page.locator('.result-title').textContent()).toContain('rows');
  await editor.press('Alt+p');
  await expect.poll(() => editor.page.locator('.result-title').textContent()).not.toContain('rows');
});

it('a picture is zoomed, read pixel by pixel, and saved', async () => {
  await editor.goTo('picture');
  await editor.press('Shift+v');
  const viewer = editor.page.getByTestId('image-viewer');
  await expect.poll(async () => (await editor.focus()).element).toContain('image-stage');
  await editor.focusShown();
  const scale = viewer.getByTestId('image-scale');
  await editor.press('1');
  await expect.poll(() => scale.textContent()).toBe('100 %');
  await editor.press('+');
  await expect.poll(() => scale.textContent()).toBe('125 %');
  await editor.press('Shift+ArrowRight');
  await expect.poll(() => viewer.getByTestId('image-pixel').textContent()).toMatch(/^x \d+, y \d+: /);
  const path = join(folder, 'saved.png');
  if (editor.shell.electron !== undefined) {
    // Nobody can drive the dialog of the system.
    await editor.shell.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
  }
  await editor.reach('Save as PNG', 'Shift+Tab');
  await editor.press('Enter');
  if (editor.shell.electron === undefined) {
    await editor.page.getByRole('dialog').waitFor();
    await editor.reach('File name');
    await editor.press('Control+a');
    await editor.keyboard.type(path);
    await editor.press('Enter');
    await editor.page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await expect.poll(() => existsSync(path)).toBe(true);
  await editor.focusShown();
});

it('a JSON value is opened branch by branch', async () => {
  await editor.goTo('stats');
  await editor.press('Shift+v');
  const tree = editor.page.getByTestId('json-tree');
  await tree.getByRole('treeitem').first().waitFor();
  await expect
    .poll(() => editor.page.evaluate(() => document.activeElement?.getAttribute('role')))
    .toBe('tree');
  await editor.focusShown();
  await editor.press('Home');
  const present = tree.getByRole('treeitem', { selected: true });
  const expanded = (): Promise<string | null> => present.getAttribute('aria-expanded');
  for (let step = 0; step < 30 && (await expanded()) === null; step++) await editor.press('ArrowDown');
  if ((await expanded()) === 'true') await editor.press('ArrowLeft');
  await expect.poll(expanded).toBe('false');
  const closed = await tree.getByRole('treeitem').count();
  await editor.press('ArrowRight');
  await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(closed);
});

it('the value at a port is shown by V and goes by Escape', async () => {
  await editor.toCanvas();
  await editor.goTo('pick');
  await editor.press('v');
  const probe = editor.page.getByTestId('probe');
  await probe.waitFor();
  await editor.focusShown();
  await editor.press('ArrowRight');
  await editor.press('Escape');
  await probe.waitFor({ state: 'hidden' });
  await editor.focusShown();
  await expect
    .poll(() => editor.page.evaluate(() => document.activeElement?.getAttribute('data-id')))
    .toBe('pick');
});
