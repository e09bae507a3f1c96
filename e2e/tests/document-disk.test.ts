import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyOperations, blueprint, printBlueprint } from '@atomiton/blueprint';
import type { Blueprint, Operation } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('disk');
let shell: Shell;
let editor: EditorPage;
let file: string;
let own: Blueprint;

beforeAll(async () => {
  own = applyOperations(
    blueprint('work')
      .node('one', 'core/number', { value: 1 })
      .node('two', 'core/number', { value: 2 })
      .node('shown', 'core/preview')
      .connect('one.number', 'shown.value')
      .build(),
    ['one', 'two', 'shown'].map(
      (id, index): Operation => ({ op: 'move-node', id, position: { x: index * 300, y: 0 } }),
    ),
  );
  file = writeBlueprint(folder, own);
  shell = await openShell({ open: file });
  editor = new EditorPage(shell.page);
  await editor.node('one').waitFor({ timeout: 30_000 });
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const theirs = (...operations: Operation[]): Blueprint => applyOperations(own, operations);
const banner = (text: RegExp): Locator => editor.page.getByRole('alert').filter({ hasText: text });
const changed = /was changed by another program/;
const nameOf = (): Promise<string | null> => editor.page.getByTestId('document-name').textContent();
const nameInFile = (): unknown => (JSON.parse(readFileSync(file, 'utf8')) as { name: unknown }).name;
const press = (key: string): Promise<void> => editor.page.keyboard.press(key);

/** Another program writes the file. */
function write(content: Blueprint): void {
  writeFileSync(file, printBlueprint(content));
}

it('a file changed by another program is shown; Reload takes it over and undo brings ours back', async () => {
  write(theirs({ op: 'rename-blueprint', name: 'theirs' }));
  await banner(changed).waitFor();
  expect(await nameOf()).toBe('work');
  await banner(changed).getByRole('button', { name: 'Reload' }).click();
  await expect.poll(nameOf).toBe('theirs');
  await banner(changed).waitFor({ state: 'detached' });
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  await press('Control+z');
  await expect.poll(nameOf).toBe('work');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await press('Control+Shift+z');
  await expect.poll(nameOf).toBe('theirs');
});

it('Compare shows both sides node by node: added, removed, moved, changed with both values', async () => {
  const before = theirs({ op: 'rename-blueprint', name: 'theirs' });
  write(
    applyOperations(before, [
      { op: 'set-parameter', id: 'one', name: 'value', value: 100 },
      { op: 'remove-node', id: 'two' },
      { op: 'move-node', id: 'shown', position: { x: 640, y: 80 } },
      {
        op: 'add-node',
        id: 'fresh',
        node: { type: 'core/text', typeVersion: 1, parameters: { value: 'hi' }, mode: 'active' },
        position: { x: 0, y: 240 },
      },
    ]),
  );
  await banner(changed).waitFor();
  await banner(changed).getByRole('button', { name: 'Compare' }).press('Enter');
  const dialog = editor.page.getByRole('dialog', { name: 'work: here and on disk' });
  await dialog.waitFor();
  const item = (key: string): Locator => dialog.locator(`[data-difference="${key}"]`);
  await expect.poll(() => item('node fresh').getAttribute('data-kind')).toBe('added');
  await expect.poll(() => item('node two').getAttribute('data-kind')).toBe('removed');
  await expect.poll(() => item('node shown').getAttribute('data-kind')).toBe('moved');
  await expect.poll(() => item('node one').locator('del').textContent()).toBe('1');
  await expect.poll(() => item('node one').locator('ins').textContent()).toBe('100');
  const drawn = (id: string): Locator => dialog.locator(`[data-picture-node="${id}"]`);
  await expect.poll(() => drawn('fresh').getAttribute('data-mark')).toBe('added');
  await expect.poll(() => drawn('two').count()).toBe(0);
  await expect.poll(() => dialog.locator('.react-flow__edge').count()).toBe(1);
  await dialog.getByLabel('Here').check();
  await expect.poll(() => drawn('two').getAttribute('data-mark')).toBe('removed');
  await expect.poll(() => drawn('fresh').count()).toBe(0);
  await item('node fresh').getByRole('button').press('Enter');
  await drawn('fresh').waitFor();
  await press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await banner(changed).waitFor();
});

it('Keep mine stays with ours; Save then writes it, and nothing was overwritten before', async () => {
  await editor.renameDocument('ours');
  await banner(changed).getByRole('button', { name: 'Keep mine' }).click();
  await banner(changed).waitFor({ state: 'detached' });
  expect(nameInFile()).toBe('theirs');
  await press('Control+s');
  await expect.poll(nameInFile).toBe('ours');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
});

it('Save over a file that changed meanwhile asks first', async () => {
  await editor.renameDocument('ours again');
  write(theirs({ op: 'rename-blueprint', name: 'theirs again' }));
  await banner(changed).waitFor();
  await press('Control+s');
  const refused = editor.page.getByRole('dialog', { name: 'work was not saved' });
  await refused.getByText(/was changed by someone else/).waitFor();
  await press('Escape');
  await refused.waitFor({ state: 'detached' });
  expect(nameInFile()).toBe('theirs again');
  await press('Control+s');
  await refused.getByRole('button', { name: 'Overwrite' }).click();
  await expect.poll(nameInFile).toBe('ours again');
  await banner(changed).waitFor({ state: 'detached' });
});

it('a removed file: the document is kept and Save puts it back', async () => {
  rmSync(file);
  const removed = banner(/The file of work is gone/);
  await removed.waitFor();
  await removed.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => existsSync(file)).toBe(true);
  await removed.waitFor({ state: 'detached' });
  expect(nameInFile()).toBe('ours again');
});

it('an unreadable file: the document is kept and Save as writes it elsewhere', async () => {
  writeFileSync(file, 'this is no JSON');
  const unreadable = banner(/cannot be read|was changed by another program/);
  await unreadable.waitFor();
  expect(await nameOf()).toBe('ours again');
  const elsewhere = join(folder, 'elsewhere.blueprint.json');
  await withChosenFile(shell, elsewhere, () => press('Control+Shift+s'));
  await editor.documentTab('elsewhere').waitFor();
  await unreadable.waitFor({ state: 'detached' });
  expect(readFileSync(file, 'utf8')).toBe('this is no JSON');
  chmodSync(elsewhere, 0o644);
});
