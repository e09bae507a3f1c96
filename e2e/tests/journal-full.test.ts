import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { mountSmallDisk } from '../src/small-disk.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('journal');
const file = writeBlueprint(folder, blueprint('work').node('one', 'core/number', { value: 1 }).build());
const disk = mountSmallDisk(join(folder, 'data'), 96 * 1024);
let shell: Shell;
let editor: EditorPage;
screenshotOnFailure(() => shell);
afterAll(async () => {
  await shell?.close();
  if (typeof disk !== 'string') disk.remove();
});

const nameIn = (path: string): unknown => (JSON.parse(readFileSync(path, 'utf8')) as { name: unknown }).name;
const nameOf = (): Promise<string | null> => editor.page.getByTestId('document-name').textContent();
const notice = () => editor.page.locator('.notice-bar').filter({ hasText: 'only in this window' });

/** Closes the window, and stays where it is asked. @returns what was asked */
async function closingAsks(): Promise<string> {
  if (shell.electron === undefined) {
    const asked = shell.page.waitForEvent('dialog');
    void shell.page.close({ runBeforeUnload: true });
    const dialog = await asked;
    await dialog.dismiss();
    // The words are the browser's own.
    return dialog.type() === 'beforeunload' ? 'The last changes are only in this window' : dialog.message();
  }
  await shell.electron.evaluate(({ BrowserWindow, dialog }) => {
    dialog.showMessageBoxSync = (...args: unknown[]) => {
      Object.assign(globalThis, { asked: (args.at(-1) as { message: string }).message });
      return 0;
    };
    BrowserWindow.getAllWindows()[0]?.close();
  });
  const asked = () => shell.electron?.evaluate(() => (globalThis as { asked?: string }).asked ?? '');
  await expect.poll(asked).not.toBe('');
  expect(await shell.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  return (await asked()) ?? '';
}

async function start(dataFolder: string): Promise<void> {
  shell = await openShell({ dataFolder, open: file });
  editor = new EditorPage(shell.page);
  await editor.node('one').waitFor({ timeout: 30_000 });
}

it('a full disk under the journal: edits stay in the window and are not called kept, and go on by themselves when there is room', async (context) => {
  if (typeof disk === 'string') {
    console.log(`skipped a full disk: this user may not mount a small file system (${disk})`);
    context.skip();
    return;
  }
  await start(disk.path);
  await editor.renameDocument('kept');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  disk.fill();
  // The log has some room of its own: it takes a few edits until the disk itself is asked.
  let edits = 0;
  while ((await notice().count()) === 0 && edits < 60) {
    edits++;
    await editor.renameDocument(`edit ${edits}`);
    await expect.poll(() => editor.keptState()).toMatch(/^(kept|\d+ edit)/);
  }
  await notice().getByText('1 edit is only in this window.').waitFor();
  await expect.poll(() => notice().textContent()).toContain('Free some space on the disk');
  await expect.poll(() => editor.keptState()).toBe('1 edit not kept');
  await editor.addBySearch('Number');
  await expect.poll(() => editor.keptState()).toBe('2 edits not kept');
  expect(await nameOf()).toBe(`edit ${edits}`);
  expect(nameIn(file)).toBe('work');

  disk.free();
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await notice().waitFor({ state: 'detached' });

  // What was told as kept is there after a kill.
  process.kill(shell.hostPid, 'SIGKILL');
  await shell.close();
  await start(disk.path);
  await expect.poll(nameOf).toBe(`edit ${edits}`);
  await expect.poll(() => editor.nodeIds()).toHaveLength(2);
});

it('Save as writes edits that the journal could not take; undo still leads back, and Try again by key', async (context) => {
  if (typeof disk === 'string') {
    context.skip();
    return;
  }
  disk.fill();
  for (let edit = 0; (await notice().count()) === 0 && edit < 60; edit++) {
    await editor.renameDocument(`more ${edit}`);
    await expect.poll(() => editor.keptState()).toMatch(/^(kept|\d+ edit)/);
  }
  await editor.renameDocument('only here');
  await expect.poll(() => editor.keptState()).toBe('2 edits not kept');
  const { page } = editor;
  // A run would not have these edits: it is not begun.
  await editor.run();
  await page.getByText('so a run would not have them').waitFor();
  await expect.poll(() => editor.state('one')).toBe('idle');
  // Nobody closes over them by accident, neither the tab nor the window.
  await page.keyboard.press('Alt+w');
  const question = page.getByRole('dialog');
  await question.getByText('only in this window').waitFor();
  await expect.poll(() => question.getByRole('button', { name: 'Keep unsaved' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect(await closingAsks()).toContain('The last changes are only in this window');
  expect(await nameOf()).toBe('only here');

  const other = join(folder, 'other.blueprint.json');
  await withChosenFile(shell, other, () => notice().getByRole('button', { name: 'Save as…' }).press('Enter'));
  await editor.documentTab('other').waitFor();
  expect(nameIn(other)).toBe('only here');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  await notice().waitFor({ state: 'detached' });

  await editor.page.keyboard.press('Control+z');
  await expect.poll(nameOf).toMatch(/^more /);
  await expect.poll(() => editor.keptState()).toBe('1 edit not kept');
  disk.free();
  await notice()
    .getByRole('button', { name: 'Try again' })
    .press('Enter')
    // It may have gone on by itself in this very moment.
    .catch(() => undefined);
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await editor.page.keyboard.press('Control+Shift+z');
  await expect.poll(nameOf).toBe('only here');
});

it('a data folder that cannot be written is said in the window for as long as it lasts, and nothing is called kept', async () => {
  await shell?.close();
  // A file where the journal's database would be a folder of its own: no user, root included, can write it.
  const broken = temporaryFolder('unwritable');
  mkdirSync(join(broken, 'journal.db'));
  writeFileSync(join(broken, 'journal.db', 'in the way'), '');
  await start(broken);
  const said = editor.page.locator('.notice-bar').filter({ hasText: 'Unsaved edits are not kept' });
  await said.waitFor();
  await expect.poll(() => said.textContent()).toContain('Save often');
  await editor.renameDocument('in memory');
  await expect.poll(() => editor.keptState()).toBe('not kept, not in file');
  await said.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  expect(nameIn(file)).toBe('in memory');
  await said.waitFor();
});
