import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-groups');
let editor: CanvasFile;

beforeAll(async () => {
  editor = await CanvasFile.open(folder, tableBlueprint('groups'));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

it('Ctrl+G frames the selected nodes and asks for a title', async () => {
  await editor.choose('csv', 'filter');
  await editor.keyboard.press('Control+g');
  await editor.keyboard.type('Prepare');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(
    ({ layout }) => Object.values(layout.groups).map(({ title, members }) => [title, members]),
    [['Prepare', ['csv', 'filter']]],
  );
  await editor.group('group_1').getByText('Prepare').waitFor();
});

it('dragging its header moves the members with it, as one step of undo', async () => {
  const zoom = await editor.zoom();
  const start = await editor.place(editor.group('group_1').locator('.group-header'), { x: 0.7, y: 0.5 });
  await editor.drag(start, { x: start.x, y: start.y + 60 * zoom });
  const down = (y: number | undefined): boolean => Math.abs((y ?? 0) - 60) <= 10;
  await editor.expectSaved(
    ({ layout: { positions } }) => [down(positions.csv?.y), down(positions.filter?.y), positions.chart?.y],
    [true, true, 0],
  );
  await editor.undoTo(({ layout: { positions } }) => [positions.csv?.y, positions.filter?.y], [0, 0]);
});

it('a node dropped into the frame joins it, and leaves it when dropped outside', async () => {
  const from = await editor.header('words');
  const inside = await editor.place(editor.group('group_1'), { x: 0.35, y: 0.55 });
  await editor.drag(from, inside);
  await editor.expectSaved(({ layout }) => layout.groups.group_1?.members, ['csv', 'filter', 'words']);
  await editor.drag(await editor.header('words'), from);
  await editor.expectSaved(({ layout }) => layout.groups.group_1?.members, ['csv', 'filter']);
});

it('a node added inside the frame joins it', async () => {
  const inside = await editor.place(editor.group('group_1'), { x: 0.35, y: 0.75 });
  await editor.page.mouse.dblclick(inside.x, inside.y);
  await editor.page.getByTestId('node-search').waitFor();
  await editor.keyboard.type('number');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ layout }) => layout.groups.group_1?.members, ['csv', 'filter', 'number']);
  await editor.undoTo(
    ({ layout, nodes }) => [layout.groups.group_1?.members, nodes.number],
    [['csv', 'filter'], undefined],
  );
});

it('the title is edited by double-click and by F2; Escape leaves it', async () => {
  await editor.page.mouse.dblclick(
    ...(Object.values(await editor.place(editor.group('group_1').locator('.group-title'))) as [
      number,
      number,
    ]),
  );
  await editor.page.getByLabel('Title of the group').fill('By mouse');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ layout }) => layout.groups.group_1?.title, 'By mouse');
  await editor.keyboard.press('F2');
  await editor.page.getByLabel('Title of the group').fill('never');
  await editor.keyboard.press('Escape');
  await editor.keyboard.press('F2');
  await editor.page.getByLabel('Title of the group').fill('By key');
  await editor.keyboard.press('Enter');
  await editor.expectSaved(({ layout }) => layout.groups.group_1?.title, 'By key');
  await editor.undoTo(({ layout }) => layout.groups.group_1?.title, 'By mouse');
});

it('is resized by its corner and by keys, one step each', async () => {
  const size = ({ layout }: { layout: { groups: Record<string, { width: number; height: number }> } }) => [
    layout.groups.group_1?.width,
    layout.groups.group_1?.height,
  ];
  const [width = 0, height = 0] = size(await editor.saved());
  const zoom = await editor.zoom();
  const corner = await editor.place(
    editor.page.locator('.react-flow__node-blueprint-group .react-flow__resize-control.bottom.right'),
  );
  await editor.drag(corner, { x: corner.x, y: corner.y + 30 * zoom });
  await expect.poll(async () => (size(await editor.saved())[1] ?? 0) - height).toBeGreaterThan(20);
  await editor.undoTo(size, [width, height]);
  await editor.keyboard.down('Control');
  await editor.keyboard.down('Alt');
  await editor.keyboard.press('ArrowRight');
  await editor.keyboard.up('Alt');
  await editor.keyboard.up('Control');
  await editor.expectSaved(size, [width + 20, height]);
  await editor.undoTo(size, [width, height]);
});

it('takes a colour from its menu', async () => {
  const header = await editor.place(editor.group('group_1').locator('.group-header'), { x: 0.7, y: 0.5 });
  await editor.page.mouse.click(header.x, header.y, { button: 'right' });
  await editor.fromSubmenu('Colour', 'Green');
  await editor.expectSaved(({ layout }) => layout.groups.group_1?.color, 'green');
  await expect.poll(() => editor.group('group_1').getAttribute('data-color')).toBe('green');
});

it('Delete takes the frame away, Shift+Delete its nodes as well', async () => {
  await editor.clickAt(
    await editor.place(editor.group('group_1').locator('.group-header'), { x: 0.7, y: 0.5 }),
  );
  await editor.keyboard.press('Delete');
  await editor.expectSaved(
    ({ layout, nodes }) => [Object.keys(layout.groups), Object.keys(nodes).length],
    [[], 6],
  );
  await editor.undoTo(({ layout }) => Object.keys(layout.groups), ['group_1']);
  await editor.clickAt(
    await editor.place(editor.group('group_1').locator('.group-header'), { x: 0.7, y: 0.5 }),
  );
  await editor.keyboard.press('Shift+Delete');
  await editor.expectSaved(
    ({ layout, nodes, edges }) => [Object.keys(layout.groups), Object.keys(nodes), edges],
    [[], ['chart', 'preview', 'spare', 'words'], {}],
  );
  await editor.undoTo(
    ({ layout, edges }) => [layout.groups.group_1?.members, Object.keys(edges).length],
    [['csv', 'filter'], 3],
  );
});

it('Ctrl+Shift+G on a member removes the frame and selects what was in it', async () => {
  await editor.choose('csv');
  await editor.keyboard.press('Control+Shift+g');
  await editor.expectSaved(({ layout }) => layout.groups, {});
  await expect.poll(() => editor.chosen()).toEqual(['csv', 'filter']);
});
