import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-edges');
let editor: CanvasFile;

beforeAll(async () => {
  editor = await CanvasFile.open(folder, tableBlueprint('edges'));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const from = (to: string) => (document: Blueprint) => document.edges[to]?.from;
const START = { 'chart.table': 'filter.table', 'filter.table': 'csv.table', 'preview.value': 'filter.table' };
const edges = ({ edges: all }: Blueprint): Record<string, string> =>
  Object.fromEntries(Object.entries(all).map(([to, edge]) => [to, edge.from]));

it('an edge dropped on the empty canvas searches what fits, places it and wires it, as one step', async () => {
  const port = await editor.place(editor.port('words.text', 'output'));
  await editor.drag(port, { x: port.x + 60, y: port.y - 110 });
  const search = editor.page.getByTestId('node-search');
  await search.waitFor();
  const offered = await search
    .locator('[data-node-type]')
    .evaluateAll((all) => all.map((item) => item.getAttribute('data-node-type')));
  expect(offered).toContain('core/text-template');
  expect(offered).not.toContain('core/gaussian-blur');
  await editor.keyboard.type('template');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(edges, { ...START, 'text_template.values.0': 'words.text' });
  await editor.undoTo(({ nodes }) => nodes.text_template, undefined);
});

it('the same by keyboard: Shift+N searches what fits the selected node', async () => {
  await editor.choose('words');
  await editor.keyboard.press('Shift+n');
  await editor.page.getByTestId('node-search').waitFor();
  await editor.keyboard.type('template');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(edges, { ...START, 'text_template.values.0': 'words.text' });
  await editor.undoTo(edges, START);
});

it('an edge dropped on a used input replaces what fed it', async () => {
  await editor.connect('csv.table', 'chart.table');
  await editor.expectSaved(from('chart.table'), 'csv.table');
  await editor.undoTo(edges, START);
});

it('an edge is drawn by keyboard: E lists what fits, typed and chosen', async () => {
  await editor.choose('spare');
  await editor.keyboard.press('e');
  await editor.page.getByTestId('connect-picker').waitFor();
  await editor.keyboard.type('csv');
  await editor.page.locator('[data-edge="csv.table spare.table"]').waitFor();
  await editor.keyboard.press('Enter');
  await editor.expectSaved(from('spare.table'), 'csv.table');
  await editor.undoTo(edges, START);
});

it('the end of an edge is dragged to another input, and off to nothing', async () => {
  const end = await editor.place(editor.port('filter.table', 'input'));
  const grip = { x: end.x - 11, y: end.y };
  await editor.drag(grip, await editor.place(editor.port('spare.table', 'input')));
  await editor.expectSaved(edges, {
    'chart.table': 'filter.table',
    'preview.value': 'filter.table',
    'spare.table': 'csv.table',
  });
  await editor.undoTo(edges, START);
  await editor.drag(grip, { x: end.x - 60, y: end.y + 130 });
  await editor.expectSaved(from('filter.table'), undefined);
  await expect.poll(() => editor.page.getByTestId('node-search').count()).toBe(0);
  await editor.undoTo(edges, START);
});

it('a node dropped on an edge is put into it, the edge lit while it is over', async () => {
  const middle = await editor.place(editor.edge('chart.table').locator('path.edge'));
  const header = await editor.header('spare');
  await editor.page.mouse.move(header.x, header.y);
  await editor.page.mouse.down();
  await editor.page.mouse.move(middle.x, middle.y - 20, { steps: 5 });
  await editor.page.mouse.move(middle.x, middle.y, { steps: 3 });
  await expect.poll(() => editor.edge('chart.table').getAttribute('data-insert')).toBe('true');
  await editor.page.mouse.up();
  await editor.expectSaved(edges, { ...START, 'chart.table': 'spare.table', 'spare.table': 'filter.table' });
  await editor.undoTo(edges, START);
  await editor.expectSaved(({ layout }) => layout.positions.spare, { x: 300, y: 330 });
});

it('by keyboard a node is put into the selected edge: N searches what fits', async () => {
  await editor.choose('csv');
  await editor.keyboard.press('Alt+e');
  await editor.keyboard.press('n');
  await editor.page.getByTestId('node-search').getByPlaceholder('Nodes that fit into this edge').waitFor();
  await editor.keyboard.type('select');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(edges, {
    ...START,
    'select_filter.table': 'csv.table',
    'filter.table': 'select_filter.table',
  });
  await editor.undoTo(edges, START);
});

it('what the search is limited to stands in it, and is taken away by a click or by Backspace', async () => {
  const search = editor.page.getByTestId('node-search');
  const limit = search.getByRole('button', { name: 'Only what fits this edge: table. Show all nodes' });
  const blur = search.locator('[data-node-type="core/gaussian-blur"]');
  for (const remove of [() => limit.click(), () => editor.keyboard.press('Backspace')]) {
    await editor.choose('csv');
    await editor.keyboard.press('Alt+e');
    await editor.keyboard.press('n');
    await limit.waitFor();
    await expect.poll(() => blur.count()).toBe(0);
    await remove();
    await blur.waitFor({ state: 'attached' });
    await expect.poll(() => limit.count()).toBe(0);
    await editor.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
  }
});

it('Ctrl+Backspace deletes a node and joins its neighbours by type', async () => {
  await editor.choose('filter');
  await editor.keyboard.press('Control+Backspace');
  await editor.expectSaved(
    (document) => [document.nodes.filter, edges(document)],
    [undefined, { 'chart.table': 'csv.table', 'preview.value': 'csv.table' }],
  );
  await editor.undoTo(edges, START);
});

it('the search filters by the type of a port, and finds by a few letters', async () => {
  const at = await editor.emptyPlace();
  await editor.page.mouse.move(at.x + 300, at.y + 200);
  await editor.keyboard.press('Escape');
  await editor.keyboard.press('n');
  const search = editor.page.getByTestId('node-search');
  await search.getByLabel('Only nodes with a port of type').selectOption('image');
  await expect
    .poll(() =>
      search
        .locator('[data-node-type]')
        .evaluateAll((all) => all.map((item) => item.getAttribute('data-node-type'))),
    )
    .toEqual(['core/image-load', 'core/gaussian-blur']);
  await search.getByPlaceholder('Search nodes').fill('gblur');
  await search.getByText('Gaussian blur').waitFor();
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ nodes }) => nodes.gaussian_blur?.type, 'core/gaussian-blur');
  await editor.undoTo(({ nodes }) => Object.keys(nodes).length, 6);
});

it('an edge is selected by mouse and by Tab and Enter, and deleted', async () => {
  const middle = await editor.place(editor.edge('filter.table').locator('path.edge'));
  await editor.clickAt(middle);
  await editor.keyboard.press('Delete');
  await editor.expectSaved(from('filter.table'), undefined);
  await editor.undoTo(edges, START);
  await editor.edge('filter.table').focus();
  await editor.keyboard.press('Enter');
  await editor.keyboard.press('Delete');
  await editor.expectSaved(from('filter.table'), undefined);
  await editor.undoTo(edges, START);
});
