import { blueprint } from '@atomiton/blueprint';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { KeyboardPage } from '../src/keyboard-page.js';
import { byKeyboardAlone } from '../src/keyboard-tests.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('keyboard-window');
let editor: KeyboardPage;

byKeyboardAlone(async () => {
  const document = blueprint('window')
    .node('text', 'core/text', { value: 'first' }, { position: { x: 0, y: 0 } })
    .node('preview', 'core/preview', {}, { position: { x: 320, y: 0 } })
    .connect('text.text', 'preview.value')
    .build();
  editor = await KeyboardPage.openFile(folder, document);
  return editor;
});

const dialog = (): Locator => editor.page.getByRole('dialog');
const widthOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.width ?? 0;
const heightOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.height ?? 0;

it('panels are resized by arrow keys, hidden and shown, and the keyboard stays where it can be seen', async () => {
  const side = editor.page.locator('.side-panel');
  const bottom = editor.page.locator('.bottom');
  for (const [name, key, size] of [
    ['Width of the side panel', 'ArrowRight', () => widthOf(side)],
    ['Width of the inspector', 'ArrowLeft', () => widthOf(editor.inspector)],
    ['Height of the bottom panel', 'ArrowUp', () => heightOf(bottom)],
  ] as const) {
    const before = await size();
    await editor.reach(name);
    await editor.focusShown();
    await editor.press(key);
    await expect.poll(size).toBeGreaterThan(before);
  }
  await editor.reach('Search nodes', 'F6');
  await editor.reach(/^Add Number/);
  await editor.press('Alt+l');
  await side.waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.reach('Timeline', 'F6');
  await editor.press('Alt+b');
  await bottom.waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.goTo('text');
  await editor.press('Enter');
  await editor.focusShown();
  await editor.press('Escape');
  await editor.toCanvas();
  await editor.press('Alt+i');
  await editor.inspector.waitFor({ state: 'hidden' });
  await editor.focusShown();
  for (const key of ['Alt+l', 'Alt+b', 'Alt+i']) await editor.press(key);
  await editor.inspector.waitFor();
  await editor.press('f');
  await editor.inspector.waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.press('f');
  await editor.inspector.waitFor();
  await editor.focusShown();
});

it('Escape goes from a panel back to what is selected on the canvas', async () => {
  await editor.goTo('text');
  await editor.reach('Timeline', 'F6');
  await editor.press('Escape');
  await expect
    .poll(() => editor.page.evaluate(() => document.activeElement?.getAttribute('data-id')))
    .toBe('text');
  await expect.poll(() => editor.chosen()).toEqual(['text']);
});

it('tabs of the bottom panel are walked by arrows', async () => {
  await editor.reach('Timeline', 'F6');
  for (const name of ['Problems', 'Log', 'Table']) {
    await editor.press('ArrowRight');
    await expect.poll(async () => (await editor.focus()).name).toContain(name);
    await editor.focusShown();
  }
  await editor.press('Home');
});

it('a setting is changed, a key is given to a command and used', async () => {
  await editor.toCanvas();
  await editor.press('Control+,');
  await dialog().waitFor();
  await editor.focusShown();
  await editor.use('Canvas');
  await editor.reach('Map');
  await editor.press('Space');
  const map = dialog().locator('[data-setting="canvas.minimap"]').getByRole('switch');
  await expect.poll(() => map.getAttribute('aria-checked')).toBe('false');
  await editor.press('Shift+Tab');
  await editor.use(/^Reset/);
  await expect.poll(() => map.getAttribute('aria-checked')).toBe('true');
  await editor.use('Keys');
  await editor.reach('Search commands and keys');
  await editor.keyboard.type('fit the selection');
  await editor.use(/^Add a key to/);
  await editor.press('Shift+Y');
  await expect.poll(() => dialog().getByTestId('recorded-key').textContent()).toBe('Shift Y');
  await editor.press('Enter');
  const row = dialog().locator('[data-command="fit-selection"]');
  await expect.poll(() => row.locator('kbd').allTextContents()).toContain('Shift Y');
  await editor.focusShown();
  await editor.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.goTo('text');
  await editor.press('Alt+0');
  const zoom = editor.page.getByTitle('Zoom to 100 %');
  await expect.poll(() => zoom.textContent()).toBe('100 %');
  await editor.press('Alt+-');
  await expect.poll(() => zoom.textContent()).toBe('80 %');
  await editor.press('Shift+Y');
  await expect.poll(() => zoom.textContent()).not.toBe('80 %');
});

it('the runtimes, the cheat sheet and the menu of the document', async () => {
  await editor.command('Runtimes: what is there');
  await editor.page.getByTestId('runtimes-view').waitFor();
  await editor.focusShown();
  await editor.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.toCanvas();
  await editor.press('?');
  await dialog().waitFor();
  await editor.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.reach('Document', 'Shift+Tab');
  await editor.press('Enter');
  const menu = editor.page.getByRole('menu');
  await menu.waitFor();
  await editor.focusShown();
  await editor.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  expect((await editor.focus()).name).toBe('Document');
  await editor.press('Shift+F2');
  await editor.page.getByLabel('Name of the blueprint', { exact: true }).waitFor();
  await editor.press('Escape');
  await editor.focusShown();
});

it('an example of the gallery is opened, and the keyboard is on its canvas', async () => {
  await editor.toCanvas();
  await editor.press('w');
  await dialog().locator('[data-example]').first().waitFor();
  await editor.focusShown();
  await editor.use(/Blur a picture/);
  await editor.node('soft').waitFor();
  await editor.focusShown();
});
