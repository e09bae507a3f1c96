import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { mountSmallDisk } from '../src/small-disk.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('save');
let shell: Shell;
let editor: EditorPage;
let file: string;

beforeAll(async () => {
  file = writeBlueprint(folder, blueprint('work').node('one', 'core/number', { value: 1 }).build());
  shell = await openShell({ open: file });
  editor = new EditorPage(shell.page);
  await editor.node('one').waitFor({ timeout: 30_000 });
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const nameIn = (path: string): unknown => (JSON.parse(readFileSync(path, 'utf8')) as { name: unknown }).name;
const refusal = (): Locator => editor.page.getByRole('dialog', { name: /was not saved$/ });
const answer = (name: string): Promise<void> => refusal().getByRole('button', { name, exact: true }).click();

/** Gives the document a change that its file does not have. */
async function change(name: string): Promise<void> {
  await editor.renameDocument(name);
  await expect.poll(() => editor.keptState()).toMatch(/^kept/);
}

it('a read-only file: the message says so, nothing is lost, Save as writes elsewhere', async () => {
  await change('first change');
  chmodSync(file, 0o444);
  await press('Control+s');
  await refusal().getByText(`${file} is marked read-only.`).waitFor();
  expect(nameIn(file)).toBe('work');
  const elsewhere = join(folder, 'elsewhere.blueprint.json');
  await withChosenFile(shell, elsewhere, () => answer('Save as…'));
  await editor.documentTab('elsewhere').waitFor();
  expect(nameIn(elsewhere)).toBe('first change');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  chmodSync(file, 0o644);
});

it('Try again saves when the file may be written again, by keyboard', async () => {
  const own = join(folder, 'elsewhere.blueprint.json');
  await change('second change');
  chmodSync(own, 0o444);
  await press('Control+s');
  await refusal().waitFor();
  chmodSync(own, 0o644);
  await refusal().getByRole('button', { name: 'Try again' }).press('Enter');
  await refusal().waitFor({ state: 'detached' });
  await expect.poll(() => nameIn(own)).toBe('second change');
});

it('a removed folder: the document is kept, and saved again where there is one', async () => {
  const gone = join(folder, 'gone');
  mkdirSync(gone);
  await withChosenFile(shell, join(gone, 'there.blueprint.json'), () => press('Control+Shift+s'));
  await editor.documentTab('there').waitFor();
  await change('third change');
  rmSync(gone, { recursive: true });
  await press('Control+s');
  await refusal()
    .getByText(/does not exist/)
    .waitFor();
  await press('Escape');
  await refusal().waitFor({ state: 'detached' });
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('third change');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await press('Control+s');
  const back = join(folder, 'back.blueprint.json');
  await withChosenFile(shell, back, () => answer('Save as…'));
  await expect.poll(() => existsSync(back)).toBe(true);
  expect(nameIn(back)).toBe('third change');
});

it('a full disk: the file before it is untouched, the changes stay, and saving goes on when there is room', async (context) => {
  const disk = mountSmallDisk(join(folder, 'disk'), 64);
  if (typeof disk === 'string') {
    console.log(`skipped a full disk: this user may not mount a small file system (${disk})`);
    context.skip();
    return;
  }
  try {
    const own = join(disk.path, 'full.blueprint.json');
    await withChosenFile(shell, own, () => press('Control+Shift+s'));
    await editor.documentTab('full').waitFor();
    const before = readFileSync(own, 'utf8');
    await change('fourth change');
    disk.fill();
    const there = readdirSync(disk.path);
    await press('Control+s');
    await refusal()
      .getByText(/The disk is full/)
      .waitFor();
    expect(readFileSync(own, 'utf8')).toBe(before);
    expect(readdirSync(disk.path)).toEqual(there);
    disk.free();
    await answer('Try again');
    await refusal().waitFor({ state: 'detached' });
    await expect.poll(() => nameIn(own)).toBe('fourth change');
  } finally {
    disk.remove();
  }
});

it('the first save of a new document names it after its file: tab, crumb and file say the same', async () => {
  await editor.newDocument();
  const named = join(folder, 'spring tides.blueprint.json');
  await withChosenFile(shell, named, () => press('Control+s'));
  await editor.documentTab('spring tides').waitFor();
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('spring tides');
  expect(nameIn(named)).toBe('spring tides');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
});

it('a save dialog starts in the folder of the document, or in the one used last', async () => {
  const home = join(folder, 'last');
  mkdirSync(home);
  await withChosenFile(shell, join(home, 'kept.blueprint.json'), () => press('Control+Shift+s'));
  await editor.documentTab('kept').waitFor();
  await editor.newDocument();
  if (shell.electron !== undefined) {
    await shell.electron.evaluate(({ dialog }) => {
      const seen: { path?: string | undefined } = {};
      Object.assign(globalThis, { asked: seen });
      dialog.showSaveDialog = (...args: unknown[]) => {
        seen.path = (args.at(-1) as { defaultPath?: string }).defaultPath;
        return Promise.resolve({ canceled: true, filePath: '' });
      };
    });
    await press('Control+s');
    const suggested = (): Promise<string | undefined> =>
      shell.electron?.evaluate(() => (globalThis as { asked?: { path?: string } }).asked?.path) ??
      Promise.resolve(undefined);
    await expect.poll(suggested).toBe(join(home, 'Untitled.blueprint.json'));
    return;
  }
  await press('Control+s');
  await expect.poll(() => editor.page.getByTestId('file-dialog-folder').textContent()).toBe(home);
  await press('Escape');
});
