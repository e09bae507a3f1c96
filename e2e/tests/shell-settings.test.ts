import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const dataFolder = temporaryFolder('settings');
const file = join(dataFolder, 'settings.json');
let shell: Shell;
let editor: EditorPage;

const open = async (): Promise<void> => {
  shell = await openShell({ dataFolder });
  editor = new EditorPage(shell.page);
  await editor.ready();
};
beforeAll(open);
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const dialog = (): Locator => editor.page.getByRole('dialog', { name: 'Settings' });
const setting = (name: string): Locator => dialog().locator(`[data-setting="${name}"]`);
const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const page = (name: string): Promise<void> => dialog().getByRole('button', { name, exact: true }).click();
const theme = (): Promise<string | undefined> =>
  editor.page.evaluate(() => document.documentElement.dataset.theme);

it('the theme follows the choice and the system, at once and after a restart', async () => {
  await editor.page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(theme).toBe('light');
  await editor.page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(theme).toBe('dark');
  await editor.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await setting('appearance.theme').getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'Light' });
  await expect.poll(theme).toBe('light');
  await press('Escape');
  await shell.close();
  await open();
  await expect.poll(theme).toBe('light');
  await press('Control+,');
  await setting('appearance.theme')
    .getByRole('button', { name: /^Reset Theme/ })
    .click();
  await expect.poll(() => JSON.parse(readFileSync(file, 'utf8')).appearance).toEqual({});
  await press('Escape');
});

it('the search finds settings of all sections by what they do', async () => {
  await press('Control+,');
  const search = dialog().getByLabel('Search settings');
  await search.fill('dots');
  await expect.poll(() => dialog().locator('[data-setting]').count()).toBe(2);
  await setting('canvas.grid').waitFor();
  await search.fill('no such thing at all');
  await dialog().getByText('No setting matches.').waitFor();
  await press('Escape');
});

it('grid, map and edges are drawn as they are set', async () => {
  const dots = editor.page.locator('.react-flow__background');
  const edge = editor.page.locator('.react-flow__edge-path').first();
  await dots.waitFor();
  await expect.poll(() => edge.getAttribute('d')).toContain('C');
  await press('Control+,');
  await page('Canvas');
  await setting('canvas.grid').getByRole('switch', { name: 'Grid' }).click();
  await setting('canvas.minimap').getByRole('switch', { name: 'Map' }).focus();
  await press('Space');
  await setting('canvas.edges').getByRole('combobox', { name: 'Edges' }).selectOption({ label: 'Straight' });
  await press('Escape');
  await dots.waitFor({ state: 'hidden' });
  await editor.page.getByTestId('minimap').waitFor({ state: 'hidden' });
  await expect.poll(() => edge.getAttribute('d')).not.toContain('C');
});

it('nodes that are moved keep to the grid when that is set', async () => {
  await press('Control+,');
  await page('Canvas');
  await setting('canvas.snap').getByRole('switch', { name: 'Snap to the grid' }).click();
  await press('Escape');
  await editor.newDocument();
  const id = await editor.addFromLibrary('Number', { x: 0.3, y: 0.3 });
  const box = await editor.node(id).boundingBox();
  if (box === null) throw new Error('the node is not on the screen');
  await editor.page.mouse.move(box.x + 60, box.y + 14);
  await editor.page.mouse.down();
  await editor.page.mouse.move(box.x + 127, box.y + 61, { steps: 6 });
  await editor.page.mouse.up();
  const place = await editor.page
    .locator(`.react-flow__node[data-id="${id}"]`)
    .evaluate((node) =>
      /translate\((-?[\d.]+)px,\s*(-?[\d.]+)px\)/.exec((node as HTMLElement).style.transform),
    );
  expect([Number(place?.[1]) % 20, Number(place?.[2]) % 20].map(Math.abs)).toEqual([0, 0]);
});

it('reduced motion switches every transition off', async () => {
  const duration = (): Promise<string> =>
    editor.page.evaluate(() => {
      const button = document.querySelector('.button');
      return button === null ? '' : getComputedStyle(button).transitionProperty;
    });
  expect(await duration()).not.toBe('none');
  await press('Control+,');
  await setting('appearance.motion')
    .getByRole('combobox', { name: 'Motion' })
    .selectOption({ label: 'Reduced' });
  await press('Escape');
  await expect.poll(duration).toBe('none');
  await press('Control+,');
  await setting('appearance.motion')
    .getByRole('combobox', { name: 'Motion' })
    .selectOption({ label: 'As the system' });
  await press('Escape');
  await editor.page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(duration).toBe('none');
  await editor.page.emulateMedia({ reducedMotion: null });
});

it('the size of the interface is set in the window of the desktop, and left to the browser elsewhere', async () => {
  await press('Control+,');
  if (shell.kind === 'chromium') {
    await expect.poll(() => setting('appearance.zoom').count()).toBe(0);
  } else {
    const before = await editor.page.evaluate(() => window.devicePixelRatio);
    await setting('appearance.zoom')
      .getByRole('combobox', { name: 'Size of the interface' })
      .selectOption({ label: '125 %' });
    await expect.poll(() => editor.page.evaluate(() => window.devicePixelRatio)).toBeCloseTo(before * 1.25);
    await setting('appearance.zoom')
      .getByRole('button', { name: /^Reset/ })
      .click();
    await expect.poll(() => editor.page.evaluate(() => window.devicePixelRatio)).toBeCloseTo(before);
  }
  await press('Escape');
});

it('a wrong number of workers is kept, marked and explained, and changes nothing', async () => {
  await press('Control+,');
  await page('Runtimes');
  const workers = setting('runtimes.workers').getByRole('textbox', { name: 'Workers' });
  await workers.fill('many');
  await setting('runtimes.workers').getByRole('alert').waitFor();
  await expect
    .poll(() => setting('runtimes.workers').getByRole('alert').textContent())
    .toContain('received "many"');
  expect(JSON.parse(readFileSync(file, 'utf8')).runtimes?.workers).toBeUndefined();
  await workers.fill('3');
  await press('Enter');
  await expect.poll(() => JSON.parse(readFileSync(file, 'utf8')).runtimes?.workers).toBe(3);
  await press('Escape');
});

it('a damaged file is said, kept aside, and the defaults apply', async () => {
  await shell.close();
  writeFileSync(file, '{"appearance": {"theme": "li');
  await open();
  const message = editor.page.getByRole('alert').filter({ hasText: 'settings.json' });
  await message.waitFor();
  await expect.poll(() => message.textContent()).toMatch(/could not be read .*defaults apply.*kept as/s);
  const aside = readdirSync(dataFolder).filter((name) => name.startsWith('settings.json.damaged'));
  expect(readFileSync(join(dataFolder, aside[0] ?? ''), 'utf8')).toBe('{"appearance": {"theme": "li');
  await editor.page.locator('.react-flow__background').waitFor();
});
