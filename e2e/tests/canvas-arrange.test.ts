import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-arrange');
let editor: CanvasFile;

beforeAll(async () => {
  const document = tableBlueprint('arrange');
  Object.assign(document.layout.positions, {
    csv: { x: 3, y: 5 },
    words: { x: 40, y: 330 },
    spare: { x: 321, y: 371 },
  });
  editor = await CanvasFile.open(folder, document);
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const xs = ({ layout: { positions } }: Blueprint) => [
  positions.csv?.x,
  positions.words?.x,
  positions.spare?.x,
];
const ys = ({ layout: { positions } }: Blueprint) => [
  positions.csv?.y,
  positions.words?.y,
  positions.spare?.y,
];
const start = { xs: [3, 40, 321], ys: [5, 330, 371] };

it.each([
  ['l', xs, [3, 3, 3]],
  ['r', xs, [321, 321, 321]],
  ['c', xs, [162, 162, 162]],
  ['t', ys, [5, 5, 5]],
] as const)('Alt+A %s lines up the selected nodes, as one step', async (key, part, expected) => {
  await editor.choose('csv', 'words', 'spare');
  await editor.press(`Alt+a ${key}`);
  await editor.expectSaved(part, expected);
  await editor.undoTo((document) => [xs(document), ys(document)], [start.xs, start.ys]);
});

it('bottoms and middles are lined up too, and gaps made equal', async () => {
  await editor.choose('csv', 'words', 'spare');
  const bottoms = async (): Promise<number[]> => {
    const boxes = await Promise.all(['csv', 'words', 'spare'].map((id) => editor.node(id).boundingBox()));
    return boxes.map((box) => Math.round((box?.y ?? 0) + (box?.height ?? 0)));
  };
  await editor.press('Alt+a b');
  await expect.poll(async () => new Set(await bottoms()).size).toBe(1);
  await editor.undoTo(ys, start.ys);
  await editor.press('Alt+a m');
  await expect
    .poll(async () => {
      const middles = await Promise.all(['csv', 'words', 'spare'].map((id) => editor.place(editor.node(id))));
      return Math.max(...middles.map(({ y }) => y)) - Math.min(...middles.map(({ y }) => y));
    })
    .toBeLessThan(1.5);
  await editor.undoTo(ys, start.ys);
  await editor.press('Alt+a h');
  await editor.expectSaved(xs, [3, 162, 321]);
  await editor.undoTo(xs, start.xs);
  await editor.press('Alt+a v');
  await expect
    .poll(async () => {
      const boxes = await Promise.all(['csv', 'words', 'spare'].map((id) => editor.node(id).boundingBox()));
      const [one, two, three] = boxes
        .map((box) => ({ top: box?.y ?? 0, bottom: (box?.y ?? 0) + (box?.height ?? 0) }))
        .sort((left, right) => left.top - right.top);
      if (one === undefined || two === undefined || three === undefined) return Number.NaN;
      return Math.abs(two.top - one.bottom - (three.top - two.bottom));
    })
    .toBeLessThan(2);
  await editor.undoTo(ys, start.ys);
});

it('from the menu of the selection, by mouse', async () => {
  await editor.choose('csv', 'words');
  const at = await editor.header('words');
  await editor.page.mouse.click(at.x, at.y, { button: 'right' });
  await editor.fromSubmenu('Align and distribute', 'Align left edges');
  await editor.expectSaved(xs, [3, 3, 321]);
  await editor.undoTo(xs, start.xs);
});

it('Alt+A A arranges all nodes from left to right along their edges, in a worker, as one step', async () => {
  const before = (await editor.saved()).layout.positions;
  await editor.keyboard.press('Escape');
  await editor.press('Alt+a a');
  await expect.poll(async () => (await editor.saved()).layout.positions).not.toEqual(before);
  await expect
    .poll(async () => {
      const { csv, filter, chart, preview } = (await editor.saved()).layout.positions;
      return [
        (filter?.x ?? 0) - (csv?.x ?? 0) > 216,
        (chart?.x ?? 0) - (filter?.x ?? 0) > 216,
        chart?.x === preview?.x,
      ];
    })
    .toEqual([true, true, true]);
  const boxes = await Promise.all((await editor.nodeIds()).map(async (id) => editor.node(id).boundingBox()));
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      if (one === null || other === null) throw new Error('a node is not on the screen');
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart).toBe(true);
    }
  }
  await editor.undoTo(({ layout }) => layout.positions, before);
});

it('with several nodes selected only these are arranged', async () => {
  const before = (await editor.saved()).layout.positions;
  await editor.choose('words', 'spare');
  await editor.press('Alt+a a');
  await expect.poll(async () => (await editor.saved()).layout.positions).not.toEqual(before);
  const after = (await editor.saved()).layout.positions;
  expect([after.csv, after.filter, after.chart]).toEqual([before.csv, before.filter, before.chart]);
  await editor.undoTo(({ layout }) => layout.positions, before);
});

it('a dragged node jumps into line with others, and a line shows it', async () => {
  await editor.keyboard.press('Shift+f');
  await editor.viewSettled();
  const zoom = await editor.zoom();
  const at = await editor.header('words');
  const target = await editor.header('csv');
  await editor.page.mouse.move(at.x, at.y);
  await editor.page.mouse.down();
  await editor.page.mouse.move(at.x - 10, at.y + 10, { steps: 3 });
  await editor.page.mouse.move(target.x + 3 * zoom, at.y + 30, { steps: 4 });
  await editor.page.locator('[data-testid="helper-line"][data-axis="x"]').waitFor();
  await editor.page.mouse.up();
  await expect.poll(() => editor.page.getByTestId('helper-line').count()).toBe(0);
  await editor.expectSaved(({ layout }) => layout.positions.words?.x, 3);
  await editor.undoTo(xs, start.xs);
});

it('Escape in the middle of a drag puts the node back, and what follows of the drag moves nothing', async () => {
  const at = await editor.header('words');
  await editor.page.mouse.move(at.x, at.y);
  await editor.page.mouse.down();
  await editor.page.mouse.move(at.x + 60, at.y + 70, { steps: 4 });
  await expect.poll(async () => (await editor.header('words')).y - at.y).toBeGreaterThan(20);
  await editor.keyboard.press('Escape');
  await expect.poll(async () => await editor.header('words')).toEqual(at);
  await editor.page.mouse.move(at.x + 120, at.y + 90, { steps: 4 });
  await editor.page.mouse.up();
  expect(await editor.header('words')).toEqual(at);
  // The next drag is one as ever.
  await editor.drag(at, { x: at.x, y: at.y + 50 });
  await expect.poll(async () => (await editor.header('words')).y - at.y).toBeGreaterThan(20);
  await editor.undoTo(xs, start.xs);
  await expect.poll(async () => await editor.header('words')).toEqual(at);
});

it('Alt+G snaps dragged nodes to the grid, again not', async () => {
  await editor.keyboard.press('Alt+g');
  const at = await editor.header('spare');
  await editor.drag(at, { x: at.x + 33, y: at.y - 47 });
  await expect
    .poll(async () => {
      const { x = 1, y = 1 } = (await editor.saved()).layout.positions.spare ?? {};
      return [Math.abs(x % 20), Math.abs(y % 20), x === 321];
    })
    .toEqual([0, 0, false]);
  await editor.keyboard.press('Alt+g');
  await editor.undoTo(xs, start.xs);
});

it('fits the selection and everything, zooms by keys, and the map is hidden and shown', async () => {
  await editor.choose('csv');
  await editor.keyboard.press('.');
  await expect.poll(() => editor.zoom()).toBe(1);
  const middle = await editor.place(editor.canvas);
  await expect
    .poll(async () => Math.abs((await editor.place(editor.node('csv'))).y - middle.y))
    .toBeLessThan(30);
  /** How many nodes are not wholly in the canvas. */
  const outside = async (): Promise<number> => {
    const view = await editor.canvas.boundingBox();
    const boxes = await Promise.all((await editor.nodeIds()).map((id) => editor.node(id).boundingBox()));
    return boxes.filter(
      (box) =>
        box === null ||
        view === null ||
        box.x < view.x ||
        box.y < view.y ||
        box.x + box.width > view.x + view.width ||
        box.y + box.height > view.y + view.height,
    ).length;
  };
  expect(await outside()).toBeGreaterThan(0);
  await editor.page.getByRole('button', { name: 'Fit the blueprint into view' }).click();
  await expect.poll(outside).toBe(0);
  await editor.choose('csv');
  await editor.keyboard.press('.');
  await expect.poll(outside).toBeGreaterThan(0);
  await editor.keyboard.press('Shift+f');
  await expect.poll(outside).toBe(0);
  await editor.viewSettled();
  const fitted = await editor.zoom();
  await editor.keyboard.press('Alt+=');
  await expect.poll(() => editor.zoom()).toBeGreaterThan(fitted);
  await editor.viewSettled();
  await editor.keyboard.press('Alt+-');
  await expect.poll(() => editor.zoom()).toBe(fitted);
  await editor.viewSettled();
  await editor.keyboard.press('Alt+0');
  await expect.poll(() => editor.zoom()).toBe(1);
  const map = editor.page.getByTestId('minimap');
  await map.waitFor();
  await editor.viewSettled();
  const left = async (): Promise<number | undefined> => (await editor.node('csv').boundingBox())?.x;
  const before = await left();
  await map.click({ position: { x: 20, y: 20 } });
  await expect.poll(left).not.toBe(before);
  await editor.keyboard.press('Alt+m');
  await map.waitFor({ state: 'detached' });
  await editor.keyboard.press('Alt+m');
  await map.waitFor();
});
