import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-looks');
let editor: CanvasFile;

beforeAll(async () => {
  editor = await CanvasFile.open(folder, tableBlueprint('looks'));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const attribute = (id: string, name: string) => editor.node(id).getAttribute(name);

it('Alt+C collapses a node to its header, edges end at it, and back', async () => {
  const height = (await editor.node('filter').boundingBox())?.height ?? 0;
  await editor.choose('filter');
  await editor.keyboard.press('Alt+c');
  await editor.expectSaved(({ layout }) => layout.looks, { filter: { collapsed: true } });
  expect((await editor.node('filter').boundingBox())?.height ?? 0).toBeLessThan(height / 2);
  await expect.poll(() => editor.page.locator('.react-flow__edge').count()).toBe(3);
  await editor.undoTo(({ layout }) => layout.looks, undefined);
  await expect.poll(async () => (await editor.node('filter').boundingBox())?.height).toBe(height);
});

it('P pins a node: it is not dragged, nudged or aligned', async () => {
  await editor.choose('words');
  await editor.keyboard.press('p');
  await editor.expectSaved(({ layout }) => layout.looks, { words: { pinned: true } });
  await editor.node('words').getByLabel('Pinned: it does not move').waitFor();
  const from = await editor.header('words');
  await editor.drag(from, { x: from.x + 80, y: from.y - 60 });
  await editor.choose('words', 'spare');
  await editor.keyboard.press('Alt+ArrowDown');
  await editor.expectSaved(
    ({ layout: { positions } }) => [positions.words, positions.spare?.y],
    [{ x: 0, y: 330 }, 350],
  );
  await editor.undoTo(({ layout }) => layout.positions.spare?.y, 330);
  await editor.choose('words');
  await editor.keyboard.press('p');
  await editor.expectSaved(({ layout }) => layout.looks, undefined);
});

it('Ctrl+M mutes and Ctrl+B bypasses, again takes it back', async () => {
  await editor.choose('filter');
  await editor.keyboard.press('Control+m');
  await editor.expectSaved(({ nodes }) => nodes.filter?.mode, 'muted');
  expect(await attribute('filter', 'data-mode')).toBe('muted');
  await editor.keyboard.press('Control+b');
  await editor.expectSaved(({ nodes }) => nodes.filter?.mode, 'bypassed');
  await editor.keyboard.press('Control+b');
  await editor.expectSaved(({ nodes }) => nodes.filter?.mode, 'active');
});

it('colours nodes from the menu, several at once, as one step', async () => {
  await editor.choose('csv', 'chart');
  const at = await editor.header('csv');
  await editor.page.mouse.click(at.x, at.y, { button: 'right' });
  await editor.fromSubmenu('Colour', 'Orange');
  await editor.expectSaved(({ layout }) => layout.looks, {
    chart: { color: 'orange' },
    csv: { color: 'orange' },
  });
  expect(await attribute('csv', 'data-color')).toBe('orange');
  await editor.undoTo(({ layout }) => layout.looks, undefined);
});

it('colours by keyboard alone: menu key, arrows, Enter', async () => {
  await editor.choose('csv');
  await editor.keyboard.press('Shift+F10');
  await editor.menuFocused('menu');
  await editor.keyboard.type('Colour');
  for (const name of ['Colour', 'Red']) {
    const item = editor.page.getByRole('menuitem', { name });
    await expect.poll(() => item.evaluate((element) => element === document.activeElement)).toBe(true);
    if (name === 'Colour') await editor.keyboard.press('ArrowRight');
  }
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ layout }) => layout.looks, { csv: { color: 'red' } });
  await editor.undoTo(({ layout }) => layout.looks, undefined);
});

it('the title is typed in place, by double-click and by F2; empty gives the name of the type', async () => {
  const at = await editor.header('csv');
  await editor.page.mouse.dblclick(at.x + 30, at.y);
  const field = editor.page.getByLabel('Title of the node');
  await field.fill('My table');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ nodes }) => nodes.csv?.name, 'My table');
  await editor.node('csv').getByText('My table').waitFor();
  await editor.keyboard.press('F2');
  await field.fill('');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ nodes }) => nodes.csv?.name, undefined);
  await editor.node('csv').getByText('CSV reader').waitFor();
  await editor.undoTo(({ nodes }) => nodes.csv?.name, 'My table');
  await expect.poll(() => editor.page.getByTestId('node-search').count()).toBe(0);
});
