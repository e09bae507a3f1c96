import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import type { Point } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-menu');
let editor: CanvasFile;

beforeAll(async () => {
  editor = await CanvasFile.open(folder, tableBlueprint('menu'));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

async function menuAt(at: Point): Promise<string[]> {
  await editor.page.mouse.click(at.x, at.y, { button: 'right' });
  return shown();
}

async function shown(): Promise<string[]> {
  const menu = editor.page.getByTestId('canvas-menu');
  await menu.waitFor();
  return menu.getByRole('menuitem').allTextContents();
}

async function close(): Promise<void> {
  await editor.keyboard.press('Escape');
  await editor.page.getByTestId('canvas-menu').waitFor({ state: 'detached' });
}

it('the menu of a node has its commands with their keys, and selects the node', async () => {
  const lines = await menuAt(await editor.header('filter'));
  for (const line of [
    'Mute or unmuteCtrl M',
    'Pin or unpinP',
    'Collapse or expandAlt C',
    'Delete and reconnectCtrl ⌫',
  ]) {
    expect(lines).toContain(line);
  }
  await close();
  await expect.poll(() => editor.chosen()).toEqual(['filter']);
});

it('a command of the menu does what its key does', async () => {
  await menuAt(await editor.header('filter'));
  await editor.page.getByRole('menuitem', { name: 'Mute or unmute' }).click();
  await editor.expectSaved(({ nodes }) => nodes.filter?.mode, 'muted');
  await editor.undoTo(({ nodes }) => nodes.filter?.mode, 'active');
});

it('the menu of several selected nodes is for all of them', async () => {
  await editor.choose('csv', 'words');
  await menuAt(await editor.header('words'));
  await editor.page.getByRole('menuitem', { name: 'Pin or unpin' }).click();
  await editor.expectSaved(({ layout }) => Object.keys(layout.looks ?? {}), ['csv', 'words']);
  await editor.undoTo(({ layout }) => layout.looks, undefined);
});

it('the menu of an edge and that of the canvas have theirs', async () => {
  const middle = await editor.place(editor.edge('filter.table').locator('path.edge'));
  expect((await menuAt(middle)).join()).toContain('Add a reroute point to the edge');
  await editor.page.getByRole('menuitem', { name: 'Delete the selection' }).click();
  await editor.expectSaved(({ edges }) => edges['filter.table'], undefined);
  await editor.undoTo(({ edges }) => edges['filter.table']?.from, 'csv.table');
  const lines = await menuAt(await editor.place(editor.canvas, { x: 0.1, y: 0.4 }));
  expect(lines.join()).toContain('Add a noteShift S');
  expect(lines.join()).not.toContain('Mute');
  await close();
});

it('opens by keyboard on the selection, is walked by arrows and typed letters', async () => {
  await editor.choose('filter');
  await editor.keyboard.press('Shift+F10');
  await shown();
  await editor.keyboard.type('Byp');
  const item = editor.page.getByRole('menuitem', { name: 'Bypass or stop bypassing' });
  await expect.poll(() => item.evaluate((element) => element === document.activeElement)).toBe(true);
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ nodes }) => nodes.filter?.mode, 'bypassed');
  await editor.undoTo(({ nodes }) => nodes.filter?.mode, 'active');
});

it('paste of the menu takes what was copied', async () => {
  await editor.choose('words');
  await editor.keyboard.press('Control+c');
  await menuAt(await editor.place(editor.canvas, { x: 0.1, y: 0.4 }));
  await editor.page.getByRole('menuitem', { name: 'Paste', exact: false }).first().click();
  await editor.expectSaved(({ nodes }) => nodes.words_2?.type, 'core/text');
  await editor.undoTo(({ nodes }) => nodes.words_2, undefined);
});
