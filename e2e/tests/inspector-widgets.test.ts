import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newBlueprint } from '@atomiton/blueprint';
import type { JsonValue } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { InspectorPage } from '../src/inspector-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { widgetNodes } from '../src/widget-nodes.js';

const folder = temporaryFolder('widgets');
const data = join(folder, 'sales.csv');
let shell: Shell;
let editor: InspectorPage;
let path: string;

beforeAll(async () => {
  writeFileSync(data, 'city,price\nOslo,3\n');
  path = writeBlueprint(folder, {
    ...newBlueprint('widgets', 'widgets'),
    nodes: {
      wide: {
        type: 'test/widgets',
        typeVersion: 1,
        mode: 'active',
        parameters: { tags: ['a', 'b', 'c'], limits: [{ name: 'low', value: 1 }] },
      },
    },
  });
  shell = await openShell({ open: path, env: widgetNodes(folder) });
  editor = new InspectorPage(shell.page);
  await editor.ready();
  await editor.select('wide');
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const holds = (name: string, value: JsonValue | undefined): Promise<void> =>
  editor.expectParameter(path, 'wide', name, value);

describe('by mouse', () => {
  it('text, number, several lines, on and off', async () => {
    await editor.field('Title').click();
    await editor.page.keyboard.type('Hello');
    await editor.field('Count').click({ clickCount: 3 });
    await editor.page.keyboard.type('7');
    await editor.field('Notes').click();
    await editor.page.keyboard.type('one\ntwo');
    await editor.field('Exact').click();
    await holds('title', 'Hello');
    await holds('count', 7);
    await holds('notes', 'one\ntwo');
    await holds('exact', true);
  });

  it('a slider, and the number beside it', async () => {
    const slider = editor.inspector.getByRole('slider', { name: 'Ratio, slider' });
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    if (box === null) throw new Error('There is no slider.');
    await editor.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await editor.page.mouse.down();
    await editor.page.mouse.move(box.x + 600, box.y + box.height / 2, { steps: 8 });
    await expect.poll(() => editor.field('Ratio').inputValue()).toBe('1');
    await editor.page.mouse.up();
    await holds('ratio', 1);
    // One drag is one entry.
    await editor.page.getByRole('button', { name: 'Undo' }).click();
    await holds('ratio', undefined);
  });

  it('a choice, and one of many found by typing', async () => {
    await editor.field('Kind').selectOption({ label: 'Line' });
    await editor.field('City').click();
    await editor.page.keyboard.press('Control+a');
    await editor.page.keyboard.type('bol');
    await editor.page.getByRole('option', { name: 'Bologna' }).click();
    await holds('kind', 'line');
    await holds('city', 'Bologna');
  });

  it('a file from the list of files, and a folder', async () => {
    await withChosenFile(shell, data, () =>
      editor.inspector.getByRole('button', { name: 'Browse for Source' }).click(),
    );
    await expect.poll(() => editor.field('Source').inputValue()).toMatch(/sales\.csv$/);
    if (shell.electron === undefined) {
      await editor.inspector.getByRole('button', { name: 'Browse for Folder' }).click();
      const dialog = editor.page.getByRole('dialog');
      await dialog.getByLabel('Folder', { exact: true }).fill(folder);
      await dialog.getByRole('button', { name: 'Choose this folder' }).click();
    } else {
      await withChosenFile(shell, folder, () =>
        editor.inspector.getByRole('button', { name: 'Browse for Folder' }).click(),
      );
    }
    await expect.poll(() => editor.field('Folder').inputValue()).not.toBe('');
  });

  it('a file dropped on the field', async () => {
    const field = editor.field('Source');
    await field.fill('');
    await field.press('Tab');
    await field.scrollIntoViewIfNeeded();
    const box = await field.boundingBox();
    if (box === null) throw new Error('There is no field.');
    const session = await editor.page.context().newCDPSession(editor.page);
    const at = { x: box.x + 20, y: box.y + 10 };
    const dragged = { items: [], files: [data], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...at, data: dragged });
    }
    if (shell.electron === undefined) {
      await editor.page
        .getByText('The browser does not tell where sales.csv lies', { exact: false })
        .waitFor();
      await editor.page.getByRole('button', { name: 'Dismiss' }).first().click();
    } else await expect.poll(() => field.inputValue()).toBe(data);
  });

  it('a colour', async () => {
    await editor.inspector.getByRole('button', { name: 'Pick Tint' }).click();
    const dialog = editor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^#/ }).nth(3).click();
    await editor.page.keyboard.press('Escape');
    const tint = await editor.field('Tint').inputValue();
    expect(tint).toMatch(/^#[0-9a-f]{6}$/);
    await holds('tint', tint);
  });

  it('a list: add, move, remove', async () => {
    const tags = editor.group('Tags');
    await tags.getByRole('button', { name: 'Add an item to Tags' }).click();
    await editor.page.keyboard.type('d');
    await editor.page.keyboard.press('Enter');
    const grip = tags.getByRole('button', { name: 'Move item 4 of Tags', exact: true });
    const target = tags.getByRole('button', { name: 'Move item 1 of Tags', exact: true });
    await grip.scrollIntoViewIfNeeded();
    const [from, to] = [await grip.boundingBox(), await target.boundingBox()];
    if (from === null || to === null) throw new Error('There are no grips.');
    await editor.page.mouse.move(from.x + 5, from.y + 10);
    await editor.page.mouse.down();
    await editor.page.mouse.move(to.x + 5, to.y + 4, { steps: 10 });
    await editor.page.mouse.up();
    await holds('tags', ['d', 'a', 'b', 'c']);
    await tags.getByRole('button', { name: 'Remove item 2 of Tags' }).click();
    await holds('tags', ['d', 'b', 'c']);
  });

  it('a table: rows, columns, and a block pasted from a spreadsheet', async () => {
    const limits = editor.group('Limits');
    await limits.getByRole('button', { name: 'Add a row to Limits' }).click();
    await limits.getByLabel('Name 2', { exact: true }).evaluate((cell) => {
      const clipboard = new DataTransfer();
      clipboard.setData('text/plain', 'high\t20\r\nhighest\t1,5\r\n');
      cell.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
      );
    });
    await holds('limits', [
      { name: 'low', value: 1 },
      { name: 'high', value: 20 },
      { name: 'highest', value: 1.5 },
    ]);
    await limits.getByRole('button', { name: 'Remove row 1 of Limits' }).click();
    const records = editor.group('Records');
    await records.getByRole('button', { name: 'Add a row to Records' }).click();
    await editor.page.keyboard.type('5');
    await records.getByRole('button', { name: 'Add a column to Records' }).click();
    const name = records.getByLabel('Name of column 2 of Records');
    await name.fill('city');
    await name.press('Enter');
    await records.getByLabel('city 1', { exact: true }).fill('Oslo');
    await holds('records', [{ column1: 5, city: 'Oslo' }]);
    await records.getByRole('button', { name: 'Remove column column1 of Records' }).click();
    await holds('records', [{ city: 'Oslo' }]);
    await holds('limits', [
      { name: 'high', value: 20 },
      { name: 'highest', value: 1.5 },
    ]);
  });
});

describe('by keyboard alone', () => {
  const key = (name: string): Promise<void> => editor.page.keyboard.press(name);
  const type = (text: string): Promise<void> => editor.page.keyboard.type(text);

  it('text, number with arrow keys, slider, several lines, on and off', async () => {
    await editor.tabTo('Title');
    await key('Control+a');
    await type('Keys');
    await editor.tabTo('Count');
    await key('Control+a');
    await type('4');
    await key('ArrowUp');
    await editor.tabTo('Ratio, slider');
    await key('ArrowRight');
    await editor.tabTo('Notes');
    await key('Control+a');
    await type('three');
    await editor.tabTo('Exact');
    await key('Space');
    await holds('title', 'Keys');
    await holds('count', 5);
    await holds('ratio', 0.6);
    await holds('notes', 'three');
    await holds('exact', false);
  });

  it('a choice, one of many, a path, a colour', async () => {
    await editor.tabTo('Kind');
    await type('B');
    await editor.tabTo('City');
    await key('Control+a');
    await type('lyo');
    await key('ArrowDown');
    await key('Enter');
    await editor.tabTo('Source');
    await key('Control+a');
    await type('other.csv');
    const before = await editor.field('Tint').inputValue();
    await editor.tabTo('Pick Tint');
    await key('Enter');
    await editor.tabTo('Hue');
    await key('Home');
    await key('Escape');
    await holds('kind', 'bar');
    await holds('city', 'Lyon');
    await holds('source', 'other.csv');
    const tint = await editor.field('Tint').inputValue();
    expect(tint).not.toBe(before);
    await holds('tint', tint);
  });

  it('a list: add, move with the grip and from inside, remove', async () => {
    await editor.tabTo('Add an item to Tags');
    await key('Enter');
    await type('e');
    await key('Alt+ArrowUp');
    await holds('tags', ['d', 'b', 'e', 'c']);
    expect(await editor.focused()).toBe('Tags 3');
    await editor.tabTo('Move item 4 of Tags');
    await key('ArrowUp');
    await holds('tags', ['d', 'b', 'c', 'e']);
    await editor.tabTo('Remove item 4 of Tags');
    await key('Enter');
    await holds('tags', ['d', 'b', 'c']);
  });

  it('a table: a row, its cells, up and down', async () => {
    await editor.tabTo('Add a row to Limits');
    await key('Enter');
    await type('low');
    await key('Tab');
    await type('2');
    await key('ArrowUp');
    expect(await editor.focused()).toBe('Value 2');
    await editor.tabTo('Remove row 1 of Limits');
    await key('Space');
    await holds('limits', [
      { name: 'highest', value: 1.5 },
      { name: 'low', value: 2 },
    ]);
  });
});

describe('wrong values', () => {
  it('are kept, marked, and explained: what must hold, what was received', async () => {
    await editor.setField('Count', '-5');
    await editor.inspector.getByText('Count must be at least 1 rows; received -5.').waitFor();
    await expect.poll(() => editor.field('Count').getAttribute('aria-invalid')).toBe('true');
    await holds('count', -5);
    await editor.field('Count').press('ArrowUp');
    await expect.poll(() => editor.field('Count').inputValue()).toBe('-4');
    await editor.setField('Count', 'many');
    await editor.inspector.getByText('Count must be a whole number; received "many".').waitFor();
    await editor.setField('Title', 'far too long a title');
    await editor.inspector.getByText('Title must be at most 12 characters long; received').waitFor();
    await editor.setField('Tint', 'blue-ish');
    await editor.inspector.getByText('Tint must be a colour such as #1a62d0; received "blue-ish".').waitFor();
    await editor.setField('City', 'Atlantis');
    await editor.inspector.getByText(/City must be one of .*; received "Atlantis"\./).waitFor();
    await holds('city', 'Atlantis');
    await editor.setField('Ratio', '3');
    await editor.inspector.getByText('Ratio must be at most 1; received 3.').waitFor();
    await holds('ratio', 3);
  });

  it('are reset one by one, and all at once', async () => {
    await editor.inspector.getByRole('button', { name: 'Reset Count to its default' }).click();
    await holds('count', undefined);
    await expect.poll(() => editor.field('Count').inputValue()).toBe('5');
    await editor.tabTo('Reset all to their defaults');
    await editor.page.keyboard.press('Enter');
    await expect.poll(async () => (await editor.saved(path)).nodes.wide?.parameters ?? {}).toEqual({});
    await editor.page.getByRole('button', { name: 'Undo' }).click();
    await holds('city', 'Atlantis');
  });
});
