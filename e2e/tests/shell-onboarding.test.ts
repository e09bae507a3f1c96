import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const folder = temporaryFolder('onboarding');
const csv = join(folder, 'cities.csv');
const picture = join(folder, 'hills.png');
let shell: Shell;
let editor: EditorPage;
const missing: string[] = [];

beforeAll(async () => {
  writeFileSync(csv, 'city,people\nBern,134\nOslo,709\n');
  copyFileSync(join(EXAMPLES, 'data/pictures/hills.png'), picture);
  shell = await openShell();
  editor = new EditorPage(shell.page);
  shell.page.on('response', (response) => {
    if (response.status() >= 400) missing.push(`${response.status()} ${response.url()}`);
  });
  await shell.page.setViewportSize({ width: 1600, height: 1000 });
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const gallery = (): Locator => editor.page.getByRole('dialog', { name: 'Examples' });

it('the first start shows an example at a size that can be read', async () => {
  await editor.node('by_carrier').waitFor();
  const zoom = await editor.page.getByTitle('Zoom to 100 %').textContent();
  console.log(`the first example is shown at ${zoom}`);
  expect(Number.parseInt(zoom ?? '', 10)).toBeGreaterThanOrEqual(80);
});

it('the gallery shows each example with a picture, what it does and what it needs, and opens a copy', async () => {
  await press('w');
  const card = gallery().locator('[data-example="five-languages"]');
  await card.waitFor();
  for (const text of [
    'Five languages',
    'Four branches',
    'Python',
    'Rust',
    'Go',
    'WASM',
    '3 data files',
    '10 nodes',
  ]) {
    await expect.poll(() => card.textContent()).toContain(text);
  }
  await expect
    .poll(() => card.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(640);
  await gallery().locator('[data-example="blur-a-picture"]').focus();
  await press('Enter');
  await gallery().waitFor({ state: 'hidden' });
  await editor.node('soft').waitFor();
});

it('an empty canvas teaches: search, gallery and a file are one press away', async () => {
  await editor.newDocument();
  const empty = editor.page.getByTestId('empty-canvas');
  await empty.getByRole('button', { name: /^See the examples/ }).click();
  await gallery().waitFor();
  await press('Escape');
  await empty.getByRole('button', { name: /^Search nodes/ }).focus();
  await press('Enter');
  await editor.page.getByTestId('node-search').waitFor();
  await press('Escape');
  await withChosenFile(shell, csv, () => empty.getByRole('button', { name: /^Choose a file/ }).click());
  await expect.poll(() => editor.nodeIds()).toEqual(['csv_reader']);
  await empty.waitFor({ state: 'hidden' });
  await expect.poll(() => editor.field('File').inputValue()).toBe(csv);
});

/** Drops a file of this machine on the canvas. */
async function drop(path: string): Promise<void> {
  const { page } = editor;
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'dropped';
    document.body.append(input);
  });
  await page.locator('#dropped').setInputFiles(path);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#dropped');
    const file = input?.files?.[0];
    const pane = document.querySelector('.react-flow__pane');
    if (file === undefined || pane === null) throw new Error('there is nothing to drop, or nowhere');
    const data = new DataTransfer();
    data.items.add(file);
    const { left, top, width, height } = pane.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
    pane.dispatchEvent(new DragEvent('dragover', { ...at, dataTransfer: data }));
    pane.dispatchEvent(new DragEvent('drop', { ...at, dataTransfer: data }));
    input?.remove();
  });
}

it('a file that is dropped gets the node that reads it, with its path where the system tells it', async () => {
  for (const [path, type, node] of [
    [csv, 'CSV reader', 'csv_reader'],
    [picture, 'Image load', 'image_load'],
  ] as const) {
    await editor.newDocument();
    await drop(path);
    await expect.poll(() => editor.nodeIds()).toEqual([node]);
    await editor.inspector.getByRole('heading', { name: type }).waitFor();
    if (shell.kind === 'electron') expect(await editor.field('File').inputValue()).toBe(path);
    else
      await editor.page
        .getByText(/choose it with Browse/)
        .first()
        .waitFor();
  }
});

it('without a document the start page offers the examples, a new blueprint and a file', async () => {
  const discard = editor.page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true });
  for (let open = await editor.documentTabs.count(); open > 0; open--) {
    await editor.page.locator('.tab[data-active="true"] .tab-close').click();
    await expect
      .poll(async () => {
        if (await discard.isVisible()) await discard.click();
        return editor.documentTabs.count();
      })
      .toBe(open - 1);
  }
  const start = editor.page.getByTestId('start-page');
  await start.waitFor();
  await expect.poll(() => start.locator('[data-example]').count()).toBeGreaterThanOrEqual(3);
  await start.getByRole('button', { name: 'New blueprint' }).click();
  await editor.page.getByTestId('empty-canvas').waitFor();
});

it('nothing that the page asks for is missing, its icon included', async () => {
  await editor.page.reload();
  await editor.ready();
  expect(missing).toEqual([]);
});
