import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyOperations, blueprint, printBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AXE_SETTINGS, violations } from '../src/axe.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openSecondWindow } from '../src/second-window.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('axe-documents');
const file = join(folder, 'sent', 'sent.blueprint.json');
let shell: Shell;
let editor: EditorPage;
let own: Blueprint;

/** A blueprint that reads outside its folder and holds a node whose type nobody knows. */
beforeAll(async () => {
  mkdirSync(join(folder, 'sent'));
  writeFileSync(join(folder, 'secret.csv'), 'name,word\nada,xyzzy\n');
  own = blueprint('sent')
    .node('reader', 'core/csv-reader', { path: join(folder, 'secret.csv') }, { position: { x: 0, y: 0 } })
    .node('shown', 'core/preview', {}, { position: { x: 300, y: 0 } })
    .node('number', 'core/number', { value: 1 }, { position: { x: 0, y: 300 } })
    .connect('reader.table', 'shown.value')
    .build();
  own.nodes.alien = { type: 'acme/warp-drive', typeVersion: 7, parameters: { speed: 9 }, mode: 'active' };
  own.layout.positions.alien = { x: 300, y: 300 };
  writeFileSync(file, printBlueprint(own));
  shell = await openShell({ open: file, settings: AXE_SETTINGS });
  editor = new EditorPage(shell.page);
  shell.page.setDefaultTimeout(15_000);
  await shell.page.setViewportSize({ width: 1600, height: 1000 });
  await editor.node('number').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);
beforeEach(() => editor.leave());

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const dialog = (): Locator => editor.page.getByRole('dialog');
const clean = async (): Promise<void> => expect.soft(await violations(editor.page)).toEqual([]);

/** Closes the dialog that is open. */
async function escape(): Promise<void> {
  await press('Escape');
  await dialog().waitFor({ state: 'hidden' });
}

it('a node whose type is not installed, and the list of such nodes', async () => {
  await editor.select('alien');
  await clean();
  await editor.page.locator('.missing-nodes').press('Enter');
  await dialog().waitFor();
  await clean();
  await escape();
});

it('the question of trust, and the list of what is trusted', async () => {
  await editor.run();
  const question = editor.page.getByRole('dialog', { name: /^Run “/ });
  await question.waitFor();
  await clean();
  await question.getByRole('button', { name: 'Allow and run' }).click();
  await expect.poll(() => editor.state('reader')).toMatch(/^(done|cached)$/);
  await press('Control+k');
  await editor.page.keyboard.type('Trusted blueprints');
  await press('Enter');
  const list = editor.page.getByRole('dialog', { name: 'Trusted blueprints' });
  await list.getByText(file).first().waitFor();
  await clean();
  await escape();
});

it('the versions of a document', async () => {
  for (const value of ['10', '20']) {
    await editor.select('number');
    await editor.setField('Value', value);
    await press('Control+s');
    await editor.page.getByText('saved in file', { exact: true }).waitFor();
  }
  await press('Alt+v');
  await dialog().locator('[data-picture-node="number"]').waitFor();
  await clean();
  await escape();
});

it('a file that another program changed: the notice, and both sides beside each other', async () => {
  const theirs = applyOperations(own, [
    { op: 'set-parameter', id: 'number', name: 'value', value: 100 },
    { op: 'disconnect', to: 'shown.value' },
    { op: 'remove-node', id: 'shown' },
  ]);
  writeFileSync(file, printBlueprint(theirs));
  const banner = editor.page.getByRole('alert').filter({ hasText: /was changed by another program/ });
  await banner.waitFor();
  await clean();
  await banner.getByRole('button', { name: 'Compare' }).press('Enter');
  await dialog().locator('[data-difference="node number"]').waitFor();
  await clean();
  await dialog().getByLabel('Here').check();
  await dialog().locator('[data-picture-node="shown"]').waitFor();
  await clean();
  await escape();
});

it('a save that is refused, and what it asks', async () => {
  await press('Control+s');
  await editor.page.getByRole('dialog', { name: /was not saved/ }).waitFor();
  await clean();
  await escape();
});

it('a dialog for files, in the browser', async () => {
  if (shell.electron !== undefined) {
    console.log('in Electron the dialog for files is the system’s');
    return;
  }
  await press('Control+o');
  await dialog().getByLabel('File name').waitFor();
  await clean();
  await escape();
});

it('a window that follows another one, with a form that can only be read', async () => {
  const second = await openSecondWindow(shell, file);
  await second.page.emulateMedia({ reducedMotion: 'reduce' });
  await second.node('number').waitFor();
  await second.page.getByRole('alert').filter({ hasText: 'Another window edits this document' }).waitFor();
  expect.soft(await violations(second.page)).toEqual([]);
  await second.select('number');
  expect.soft(await violations(second.page)).toEqual([]);
});
