import { blueprint } from '@atomiton/blueprint';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('outline');
let editor: CanvasFile;

const drawing = blueprint('levels')
  .subgraph('inner', { name: 'Inner' }, (deep) =>
    deep.node('treasure', 'core/text', { value: 'gold' }, { name: 'Treasure' }),
  )
  .subgraph('outer', { name: 'Outer' }, (inner) =>
    inner.node('chest', 'subgraph/inner').node('lamp', 'core/text', {}, { name: 'Lamp' }),
  )
  .node('cave', 'subgraph/outer', {}, { name: 'Cave' })
  .node('road', 'core/text', {}, { name: 'Road' })
  .build();

beforeAll(async () => {
  editor = await CanvasFile.open(folder, drawing);
  await editor.page.getByRole('button', { name: 'Nodes of this blueprint' }).click();
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const outline = (): Locator => editor.page.getByRole('region', { name: 'Nodes of this blueprint' });
const rows = (): Promise<string[]> =>
  outline()
    .locator('[data-outline]')
    .evaluateAll((all) => all.map((row) => row.getAttribute('data-outline') ?? ''));
const here = async (): Promise<string> => (await editor.crumb.locator('[aria-current]').textContent()) ?? '';

it('lists the levels below their instances and goes there, by mouse', async () => {
  await expect.poll(rows).toEqual(['cave', 'road']);
  await outline().getByRole('button', { name: 'List what is inside Cave' }).click();
  await expect.poll(rows).toEqual(['cave', 'cave/chest', 'cave/lamp', 'road']);
  await outline().getByRole('button', { name: 'List what is inside Inner' }).click();
  await expect.poll(rows).toEqual(['cave', 'cave/chest', 'cave/chest/treasure', 'cave/lamp', 'road']);
  const tops = await outline()
    .locator('[data-outline]')
    .evaluateAll((all) => all.map((row) => [row.getBoundingClientRect().top, row.clientHeight]));
  for (const [index, [top = 0, height = 0]] of tops.entries()) {
    expect(height).toBeLessThanOrEqual(28);
    expect(Math.round(top - (tops[0]?.[0] ?? 0))).toBe(28 * index);
  }
  await outline().getByRole('button', { name: 'Treasure', exact: true }).click();
  await expect.poll(() => editor.chosen()).toEqual(['treasure']);
  expect(await here()).toBe('Inner');
  await outline().getByRole('button', { name: 'Road', exact: true }).click();
  await expect.poll(() => editor.chosen()).toEqual(['road']);
  expect(await here()).toBe('main');
  await outline().getByRole('button', { name: 'Close Cave' }).click();
  await expect.poll(rows).toEqual(['cave', 'road']);
});

it('the same by the keyboard alone, and with the state of each node after a run', async () => {
  await editor.runToEnd();
  await editor.tabTo('List what is inside Cave');
  await editor.keyboard.press('Tab');
  await editor.keyboard.press('ArrowRight');
  await expect.poll(rows).toEqual(['cave', 'cave/chest', 'cave/chest/treasure', 'cave/lamp', 'road']);
  await expect
    .poll(() => outline().locator('[data-outline="cave/chest/treasure"]').textContent())
    .toContain('done');
  await editor.keyboard.press('ArrowLeft');
  await expect.poll(rows).toEqual(['cave', 'road']);
  await editor.keyboard.press('ArrowRight');
  await editor.tabTo('Lampdone');
  await editor.keyboard.press('Enter');
  await expect.poll(() => editor.chosen()).toEqual(['lamp']);
  expect(await here()).toBe('Cave');
});

it('finds a node inside a subgraph, here and by going to a node', async () => {
  await outline().getByRole('searchbox').fill('treas');
  await expect.poll(rows).toEqual(['cave/chest/treasure']);
  await outline().getByRole('searchbox').fill('');
  await editor.canvas.click({ position: { x: 40, y: 300 } });
  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('Treasure');
  await editor.page
    .getByRole('option', { name: /Treasure/ })
    .first()
    .waitFor();
  await editor.keyboard.press('Enter');
  await expect.poll(() => editor.chosen()).toEqual(['treasure']);
  expect(await here()).toBe('Inner');
});
