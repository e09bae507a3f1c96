import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import type { Point } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-select');
let editor: CanvasFile;

beforeAll(async () => {
  const document = tableBlueprint('select');
  // The words lead to a node that is farther away than the nearest one on that side.
  document.nodes.shown = { type: 'core/preview', typeVersion: 1, parameters: {}, mode: 'active' };
  document.edges['shown.value'] = { from: 'words.text' };
  document.layout.positions.shown = { x: 620, y: 560 };
  editor = await CanvasFile.open(folder, document);
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

/** Drags a box around nodes with keys held. */
async function box(keys: readonly ('Shift' | 'Control' | 'Alt')[], ...ids: string[]): Promise<void> {
  const boxes = await Promise.all(ids.map((id) => editor.node(id).boundingBox()));
  const from: Point = { x: Infinity, y: Infinity };
  const to: Point = { x: -Infinity, y: -Infinity };
  for (const found of boxes) {
    if (found === null) throw new Error('a node is not on the screen');
    from.x = Math.min(from.x, found.x - 8);
    from.y = Math.min(from.y, found.y - 8);
    to.x = Math.max(to.x, found.x + found.width + 8);
    to.y = Math.max(to.y, found.y + found.height + 8);
  }
  for (const key of keys) await editor.keyboard.down(key);
  await editor.drag(from, to);
  for (const key of keys) await editor.keyboard.up(key);
}

it('a box dragged with Shift selects, with Ctrl it adds, with Alt it takes away', async () => {
  await box(['Shift'], 'csv', 'filter');
  await expect.poll(() => editor.chosen()).toEqual(['csv', 'filter']);
  await box(['Control', 'Shift'], 'words');
  await expect.poll(() => editor.chosen()).toEqual(['csv', 'filter', 'words']);
  await box(['Alt', 'Shift'], 'filter');
  await expect.poll(() => editor.chosen()).toEqual(['csv', 'words']);
  await box(['Shift'], 'words');
  await expect.poll(() => editor.chosen()).toEqual(['words']);
});

it('a click with Shift or Ctrl adds and takes away, one without selects alone, Escape nothing', async () => {
  await editor.choose('csv', 'chart');
  await editor.clickAt(await editor.header('preview'), ['Control']);
  await expect.poll(() => editor.chosen()).toEqual(['chart', 'csv', 'preview']);
  await editor.clickAt(await editor.header('chart'), ['Shift']);
  await expect.poll(() => editor.chosen()).toEqual(['csv', 'preview']);
  await editor.clickAt(await editor.header('csv'));
  await expect.poll(() => editor.chosen()).toEqual(['csv']);
  await editor.keyboard.press('Escape');
  await expect.poll(() => editor.chosen()).toEqual([]);
  await editor.keyboard.press('Control+a');
  await expect.poll(async () => (await editor.chosen()).length).toBe(7);
});

it('a drag of several nodes is one step of undo', async () => {
  await editor.choose('csv', 'words');
  const at = await editor.header('words');
  await editor.drag(at, { x: at.x + 70, y: at.y - 50 });
  await expect.poll(async () => (await editor.saved()).layout.positions.csv?.x ?? 0).toBeGreaterThan(30);
  await editor.undoTo(
    ({ layout: { positions } }) => [positions.csv, positions.words],
    [
      { x: 0, y: 0 },
      { x: 0, y: 330 },
    ],
  );
});

it('arrow keys walk along the edges, up and down to the nearest, and Shift extends the selection', async () => {
  await editor.choose('filter');
  await editor.keyboard.press('ArrowDown');
  await expect.poll(() => editor.chosen()).toEqual(['spare']);
  await editor.keyboard.press('ArrowUp');
  await expect.poll(() => editor.chosen()).toEqual(['filter']);
  await editor.choose('words');
  await editor.keyboard.press('ArrowRight');
  await expect.poll(() => editor.chosen()).toEqual(['shown']);
  await editor.keyboard.press('ArrowLeft');
  await expect.poll(() => editor.chosen()).toEqual(['words']);
  await editor.choose('csv');
  await editor.keyboard.press('ArrowRight');
  await expect.poll(() => editor.chosen()).toEqual(['filter']);
  await editor.keyboard.press('ArrowRight');
  await expect.poll(() => editor.chosen()).toEqual(['chart']);
  await editor.keyboard.press('ArrowLeft');
  await expect.poll(() => editor.chosen()).toEqual(['filter']);
  await editor.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => editor.chosen()).toEqual(['csv', 'filter']);
});

it('Alt+arrows move the selection by the grid, with Shift by one; a held key is one step of undo', async () => {
  await editor.choose('words');
  const place = ({ layout }: { layout: { positions: Record<string, Point> } }) => layout.positions.words;
  await editor.keyboard.down('Alt');
  for (let step = 0; step < 5; step++) await editor.keyboard.down('ArrowRight');
  await editor.keyboard.up('ArrowRight');
  await editor.keyboard.up('Alt');
  await editor.expectSaved(place, { x: 100, y: 330 });
  await editor.keyboard.press('Alt+Shift+ArrowUp');
  await editor.expectSaved(place, { x: 100, y: 329 });
  await editor.undoTo(place, { x: 100, y: 330 });
  await editor.undoTo(place, { x: 0, y: 330 });
});

it('Alt+S and U, D or C select what feeds, what is fed, and all that is connected', async () => {
  await editor.choose('filter');
  await editor.press('Alt+s u');
  await expect.poll(() => editor.chosen()).toEqual(['csv', 'filter']);
  await editor.choose('filter');
  await editor.press('Alt+s d');
  await expect.poll(() => editor.chosen()).toEqual(['chart', 'filter', 'preview']);
  await editor.choose('chart');
  await editor.press('Alt+s c');
  await expect.poll(() => editor.chosen()).toEqual(['chart', 'csv', 'filter', 'preview']);
});

it('go to node: the palette brings it to the middle, selected', async () => {
  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('preview');
  await editor.page.getByRole('option', { name: /^Preview\s*preview$/ }).click();
  await expect.poll(() => editor.chosen()).toEqual(['preview']);
  const middle = await editor.place(editor.canvas);
  await expect
    .poll(async () => Math.abs((await editor.place(editor.node('preview'))).x - middle.x))
    .toBeLessThan(5);
});
