import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const dataFolder = temporaryFolder('panels');
let shell: Shell;
let editor: EditorPage;

const open = async (): Promise<void> => {
  shell = await openShell({ dataFolder });
  editor = new EditorPage(shell.page);
  await shell.page.setViewportSize({ width: 1600, height: 1000 });
  await editor.ready();
};
beforeAll(open);
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const library = (): Locator => editor.page.getByRole('region', { name: 'Node library' });
const separator = (name: string): Locator => editor.page.getByRole('separator', { name });
const widthOf = async (locator: Locator): Promise<number> =>
  Math.round((await locator.boundingBox())?.width ?? 0);
const bottomHeight = async (): Promise<number> =>
  Math.round((await editor.page.locator('.bottom').boundingBox())?.height ?? 0);

it('side panel, inspector and bottom panel are hidden and shown by keys and by mouse', async () => {
  await press('Alt+l');
  await library().waitFor({ state: 'hidden' });
  await press('Alt+i');
  await editor.inspector.waitFor({ state: 'hidden' });
  await press('Alt+b');
  await editor.page.locator('.bottom').waitFor({ state: 'hidden' });
  await editor.page.getByRole('button', { name: 'Show the inspector' }).click();
  await editor.inspector.waitFor();
  await editor.page.getByRole('button', { name: 'Show or hide the bottom panel' }).click();
  await editor.page.locator('.bottom').waitFor();
  await editor.page.getByRole('button', { name: 'Node library' }).click();
  await library().waitFor();
});

it('panels are resized by mouse and by arrow keys', async () => {
  const before = await widthOf(editor.inspector);
  const line = await separator('Width of the inspector').boundingBox();
  if (line === null) throw new Error('the separator is not on the screen');
  await editor.page.mouse.move(line.x, line.y + 300);
  await editor.page.mouse.down();
  await editor.page.mouse.move(line.x - 90, line.y + 300, { steps: 6 });
  await editor.page.mouse.up();
  await expect.poll(() => widthOf(editor.inspector)).toBeGreaterThan(before + 70);

  const side = await widthOf(library());
  await separator('Width of the side panel').focus();
  await press('ArrowRight');
  await expect.poll(() => widthOf(library())).toBeGreaterThan(side);
  const height = await bottomHeight();
  await separator('Height of the bottom panel').focus();
  await press('ArrowUp');
  await expect.poll(bottomHeight).toBeGreaterThan(height);
});

it('sizes and what is shown are there after a restart of the application', async () => {
  await editor.tab('Log');
  await press('Alt+o');
  await editor.page.getByRole('region', { name: 'Nodes of this blueprint' }).waitFor();
  const sizes = [await widthOf(editor.inspector), await bottomHeight()];
  await shell.close();
  await open();
  await editor.page.getByRole('region', { name: 'Nodes of this blueprint' }).waitFor();
  await expect
    .poll(() => editor.page.getByRole('tab', { name: /^Log/ }).getAttribute('aria-selected'))
    .toBe('true');
  const again = [await widthOf(editor.inspector), await bottomHeight()];
  for (const [index, size] of sizes.entries())
    expect(Math.abs((again[index] ?? 0) - size)).toBeLessThanOrEqual(2);
});

it('focus mode leaves only the canvas, and the panels come back as they were', async () => {
  await press('f');
  await editor.inspector.waitFor({ state: 'hidden' });
  const box = await editor.canvas.boundingBox();
  expect([box?.x, box?.y, box?.width, box?.height]).toEqual([0, 0, 1600, 1000]);
  await editor.page.getByRole('button', { name: 'Leave focus mode' }).click();
  await editor.inspector.waitFor();
  await editor.page.getByRole('region', { name: 'Nodes of this blueprint' }).waitFor();
  await press('f');
  await editor.inspector.waitFor({ state: 'hidden' });
  await press('f');
  await editor.inspector.waitFor();
});

it('the palette puts the panels back to their first sizes', async () => {
  await press('Control+k');
  await editor.page.keyboard.type('put the panels');
  await press('Enter');
  await library().waitFor();
  await expect.poll(() => widthOf(editor.inspector)).toBe(320);
  await expect.poll(() => widthOf(library())).toBe(252);
});

it('every control that Tab reaches shows its focus', async () => {
  const seen = new Set<string>();
  for (let step = 0; step < 60; step++) {
    await press('Tab');
    const focused = await editor.page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return undefined;
      const shownBy = element.closest<HTMLElement>('.input, .search-field') ?? element;
      const style = getComputedStyle(element);
      const around = getComputedStyle(shownBy);
      const isShown =
        (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
        around.boxShadow !== 'none' ||
        element.classList.contains('react-flow') ||
        element.classList.contains('react-flow__node');
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return { what: `${element.tagName} ${element.className} ${name.slice(0, 40)}`, isShown };
    });
    if (focused === undefined) continue;
    seen.add(focused.what);
    expect(focused.isShown, focused.what).toBe(true);
  }
  expect(seen.size).toBeGreaterThan(20);
});
