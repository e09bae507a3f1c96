import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('reopen');
const dataFolder = join(folder, 'data');
let shell: Shell;
let editor: EditorPage;
let alpha: string;

beforeAll(async () => {
  mkdirSync(dataFolder);
  alpha = writeBlueprint(folder, blueprint('alpha').node('one', 'core/number', { value: 1 }).build());
  writeBlueprint(folder, blueprint('beta').node('two', 'core/text', { value: 'b' }).build());
  await start();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

async function start(): Promise<void> {
  shell = await openShell({ dataFolder });
  editor = new EditorPage(shell.page);
  await editor.ready();
}

/** Kills the process that holds the documents, and starts the application anew with the same data folder. */
async function killAndStart(): Promise<void> {
  process.kill(shell.hostPid, 'SIGKILL');
  await shell.close().catch(() => undefined);
  await start();
}

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const nameOf = (): Promise<string | null> => editor.page.getByTestId('document-name').textContent();
const openFile = (name: string): Promise<void> =>
  withChosenFile(shell, join(folder, `${name}.blueprint.json`), () => press('Control+o'));

it('after kill -9 the tabs, their order, the one in front, unsaved edits and the closed tabs are back', async () => {
  await press('Alt+w');
  for (const name of ['alpha', 'beta']) {
    await openFile(name);
    await editor.documentTab(name).waitFor();
  }
  await editor.newDocument();
  await editor.addBySearch('Number');
  await editor.renameDocument('never saved');
  await press('Alt+1');
  await editor.node('one').waitFor();
  await editor.renameDocument('alpha, edited');
  await editor.addBySearch('Preview');
  await press('Control+z');
  await press('Alt+Shift+PageDown');
  await expect.poll(() => editor.tabTitles()).toEqual(['beta', 'alpha', 'never saved']);
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');

  await killAndStart();
  await expect.poll(() => editor.tabTitles()).toEqual(['beta', 'alpha', 'never saved']);
  await expect.poll(() => editor.activeTab()).toBe('alpha');
  expect(await nameOf()).toBe('alpha, edited');
  await expect.poll(() => editor.nodeIds()).toEqual(['one']);
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  expect((JSON.parse(readFileSync(alpha, 'utf8')) as { name: unknown }).name).toBe('alpha');
  await press('Alt+3');
  await expect.poll(nameOf).toBe('never saved');
  await expect.poll(() => editor.nodeIds()).toHaveLength(1);
  await press('Alt+2');
});

it('a tab that came to the front two seconds before a kill is in front again, also while others are still brought back', async () => {
  await press('Alt+3');
  await expect.poll(() => editor.activeTab(), { interval: 5 }).toBe('never saved');
  await editor.page.waitForTimeout(2000);
  await killAndStart();
  await expect.poll(() => editor.activeTab()).toBe('never saved');
  await editor.documentTab('beta').click();
  await expect.poll(() => editor.activeTab(), { interval: 5 }).toBe('beta');
  await editor.page.waitForTimeout(2000);
  await killAndStart();
  await expect.poll(() => editor.activeTab()).toBe('beta');
  await expect.poll(() => editor.tabTitles()).toHaveLength(3);
  await press('Alt+2');
  await expect.poll(() => editor.activeTab()).toBe('alpha');
});

it('undo and redo go on where they were', async () => {
  await press('Control+Shift+z');
  await expect.poll(() => editor.nodeIds()).toHaveLength(2);
  await press('Control+z');
  await press('Control+z');
  await expect.poll(nameOf).toBe('alpha');
  await press('Control+Shift+z');
  await expect.poll(nameOf).toBe('alpha, edited');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
});

/** Where the canvas is, as its style has it. */
const transform = (): Promise<string> =>
  editor.page
    .locator('.react-flow__viewport')
    .evaluate((element) => (element as HTMLElement).style.transform);
let left = '';

it('text that was being typed is in its field again', async () => {
  await press('Alt+1');
  await editor.node('two').waitFor();
  const fitted = await transform();
  await editor.canvas.hover({ position: { x: 300, y: 250 } });
  await editor.page.mouse.wheel(0, 400);
  await expect.poll(transform).not.toBe(fitted);
  await press('Alt+=');
  await editor.select('two');
  const field = editor.field('Text');
  await field.fill('half a sen');
  await expect
    .poll(() => editor.page.evaluate(() => document.activeElement?.tagName ?? ''))
    .toMatch(/INPUT|TEXTAREA/);
  // The draft is journalled within half a second of the last key.
  await editor.page.waitForTimeout(600);
  left = await transform();
  await killAndStart();
  await expect.poll(() => editor.activeTab()).toBe('beta');
  await expect.poll(() => editor.field('Text').inputValue()).toBe('half a sen');
  await editor.field('Text').press('Tab');
  await expect.poll(() => editor.node('two').locator('.node-value').first().textContent()).toBe('half a sen');
});

it('the canvas is where it was left', async () => {
  await expect.poll(transform).toBe(left);
});

it('a closed tab with unsaved edits is reopened after a kill', async () => {
  await press('Alt+2');
  await expect.poll(() => editor.activeTab()).toBe('alpha');
  await press('Alt+w');
  await editor.page.getByRole('dialog').getByRole('button', { name: 'Keep unsaved' }).click();
  await expect.poll(() => editor.tabTitles()).toEqual(['beta', 'never saved']);
  await killAndStart();
  await press('Control+Shift+T');
  await editor.documentTab('alpha').waitFor();
  expect(await nameOf()).toBe('alpha, edited');
  await press('Control+z');
  await expect.poll(nameOf).toBe('alpha');
});
