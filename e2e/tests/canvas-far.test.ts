import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile } from '../src/canvas-file.js';
import type { Point } from '../src/editor-page.js';
import { GRID, gridBlueprint } from '../src/grid-blueprint.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const COUNT = 900;
const COLUMNS = 30;
let editor: CanvasFile;

beforeAll(async () => {
  const folder = temporaryFolder('canvas-far');
  editor = await CanvasFile.openFar(folder, gridBlueprint('far', COUNT, COLUMNS));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

/** Where the middle of a node's box is in the window. */
async function boxOf(index: number): Promise<Point> {
  const { x, y } = { x: (index % COLUMNS) * GRID.x, y: Math.floor(index / COLUMNS) * GRID.y };
  return editor.toScreen({ x: x + 100, y: y + 50 });
}

const has =
  (...ids: number[]) =>
  (document: Blueprint) =>
    ids.map((id) => Object.hasOwn(document.nodes, `node_${id}`));

/** How many colours the inside of a node's box has on the bitmap: one without a name, shades of ink with it. */
async function coloursIn(index: number): Promise<number> {
  const zoom = await editor.exactZoom();
  const at = await boxOf(index);
  const size = { width: 150 * zoom, height: 40 * zoom };
  return editor.page.getByTestId('far-view').evaluate(
    (canvas, { left, top, width, height }) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no bitmap');
      const bounds = canvas.getBoundingClientRect();
      const ratio = canvas.width / bounds.width;
      const context = canvas.getContext('2d');
      const data = context?.getImageData(
        (left - bounds.left) * ratio,
        (top - bounds.top) * ratio,
        Math.max(1, width * ratio),
        Math.max(1, height * ratio),
      ).data;
      const colours = new Set<string>();
      for (let pixel = 0; data !== undefined && pixel < data.length; pixel += 4) {
        colours.add(data.slice(pixel, pixel + 4).join());
      }
      return colours.size;
    },
    { left: at.x - size.width / 2, top: at.y, ...size },
  );
}

it('draws boxes on one bitmap instead of elements, with their names from a readable size on', async () => {
  const middle = (COUNT + COLUMNS) / 2;
  await expect.poll(() => editor.page.locator('[data-node-id]').count()).toBe(0);
  expect(await coloursIn(middle)).toBe(1);
  while ((await editor.exactZoom()) < 0.2) {
    const before = await editor.exactZoom();
    await editor.keyboard.press('Alt+=');
    await expect.poll(() => editor.exactZoom()).toBeGreaterThan(before * 1.2);
  }
  await expect.poll(() => editor.page.locator('[data-node-id]').count()).toBe(0);
  await expect.poll(() => coloursIn(middle)).toBeGreaterThan(3);
  await editor.keyboard.press('.');
  await expect.poll(() => editor.exactZoom()).toBeLessThan(0.12);
});

it('a click selects a box, Ctrl+click a further one, a click on the ground none', async () => {
  const [five, seven] = [await boxOf(5), await boxOf(7)];
  await editor.clickAt(five);
  await expect.poll(() => editor.field('Name').inputValue()).toBe('Preview 5');
  await editor.clickAt(seven, ['Control']);
  await editor.keyboard.press('Delete');
  await editor.expectSaved(has(5, 6, 7), [false, true, false]);
  await editor.undoTo(has(5, 6, 7), [true, true, true]);
  await editor.clickAt(await editor.emptyPlace());
  await editor.keyboard.press('Delete');
  await editor.expectSaved((document) => Object.keys(document.nodes).length, COUNT);
});

it('dragging a selected box moves all that are selected, as one step of undo', async () => {
  const from = await boxOf(65);
  await editor.clickAt(from);
  await editor.clickAt(await boxOf(66), ['Control']);
  const zoom = await editor.exactZoom();
  await editor.drag(from, { x: from.x + 60, y: from.y + 30 });
  const movedBy = (index: number) => (document: Blueprint) => {
    const { x = 0, y = 0 } = document.layout.positions[`node_${index}`] ?? {};
    const byX = (x - (index % COLUMNS) * GRID.x) * zoom;
    const byY = (y - Math.floor(index / COLUMNS) * GRID.y) * zoom;
    return [Math.abs(byX - 60) <= 2, Math.abs(byY - 30) <= 2];
  };
  await editor.expectSaved(movedBy(65), [true, true]);
  await editor.expectSaved(movedBy(66), [true, true]);
  await editor.undoTo(
    (document) => [document.layout.positions.node_65?.x, document.layout.positions.node_66?.x],
    [(65 % COLUMNS) * GRID.x, (66 % COLUMNS) * GRID.x],
  );
});

it('Shift+drag selects what the box touches', async () => {
  const [first, last] = [await boxOf(100), await boxOf(132)];
  await editor.keyboard.down('Shift');
  await editor.drag({ x: first.x - 1, y: first.y - 1 }, last);
  await editor.keyboard.up('Shift');
  await editor.keyboard.press('Delete');
  await editor.expectSaved(has(99, 100, 101, 102, 130, 131, 132, 133), [
    true,
    false,
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
  await editor.undoTo((document) => Object.keys(document.nodes).length, COUNT);
});

it('the menu of a box is that of a node', async () => {
  const at = await boxOf(8);
  await editor.page.mouse.click(at.x, at.y, { button: 'right' });
  const menu = editor.page.getByTestId('canvas-menu');
  await menu.waitFor();
  await menu.getByText('Bypass or stop bypassing').waitFor();
  await editor.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  await expect.poll(() => editor.field('Name').inputValue()).toBe('Preview 8');
});

it('a double-click goes to the node, which is an element again', async () => {
  const at = await boxOf(444);
  await editor.page.mouse.dblclick(at.x, at.y);
  await editor.node('node_444').waitFor();
  await expect.poll(() => editor.page.getByTestId('far-view').count()).toBe(0);
  await expect.poll(() => editor.page.locator('[data-node-id]').count()).toBeLessThanOrEqual(400);
});
