import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-bends');
let editor: CanvasFile;

beforeAll(async () => {
  editor = await CanvasFile.open(folder, tableBlueprint('bends'));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const EDGE = 'filter.table';
const points = ({ layout }: Blueprint) => layout.bends?.[EDGE]?.points;
const count = (document: Blueprint): number => points(document)?.length ?? 0;
const bend = (index: number) => editor.page.locator(`[data-bend="${EDGE} ${index}"]`);
const path = () => editor.edge(EDGE).locator('path.edge').getAttribute('d');

it('a double-click on an edge adds a reroute point there, one more by Alt+click', async () => {
  const straight = await path();
  const middle = await editor.place(editor.edge(EDGE).locator('path.edge'));
  await editor.page.mouse.dblclick(middle.x, middle.y);
  await editor.expectSaved(count, 1);
  expect(await path()).not.toBe(straight);
  await expect.poll(() => editor.page.getByTestId('node-search').count()).toBe(0);
  await editor.drag(await editor.place(bend(0)), { x: middle.x, y: middle.y + 90 });
  await expect.poll(async () => points(await editor.saved())?.[0]?.y ?? 0).toBeGreaterThan(80);
  const start = await editor.place(editor.port('csv.table', 'output'));
  await editor.clickAt({ x: start.x + 14, y: start.y + 2 }, ['Alt']);
  await editor.expectSaved(count, 2);
  const [nearer, farther] = points(await editor.saved()) ?? [];
  expect(nearer?.x ?? 0, 'points are kept in their order along the edge').toBeLessThan(farther?.x ?? 0);
  await editor.undoTo(count, 1);
});

it('a drag of it is one step of undo; a double-click on it removes it', async () => {
  const before = points(await editor.saved());
  const from = await editor.place(bend(0));
  await editor.drag(from, { x: from.x + 20, y: from.y + 40 });
  await expect
    .poll(async () => points(await editor.saved())?.[0]?.y ?? 0)
    .toBeGreaterThan((before?.[0]?.y ?? 0) + 20);
  await editor.undoTo(points, before);
  const at = await editor.place(bend(0));
  await editor.page.mouse.dblclick(at.x, at.y);
  await editor.expectSaved(points, undefined);
  await editor.undoTo(points, before);
});

it('by keyboard alone: next edge, Alt+R, Tab to the point, arrows, Delete', async () => {
  await editor.choose('csv');
  await editor.keyboard.press('Alt+e');
  await expect
    .poll(() => editor.edge(EDGE).evaluate((edge) => edge.classList.contains('selected')))
    .toBe(true);
  await editor.keyboard.press('Alt+Shift+r');
  await editor.expectSaved(points, undefined);
  await editor.keyboard.press('Alt+r');
  await editor.expectSaved(count, 1);
  const [first] = points(await editor.saved()) ?? [];
  await editor.keyboard.press('Tab');
  await expect.poll(() => bend(0).evaluate((element) => element === document.activeElement)).toBe(true);
  await editor.keyboard.press('ArrowDown');
  await editor.keyboard.press('ArrowRight');
  await editor.expectSaved((document) => points(document)?.[0], {
    x: (first?.x ?? 0) + 10,
    y: (first?.y ?? 0) + 10,
  });
  await editor.keyboard.press('Delete');
  await editor.expectSaved(points, undefined);
});

it('moves with both ends, goes with the edge and comes back with it', async () => {
  await editor.choose('csv');
  await editor.keyboard.press('Alt+e');
  await editor.keyboard.press('Alt+r');
  await editor.expectSaved(count, 1);
  const [first] = points(await editor.saved()) ?? [];
  await editor.choose('csv', 'filter');
  await editor.keyboard.press('Alt+ArrowDown');
  await editor.expectSaved((document) => points(document)?.[0]?.y, (first?.y ?? 0) + 20);
  await editor.choose('filter');
  await editor.keyboard.press('Delete');
  await editor.expectSaved(({ layout, nodes }) => [layout.bends, nodes.filter], [undefined, undefined]);
  await editor.undoTo(count, 1);
});
