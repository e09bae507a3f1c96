import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('subgraph-library');
let shell: Shell;
let editor: EditorPage;
beforeAll(async () => {
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

function section(name: string): Locator {
  return editor.page.getByRole('region', { name, exact: true });
}

it('a subgraph of the document is put in like a node, and named in one place', async () => {
  await editor.newDocument();
  await editor.addFromLibrary('Text template', { x: 0.3, y: 0.3 });
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await editor.page.keyboard.press('Control+a');
  await editor.page.keyboard.press('Control+Shift+E');
  await editor.node('subgraph').waitFor();
  const again = await editor.addFromLibrary('Subgraph', { x: 0.3, y: 0.7 });
  expect(again).toBe('subgraph_2');
  await section('Subgraphs').getByRole('button', { name: 'Open the definition of Subgraph' }).click();
  await editor.node('input').waitFor();
  const name = editor.inspector.getByLabel('Name', { exact: true });
  await name.fill('Greeting');
  // Enter takes the name over and leaves the keyboard in its field: no frame goes by without it.
  await name.press('Enter');
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
  await expect.poll(() => editor.crumb.locator('[aria-current]').textContent()).toBe('Greeting');
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await editor.page.keyboard.press('Control+ArrowUp');
  for (const id of ['subgraph', 'subgraph_2']) {
    await expect.poll(() => editor.node(id).locator('.node-title').textContent()).toBe('Greeting');
  }
});

it('the palette goes to nodes inside subgraphs', async () => {
  const { page } = editor;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('subgraph/text_template');
  await page.getByRole('option').filter({ hasText: 'subgraph/text_template' }).first().waitFor();
  await page.keyboard.press('Enter');
  await editor.node('text_template').waitFor();
  await expect.poll(() => editor.node('text_template').getAttribute('data-selected')).toBe('true');
  await page.keyboard.press('Control+ArrowUp');
  await expect.poll(() => editor.node('input').count()).toBe(0);
});

it('one that is saved is used in another document', async () => {
  await section('Subgraphs').getByRole('button', { name: 'Save Greeting for other documents' }).click();
  const saved = section('Saved subgraphs').getByRole('button', { name: 'Add the saved subgraph Greeting' });
  await saved.waitFor();
  expect(existsSync(join(shell.dataFolder, 'subgraphs', 'subgraph.subgraph.json'))).toBe(true);
  await editor.newDocument();
  await saved.click();
  await editor.node('subgraph').waitFor();
  await editor.node('subgraph').dblclick({ position: { x: 60, y: 14 } });
  await editor.node('text_template').waitFor();
});

it('one that is exported is imported elsewhere', async () => {
  const file = join(folder, 'greeting.subgraph.json');
  const mine = section('Subgraphs');
  await editor.page.keyboard.press('Control+ArrowUp');
  await withChosenFile(shell, file, () =>
    mine.getByRole('button', { name: 'Export Greeting to a file' }).click(),
  );
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain('"main": "subgraph"');
  await editor.newDocument();
  await withChosenFile(shell, file, () =>
    section('Subgraphs').getByRole('button', { name: 'Import a subgraph from a file' }).click(),
  );
  await editor.node('subgraph').waitFor();
});
