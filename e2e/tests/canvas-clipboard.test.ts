import { printBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-clipboard');
let editor: CanvasFile;

beforeAll(async () => {
  editor = await CanvasFile.open(folder, tableBlueprint('clipboard'));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const ids = ({ nodes }: Blueprint): string[] => Object.keys(nodes).sort();
const from = (to: string) => (document: Blueprint) => document.edges[to]?.from;
const START = ['chart', 'csv', 'filter', 'preview', 'spare', 'words'];

/** Pastes text as if it came from another program. */
async function pasteForeign(text: string): Promise<void> {
  await editor.page.evaluate((value) => {
    const data = new DataTransfer();
    data.setData('text/plain', value);
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

it('copies and pastes nodes at the pointer, with the edges among them, as one step', async () => {
  await editor.choose('csv', 'filter');
  await editor.keyboard.press('Control+c');
  const at = await editor.place(editor.canvas, { x: 0.1, y: 0.36 });
  await editor.page.mouse.move(at.x, at.y);
  await editor.keyboard.press('Control+v');
  await editor.expectSaved(ids, [...START, 'csv_2', 'filter_2'].sort());
  await editor.expectSaved(from('filter_2.table'), 'csv_2.table');
  const box = await editor.node('csv_2').boundingBox();
  expect(Math.abs((box?.x ?? 0) - at.x)).toBeLessThan(3);
  expect(Math.abs((box?.y ?? 0) - at.y)).toBeLessThan(3);
  await expect.poll(() => editor.chosen()).toEqual(['csv_2', 'filter_2']);
  await editor.undoTo(ids, START);
});

it('a paste leaves inbound edges out, Ctrl+Shift+V keeps them, Ctrl+D duplicates with them', async () => {
  await editor.choose('chart');
  await editor.keyboard.press('Control+c');
  await editor.keyboard.press('Control+v');
  await editor.expectSaved(
    (document) => [ids(document).length, from('chart_2.table')(document)],
    [7, undefined],
  );
  await editor.undoTo(ids, START);
  await editor.keyboard.press('Control+Shift+v');
  await editor.expectSaved(from('chart_2.table'), 'filter.table');
  await editor.undoTo(ids, START);
  await editor.choose('chart');
  await editor.keyboard.press('Control+d');
  await editor.expectSaved(from('chart_2.table'), 'filter.table');
  await editor.undoTo(ids, START);
});

it('cut takes nodes away and paste brings them back', async () => {
  await editor.choose('words');
  await editor.keyboard.press('Control+x');
  await editor.expectSaved(
    ids,
    START.filter((id) => id !== 'words'),
  );
  await editor.keyboard.press('Control+v');
  await editor.expectSaved(ids, START);
  await editor.keyboard.press('Control+z');
  await editor.undoTo(
    ({ nodes, layout }) => [nodes.words?.type, layout.positions.words],
    ['core/text', { x: 0, y: 330 }],
  );
});

it('groups, notes, colours and reroute points are copied along', async () => {
  const before = await editor.saved();
  const clipboard = {
    atomitonClipboard: 1,
    nodes: { csv: before.nodes.csv, filter: before.nodes.filter },
    edges: { 'filter.table': { from: 'csv.table' } },
    positions: { csv: { x: 0, y: 0 }, filter: { x: 300, y: 0 } },
    groups: {
      group_1: { title: 'Pair', x: -24, y: -54, width: 600, height: 300, members: ['csv', 'filter'] },
    },
    notes: { note_1: { text: 'see', x: 0, y: 260, width: 200, height: 90 } },
    looks: { csv: { color: 'red' } },
    bends: { 'filter.table': { points: [{ x: 250, y: 120 }] } },
  };
  const at = await editor.place(editor.canvas, { x: 0.1, y: 0.36 });
  await editor.page.mouse.move(at.x, at.y);
  await pasteForeign(JSON.stringify(clipboard));
  const drawn = ({ layout }: Blueprint) => [
    Object.values(layout.groups).map(({ members }) => members),
    Object.values(layout.notes).map(({ text }) => text),
    layout.looks,
    Object.keys(layout.bends ?? {}),
  ];
  const once = [[['csv_2', 'filter_2']], ['see'], { csv_2: { color: 'red' } }, ['filter_2.table']];
  await editor.expectSaved(drawn, once);
  // What was pasted is selected: copied once more, everything comes along again.
  await editor.keyboard.press('Control+c');
  await editor.page.mouse.move(at.x + 200, at.y + 60);
  await editor.keyboard.press('Control+v');
  await editor.expectSaved(drawn, [
    [
      ['csv_2', 'filter_2'],
      ['csv_3', 'filter_3'],
    ],
    ['see', 'see'],
    { csv_2: { color: 'red' }, csv_3: { color: 'red' } },
    ['filter_2.table', 'filter_3.table'],
  ]);
  const bends = ({ layout: { bends = {}, positions } }: Blueprint) =>
    ['2', '3'].map(
      (copy) => (bends[`filter_${copy}.table`]?.points[0]?.x ?? 0) - (positions[`csv_${copy}`]?.x ?? 0),
    );
  await editor.expectSaved(bends, [250, 250]);
  await editor.undoTo(drawn, once);
  await editor.undoTo(ids, START);
});

it('the clipboard holds plain JSON text, which goes into another tab', async () => {
  await editor.choose('csv', 'filter');
  const text = await editor.page.evaluate(() => {
    const data = new DataTransfer();
    document.body.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    return data.getData('text/plain');
  });
  expect(Object.keys((JSON.parse(text) as { nodes: object }).nodes)).toEqual(['csv', 'filter']);
  await editor.newDocument();
  await pasteForeign(text);
  await expect.poll(() => editor.nodeIds()).toEqual(['csv', 'filter']);
  await editor.keyboard.press('Control+z');
  await expect.poll(() => editor.nodeIds()).toEqual([]);
  await pasteForeign(printBlueprint(tableBlueprint('whole file')));
  await expect.poll(async () => (await editor.nodeIds()).sort()).toEqual(START);
  await editor.tab('clipboard');
  await expect.poll(async () => (await editor.nodeIds()).sort()).toEqual(START);
});

it.each([
  ['words', 'remember the milk'],
  ['broken JSON', '{"atomitonClipboard":1,"nodes":{'],
  ['the JSON of another program', '{"nodes":[{"id":1,"type":"KSampler"}],"links":[]}'],
  ['HTML', '<img src=x onerror="window.hacked=1">'],
])('foreign text becomes a note and breaks nothing: %s', async (_what, text) => {
  await pasteForeign(text);
  await editor.expectSaved((document) => [ids(document), document.layout.notes.note_1?.text], [START, text]);
  expect(await editor.page.evaluate(() => Reflect.get(window, 'hacked') as unknown)).toBeUndefined();
  await editor.undoTo(({ layout }) => layout.notes, {});
});

it('in a text field copy and paste are the field’s own', async () => {
  await editor.choose('words');
  const field = editor.field('Text');
  await field.fill('hello');
  await field.press('Control+a');
  await field.press('Control+c');
  await field.press('End');
  await field.press('Control+v');
  await field.press('Tab');
  await editor.expectSaved(
    ({ nodes, layout }) => [nodes.words?.parameters, layout.notes],
    [{ value: 'hellohello' }, {}],
  );
});
