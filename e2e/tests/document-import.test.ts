import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blueprint, parseBlueprint, printBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('import');
let shell: Shell;
let editor: EditorPage;

const whole: Blueprint = {
  ...blueprint('from elsewhere')
    .node('number', 'core/number', { value: 12 })
    .node('foreign', 'acme/unknown', { kept: { deep: [1, 2] } })
    .node('shown', 'core/preview')
    .connect('number.number', 'shown.value')
    .build(),
  'x-tool': { keeps: 'this' },
};

beforeAll(async () => {
  const file = writeBlueprint(folder, blueprint('open').node('one', 'core/number', { value: 1 }).build());
  shell = await openShell({ open: file });
  editor = new EditorPage(shell.page);
  await editor.node('one').waitFor({ timeout: 30_000 });
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

/** Lets a file fall on an element, as the system does it. */
async function drop(selector: string, name: string, text: string): Promise<void> {
  const data = await editor.page.evaluateHandle(
    (file) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([file.text], file.name, { type: 'application/json' }));
      return transfer;
    },
    { name, text },
  );
  await editor.page.dispatchEvent(selector, 'dragenter', { dataTransfer: data });
  await editor.page.getByText('Drop a blueprint file to open it').waitFor();
  await editor.page.dispatchEvent(selector, 'drop', { dataTransfer: data });
}

const nameIn = (file: string): unknown =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: unknown }).name;

/** Runs a command by its name from the palette, by keyboard. */
async function command(title: string): Promise<void> {
  await editor.page.keyboard.press('Control+k');
  await editor.page.getByRole('combobox', { name: 'Search everything' }).fill(title);
  await editor.page.getByRole('option', { name: title }).first().waitFor();
  await editor.page.keyboard.press('Enter');
}

it('a blueprint file dropped anywhere on the window opens as a document, with everything in it', async () => {
  await drop('.top', 'elsewhere.blueprint.json', printBlueprint(whole));
  await editor.documentTab('from elsewhere').waitFor();
  expect((await editor.nodeIds()).sort()).toEqual(['foreign', 'number', 'shown']);
  await expect.poll(() => editor.keptState()).toBe('kept, no file yet');
  const saved = join(folder, 'imported.blueprint.json');
  await withChosenFile(shell, saved, () => editor.page.keyboard.press('Control+s'));
  await editor.documentTab('imported').waitFor();
  const { id: _own, ...kept } = JSON.parse(readFileSync(saved, 'utf8')) as Blueprint;
  const { id: _theirs, ...given } = JSON.parse(printBlueprint(whole)) as Blueprint;
  expect(kept).toEqual(given);
});

it('a file that is no blueprint opens nothing and says what is wrong', async () => {
  const before = await editor.tabTitles();
  await drop('.canvas', 'package.json', '{"name": "not a blueprint"}');
  await editor.page
    .getByRole('alert')
    .filter({ hasText: /^package\.json was not opened\./ })
    .waitFor();
  await expect.poll(() => editor.tabTitles()).toEqual(before);
});

it('a copy is saved elsewhere while the document stays with its file', async () => {
  await editor.documentTab('open').click();
  await editor.renameDocument('open, changed');
  const copy = join(folder, 'copy.blueprint.json');
  await editor.page.getByRole('button', { name: 'Document', exact: true }).click();
  await withChosenFile(shell, copy, async () => {
    await editor.page.getByRole('menuitem', { name: 'Save a copy…' }).click();
    // The name has the focus at once, also after a menu.
    if (shell.electron === undefined) await editor.page.locator('.file-name input:focus').waitFor();
  });
  await editor.page.getByText(`A copy is in ${copy}`).waitFor();
  expect(JSON.parse(readFileSync(copy, 'utf8'))).toMatchObject({ name: 'open, changed' });
  await expect.poll(() => editor.activeTab()).toBe('open');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
});

it('the whole blueprint is copied as JSON text', async () => {
  await command('Copy the blueprint as JSON');
  await editor.page.getByText('The whole blueprint is in the clipboard as JSON.').waitFor();
  let text: string;
  if (shell.electron === undefined) {
    await editor.page.context().grantPermissions(['clipboard-read']);
    text = await editor.page.evaluate(() => navigator.clipboard.readText());
  } else text = await shell.electron.evaluate(({ clipboard }) => clipboard.readText());
  const parsed = parseBlueprint(text);
  expect(parsed.ok && parsed.blueprint.name).toBe('open, changed');
});

it('the document goes back to its file, and undo brings the changes back', async () => {
  await command('Revert to the file');
  const question = editor.page.getByRole('dialog', { name: 'Go back to the file of open?' });
  await question.waitFor();
  await editor.page.keyboard.press('Enter');
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('open');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  await editor.page.keyboard.press('Control+z');
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('open, changed');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
});

it('the blueprint is renamed by key, and Escape leaves its name', async () => {
  await editor.page.keyboard.press('Shift+F2');
  const field = editor.page.getByLabel('Name of the blueprint', { exact: true });
  await field.fill('not taken');
  await field.press('Escape');
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('open, changed');
  await editor.page.keyboard.press('Shift+F2');
  await field.fill('taken');
  await field.press('Enter');
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('taken');
});

it('Save goes on writing to the file of the document, not to the copy', async () => {
  await editor.page.keyboard.press('Control+s');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  expect(nameIn('open.blueprint.json')).toBe('taken');
  expect(nameIn('copy.blueprint.json')).toBe('open, changed');
});
