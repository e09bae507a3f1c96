import { blueprint } from '@atomiton/blueprint';
import { expect, it } from 'vitest';
import { KeyboardPage } from '../src/keyboard-page.js';
import { byKeyboardAlone } from '../src/keyboard-tests.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('keyboard-canvas');
let editor: KeyboardPage;

byKeyboardAlone(async () => {
  const document = blueprint('keys')
    .node('text', 'core/text', { value: 'first' }, { position: { x: 0, y: 0 } })
    .node('preview', 'core/preview', {}, { position: { x: 320, y: 0 } })
    .connect('text.text', 'preview.value')
    .build();
  editor = await KeyboardPage.openFile(folder, document);
  return editor;
});

it('from the first moment on the keyboard is somewhere, and F6 goes from part to part, each time visibly', async () => {
  await editor.press('F6');
  await editor.focusShown();
  const parts = new Set<string>();
  for (let step = 0; step < 8; step++) {
    await editor.press('F6');
    await editor.focusShown();
    parts.add(
      await editor.page.evaluate(
        () =>
          ['top', 'rail', 'side-panel', 'canvas', 'bottom', 'inspector', 'status'].find(
            (part) => document.activeElement?.closest(`.${part}`) !== null,
          ) ?? 'none',
      ),
    );
  }
  for (const part of ['top', 'rail', 'side-panel', 'canvas', 'bottom', 'status'])
    expect([...parts]).toContain(part);
  await editor.press('Shift+F6');
  await editor.focusShown();
});

it('a node is added by search and by the library, and has the focus', async () => {
  await editor.toCanvas();
  const number = await editor.add('Number');
  await expect.poll(() => editor.chosen()).toEqual([number]);
  await expect.poll(async () => (await editor.focus()).element).toContain('react-flow__node');
  await editor.focusShown();
  await editor.press('Delete');
  await expect.poll(() => editor.nodeIds()).not.toContain(number);
  await editor.focusShown();
  await editor.reach('Search nodes', 'F6');
  await editor.keyboard.type('text temp');
  await editor.use(/^Add Text template/);
  await expect.poll(() => editor.nodeIds()).toContain('text_template');
  await editor.focusShown();
});

it('ports are connected by a list; Enter goes to the form of a node, Escape back; a parameter is set', async () => {
  await editor.goTo('text_template');
  await editor.focusShown();
  await editor.press('Enter');
  await expect
    .poll(() => editor.page.evaluate(() => document.activeElement?.closest('.inspector') !== null))
    .toBe(true);
  await editor.focusShown();
  await editor.reach('Template');
  await editor.press('Control+a');
  await editor.keyboard.type('Hello {name}');
  await editor.press('F6');
  await editor.toCanvas();
  await editor.goTo('preview');
  await editor.connectBy('value template');
  await editor.expectSaved(({ edges }) => edges['preview.value']?.from, 'text_template.text');
  await editor.focusShown();
  await editor.press('Control+z');
  await editor.expectSaved(({ edges }) => edges['preview.value']?.from, 'text.text');
  await editor.expectSaved(({ nodes }) => nodes.text_template?.parameters.template, 'Hello {name}');
});

it('an edge is selected, gets a point that is moved, takes a node in, and is deleted', async () => {
  await editor.goTo('preview');
  await editor.press('Alt+e');
  await editor.inspector.getByRole('heading', { name: 'Edge' }).waitFor();
  await editor.focusShown();
  await editor.press('Alt+r');
  const point = editor.page.locator('.edge-bend');
  await point.waitFor();
  const before = (await editor.saved()).layout.bends?.['preview.value']?.points[0];
  await editor.reach(/^Reroute point 1/);
  await editor.press('ArrowDown ArrowDown ArrowRight');
  await editor.expectSaved(({ layout }) => layout.bends?.['preview.value']?.points[0], {
    x: (before?.x ?? 0) + 10,
    y: (before?.y ?? 0) + 20,
  });
  await editor.focusShown();
  await editor.press('Delete');
  await point.waitFor({ state: 'detached' });
  await editor.focusShown();
  await editor.goTo('preview');
  await editor.press('Alt+e');
  const between = await editor.add('Preview');
  await editor.expectSaved(
    ({ edges }) => [edges[`${between}.value`]?.from, edges['preview.value']?.from],
    ['text.text', `${between}.value`],
  );
  await editor.goTo(between);
  await editor.press('Control+Backspace');
  await editor.expectSaved(({ edges }) => edges['preview.value']?.from, 'text.text');
  await editor.focusShown();
  await editor.goTo('preview');
  await editor.press('Alt+e Delete');
  await editor.expectSaved(({ edges }) => edges['preview.value'], undefined);
  await editor.focusShown();
  await editor.press('Control+z');
});

it('several nodes are selected by Shift and arrows, moved, aligned and copied', async () => {
  await editor.goTo('text');
  await editor.press('Shift+ArrowRight');
  await expect.poll(() => editor.chosen()).toEqual(['preview', 'text']);
  await editor.press('Alt+ArrowDown');
  await editor.expectSaved(({ layout }) => layout.positions.text?.y, 20);
  await editor.press('Alt+a t');
  await editor.press('Control+d');
  await expect.poll(async () => (await editor.nodeIds()).length).toBe(5);
  await editor.focusShown();
  await editor.press('Delete');
  await expect.poll(async () => (await editor.nodeIds()).length).toBe(3);
  await editor.focusShown();
});

it('a group and a note are made, written, resized, moved and found again', async () => {
  await editor.goTo('text');
  await editor.press('Control+g');
  await editor.page.getByLabel('Title of the group').waitFor();
  await editor.keyboard.type('First');
  await editor.press('Enter');
  await editor.expectSaved(({ layout }) => Object.values(layout.groups).map(({ title }) => title), ['First']);
  await editor.focusShown();
  await editor.press('Shift+s');
  const field = editor.page.getByLabel('Text of the note, in Markdown');
  await field.waitFor();
  await editor.keyboard.type('# Read me');
  await editor.press('Control+Enter');
  await editor.page.getByRole('heading', { name: 'Read me' }).waitFor();
  await editor.focusShown();
  const [note = ''] = Object.keys((await editor.saved()).layout.notes);
  const noteOf = async () => (await editor.saved()).layout.notes[note];
  const was = await noteOf();
  await editor.press('Control+Alt+ArrowRight');
  await editor.expectSaved(({ layout }) => layout.notes[note]?.width, (was?.width ?? 0) + 20);
  await editor.press('Alt+ArrowDown');
  await editor.expectSaved(({ layout }) => layout.notes[note]?.y, (was?.y ?? 0) + 20);
  await editor.press('F2');
  await field.waitFor();
  await editor.press('Escape');
  await field.waitFor({ state: 'detached' });
  await editor.focusShown();
  await editor.press('Alt+Shift+n');
  await expect.poll(() => editor.page.locator('[data-group-id][data-selected="true"]').count()).toBe(1);
  await editor.focusShown();
  await editor.press('F2');
  await editor.page.getByLabel('Title of the group').waitFor();
  await editor.press('Control+a');
  await editor.keyboard.type('Start');
  await editor.press('Enter');
  await editor.expectSaved(({ layout }) => Object.values(layout.groups).map(({ title }) => title), ['Start']);
  await editor.focusShown();
  await editor.press('Control+Shift+g');
  await editor.expectSaved(({ layout }) => Object.keys(layout.groups), []);
  await editor.focusShown();
});

it('a menu is opened, walked and left; a node is muted, coloured and renamed', async () => {
  await editor.goTo('text');
  await editor.press('Shift+F10');
  const menu = editor.page.getByTestId('canvas-menu');
  await menu.waitFor();
  await editor.focusShown();
  await editor.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.press('Shift+F10');
  await editor.reach(/^Colour/, 'ArrowDown');
  await editor.press('ArrowRight');
  await editor.page.getByRole('menuitem', { name: 'Red' }).waitFor();
  await editor.reach(/^Red/, 'ArrowDown');
  await editor.press('Enter');
  await editor.expectSaved(({ layout }) => layout.looks?.text?.color, 'red');
  await editor.focusShown();
  await editor.press('F2');
  await editor.page.locator('.title-field').waitFor();
  await editor.press('Control+a');
  await editor.keyboard.type('Source');
  await editor.press('Enter');
  await editor.expectSaved(({ nodes }) => nodes.text?.name, 'Source');
  await editor.focusShown();
});

it('a subgraph is made, entered, given a port, left and unpacked', async () => {
  await editor.goTo('preview');
  await editor.press('Control+Shift+E');
  await editor.node('subgraph').waitFor();
  await editor.focusShown();
  await editor.press('Control+ArrowDown');
  await editor.node('input').waitFor();
  await editor.focusShown();
  await editor.reach('Add an output');
  await editor.press('Enter');
  await editor.inspector.getByLabel('Name of the port output1').waitFor();
  await editor.focusShown();
  await editor.press('Control+ArrowUp');
  await editor.node('subgraph').waitFor();
  await editor.focusShown();
  await editor.goTo('subgraph');
  await editor.press('Enter');
  await editor.node('input').waitFor();
  await editor.focusShown();
  await editor.press('Escape');
  await editor.press('Escape');
  await editor.node('subgraph').waitFor();
  await editor.focusShown();
  await editor.goTo('subgraph');
  await editor.press('Control+Shift+U');
  await editor.node('preview').waitFor();
  await editor.focusShown();
});

it('the search, the list of edges and the palette give the keyboard back where they took it', async () => {
  await editor.goTo('text');
  for (const [key, open] of [
    ['n', editor.page.getByTestId('node-search')],
    ['e', editor.page.getByTestId('connect-picker')],
    ['Control+k', editor.page.getByRole('dialog', { name: 'Search everything' })],
    ['?', editor.page.getByRole('dialog')],
    ['w', editor.page.getByRole('dialog')],
    ['Control+,', editor.page.getByRole('dialog')],
  ] as const) {
    await editor.press(key);
    await open.waitFor();
    await editor.focusShown();
    await editor.press('Escape');
    await open.waitFor({ state: 'hidden' });
    await editor.focusShown();
    await expect
      .poll(() => editor.page.evaluate(() => document.activeElement?.getAttribute('data-id')), {
        message: key,
      })
      .toBe('text');
  }
});
