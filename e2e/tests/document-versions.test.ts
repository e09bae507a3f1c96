import { readFileSync } from 'node:fs';
import { applyOperations, blueprint } from '@atomiton/blueprint';
import type { Operation } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('versions');
let shell: Shell;
let editor: EditorPage;
let file: string;

beforeAll(async () => {
  const first = applyOperations(
    blueprint('work')
      .node('one', 'core/number', { value: 1 })
      .node('two', 'core/preview')
      .connect('one.number', 'two.value')
      .build(),
    ['one', 'two'].map(
      (id, index): Operation => ({ op: 'move-node', id, position: { x: index * 300, y: 0 } }),
    ),
  );
  file = writeBlueprint(folder, first);
  shell = await openShell({ open: file });
  editor = new EditorPage(shell.page);
  await editor.node('one').waitFor({ timeout: 30_000 });
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const dialog = (): Locator => editor.page.getByRole('dialog', { name: 'Versions of work' });
const versions = (): Locator => dialog().getByRole('list', { name: 'Versions' }).getByRole('button');
const valueInFile = (): unknown =>
  (JSON.parse(readFileSync(file, 'utf8')) as { nodes: { one: { parameters: { value: unknown } } } }).nodes.one
    .parameters.value;

async function saveWith(value: string): Promise<void> {
  await editor.select('one');
  await editor.setField('Value', value);
  await press('Control+s');
  await expect.poll(valueInFile).toBe(Number(value));
}

it('each save keeps the version before it, the first one too: a list with time and reason', async () => {
  await saveWith('10');
  await saveWith('20');
  await press('Alt+v');
  await dialog().waitFor();
  await expect.poll(() => versions().count()).toBe(3);
  const texts = await versions().allTextContents();
  for (const text of texts) expect(text).toMatch(/\d{4}.*\d:\d\d.*(saved|by another program)/);
});

it('a version is drawn to look at, with what differs from now marked and named', async () => {
  const picture = dialog().locator('[data-picture-node="one"]');
  // Newest first: what the file holds now, what each save has replaced, and what was opened.
  for (const [index, value] of [
    [2, '1'],
    [0, '20'],
    [1, '10'],
  ] as const) {
    await versions().nth(index).press('Enter');
    await expect.poll(() => versions().nth(index).getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => picture.locator('.node-value').first().textContent()).toBe(value);
  }
  await expect.poll(() => picture.getAttribute('data-mark')).toBe('changed');
  const row = dialog().locator('[data-difference="node one"]');
  await expect.poll(() => row.locator('del').textContent()).toBe('10');
  await expect.poll(() => row.locator('ins').textContent()).toBe('20');
  await dialog().getByLabel('Now').check();
  await expect.poll(() => picture.locator('.node-value').first().textContent()).toBe('20');
  await expect.poll(() => editor.node('one').locator('.node-value').first().textContent()).toBe('20');
});

it('restoring a version is one edit, which undo takes back; the file changes only by Save', async () => {
  await dialog().getByRole('button', { name: 'Restore this version' }).click();
  await dialog().waitFor({ state: 'detached' });
  const shown = (): Promise<string | null> => editor.node('one').locator('.node-value').first().textContent();
  await expect.poll(shown).toBe('10');
  expect(valueInFile()).toBe(20);
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await press('Control+z');
  await expect.poll(shown).toBe('20');
  await press('Control+Shift+z');
  await expect.poll(shown).toBe('10');
  await press('Control+s');
  await expect.poll(valueInFile).toBe(10);
});
