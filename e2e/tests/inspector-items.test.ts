import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('inspector-items');
let editor: CanvasFile;

const drawing = tableBlueprint('items');
drawing.layout.groups = {
  prepare: {
    title: 'Prepare',
    x: -40,
    y: -80,
    width: 620,
    height: 320,
    members: ['csv', 'filter'],
  },
};
drawing.layout.notes = { memo: { text: 'first', x: 960, y: 0, width: 240, height: 140 } };

beforeAll(async () => {
  editor = await CanvasFile.open(folder, drawing);
  await editor.keyboard.press('Control+Alt+0');
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const group = ({ layout }: Blueprint) => layout.groups.prepare;
const note = ({ layout }: Blueprint) => layout.notes.memo;

describe('a selected group', () => {
  it('has its title, colour and members in the inspector, by mouse', async () => {
    await editor.clickAt(
      await editor.place(editor.group('prepare').locator('.group-header'), { x: 0.7, y: 0.5 }),
    );
    await editor.inspector.getByRole('heading', { name: 'Group', exact: true }).waitFor();
    await editor.setField('Title', 'Read and filter');
    await editor.expectSaved((document) => group(document)?.title, 'Read and filter');
    await editor.inspector.getByRole('button', { name: 'Colour: No colour' }).click();
    await editor.page.getByRole('menuitem', { name: 'Cyan' }).click();
    await editor.expectSaved((document) => group(document)?.color, 'cyan');
    await editor.inspector.getByRole('button', { name: 'Take CSV reader out of the group' }).click();
    await editor.expectSaved((document) => group(document)?.members, ['filter']);
    await editor.inspector.getByLabel('Put a node in').selectOption({ label: 'Text (words)' });
    await editor.expectSaved((document) => group(document)?.members, ['filter', 'words']);
    await expect.poll(async () => (group(await editor.saved())?.height ?? 0) >= 330).toBe(true);
    const [frame, member] = await Promise.all([
      editor.group('prepare').boundingBox(),
      editor.node('words').boundingBox(),
    ]);
    expect((frame?.y ?? 0) + (frame?.height ?? 0)).toBeGreaterThan((member?.y ?? 0) + (member?.height ?? 0));
  });

  it('is fitted, gone into and given up by the keyboard alone, one step of undo each', async () => {
    const before = group(await editor.saved());
    await editor.tabTo('Take Text out of the group');
    await editor.keyboard.press('Enter');
    await editor.expectSaved((document) => group(document)?.members, ['filter']);
    await editor.tabTo('Fit to its nodes');
    await editor.keyboard.press('Enter');
    await expect.poll(async () => group(await editor.saved())?.width ?? 0).toBeLessThan(before?.width ?? 0);
    await editor.undoTo((document) => group(document)?.width, before?.width);
    await editor.tabTo('Title');
    await editor.keyboard.press('Control+a');
    await editor.keyboard.type('By key');
    await editor.keyboard.press('Enter');
    await editor.expectSaved((document) => group(document)?.title, 'By key');
    await editor.tabTo('Colour: Cyan');
    await editor.keyboard.press('Enter');
    await editor.menuFocused();
    await editor.keyboard.press('Home');
    await editor.keyboard.press('Enter');
    await editor.expectSaved((document) => group(document)?.color, 'red');
    await editor.tabTo('Go to Select and filter');
    await editor.keyboard.press('Enter');
    await expect.poll(() => editor.chosen()).toEqual(['filter']);
  });
});

describe('a selected note', () => {
  it('has its text and colour in the inspector, by mouse', async () => {
    // The view has just gone to a node, and the note lies half outside.
    await editor.page.getByRole('button', { name: 'Fit the blueprint into view' }).click();
    await editor.viewSettled();
    await editor.note('memo').click();
    await editor.inspector.getByRole('heading', { name: 'Note', exact: true }).waitFor();
    await editor.setField('Text of the note', '# Read me\n\nthen **run**');
    await editor.expectSaved((document) => note(document)?.text, '# Read me\n\nthen **run**');
    await editor.note('memo').getByRole('heading', { name: 'Read me' }).waitFor();
    await editor.inspector.getByRole('button', { name: 'Colour: No colour' }).click();
    await editor.page.getByRole('menuitem', { name: 'Yellow' }).click();
    await editor.expectSaved((document) => note(document)?.color, 'yellow');
  });

  it('is written by the keyboard alone; Escape gives up what was typed', async () => {
    await editor.tabTo('Text of the note');
    await editor.keyboard.press('Control+a');
    await editor.keyboard.type('never');
    await editor.keyboard.press('Escape');
    await editor.keyboard.press('Control+End');
    await editor.keyboard.type(' it');
    await editor.keyboard.press('Tab');
    await editor.expectSaved((document) => note(document)?.text, '# Read me\n\nthen **run** it');
    await editor.undoTo((document) => note(document)?.text, '# Read me\n\nthen **run**');
  });
});

it('a group and a note together take a colour in one step', async () => {
  await editor.page.getByRole('button', { name: 'Fit the blueprint into view' }).click();
  await editor.viewSettled();
  await editor.clickAt(
    await editor.place(editor.group('prepare').locator('.group-header'), { x: 0.7, y: 0.5 }),
  );
  await editor.clickAt(await editor.place(editor.note('memo'), { x: 0.5, y: 0.9 }), ['Shift']);
  await editor.inspector.getByText('2 groups and notes selected').waitFor();
  await editor.inspector.getByRole('button', { name: 'Colour: mixed values' }).click();
  await editor.page.getByRole('menuitem', { name: 'Blue' }).click();
  await editor.expectSaved((document) => [group(document)?.color, note(document)?.color], ['blue', 'blue']);
  await editor.undoTo((document) => [group(document)?.color, note(document)?.color], ['red', 'yellow']);
});
