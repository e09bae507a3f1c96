import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const dataFolder = temporaryFolder('keys');
let shell: Shell;
let editor: EditorPage;

const open = async (): Promise<void> => {
  shell = await openShell({ dataFolder });
  editor = new EditorPage(shell.page);
  await editor.ready();
};
beforeAll(open);
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const dialog = (): Locator => editor.page.getByRole('dialog');
const row = (command: string): Locator => dialog().locator(`[data-command="${command}"]`);
const press = (key: string): Promise<void> => editor.page.keyboard.press(key);

async function openKeys(): Promise<void> {
  await press('Control+,');
  await dialog().getByRole('button', { name: 'Keys', exact: true }).click();
}

/** What `settings.json` says of keys. */
function storedKeys(): Record<string, string[]> {
  const { keys } = JSON.parse(readFileSync(join(dataFolder, 'settings.json'), 'utf8')) as {
    keys: Record<string, string[]>;
  };
  return keys;
}

it('a key is changed by keyboard alone, does its new work, and the cheat sheet says so', async () => {
  await openKeys();
  await dialog().getByLabel('Search commands and keys').focus();
  await editor.page.keyboard.type('fit ');
  await row('fit-selection').waitFor();
  await expect.poll(() => dialog().locator('[data-command]').count()).toBeLessThan(20);
  await row('fit-selection')
    .getByRole('button', { name: /^Change the key/ })
    .focus();
  await press('Enter');
  await row('fit-selection')
    .getByRole('button', { name: 'Press the key for Fit the selection into view' })
    .waitFor();
  await press('Shift+F');
  await expect.poll(() => row('fit-selection').getByTestId('recorded-key').textContent()).toBe('Shift F');
  await press('Enter');
  await row('fit-selection')
    .getByRole('button', { name: /^Change the key Shift F of/ })
    .waitFor();
  await press('Escape');
  await dialog().waitFor({ state: 'hidden' });

  await editor.page.getByTitle('Zoom to 100 %').click();
  const zoom = editor.page.getByTitle('Zoom to 100 %');
  await expect.poll(() => zoom.textContent()).toBe('100 %');
  await press('.');
  await press('Shift+F');
  await expect.poll(() => zoom.textContent()).not.toBe('100 %');

  await press('?');
  const line = dialog().locator('dl > div').filter({ hasText: 'Fit the selection into view' });
  await expect.poll(() => line.locator('kbd').allTextContents()).toEqual(['Shift F']);
  await press('Escape');
});

it('a key that is taken says whose it is, and takes it over only when that is confirmed', async () => {
  await openKeys();
  await row('fit-selection')
    .getByRole('button', { name: /^Add a key to/ })
    .click();
  await press('Control+k');
  const warning = row('fit-selection').getByRole('alert');
  await expect.poll(() => warning.textContent()).toContain('Ctrl K is the key of: Search everything');
  await row('fit-selection').getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => row('palette').locator('kbd').allTextContents()).toContain('Ctrl K');

  await row('fit-selection')
    .getByRole('button', { name: /^Add a key to/ })
    .click();
  await press('Control+k');
  await row('fit-selection').getByRole('button', { name: 'Replace' }).click();
  await expect
    .poll(() => row('fit-selection').locator('kbd').allTextContents())
    .toEqual(['Shift F', 'Ctrl K']);
  await expect.poll(() => row('palette').locator('kbd').allTextContents()).toEqual(['Ctrl Shift P']);
  await press('Escape');
  await press('Control+Shift+p');
  await editor.page.getByRole('dialog', { name: 'Search everything' }).waitFor();
  await press('Escape');
});

it('two keys one after the other run a command', async () => {
  await openKeys();
  await row('select-all')
    .getByRole('button', { name: /^Add a key to/ })
    .click();
  await press('Alt+j');
  await row('select-all').getByRole('button', { name: 'Then another key' }).click();
  await press('a');
  await row('select-all').getByRole('button', { name: 'Use', exact: true }).click();
  await expect.poll(() => row('select-all').locator('kbd').allTextContents()).toContain('Alt J, A');
  await press('Escape');
  await editor.canvas.click({ position: { x: 8, y: 300 } });
  await press('Alt+j');
  await press('a');
  await editor.inspector.getByText(/nodes selected/).waitFor();
});

it('the keys are there after a restart; one is reset, then all', async () => {
  await shell.close();
  await open();
  expect(storedKeys()['fit-selection']).toEqual(['Shift+F', 'Ctrl+K']);
  await openKeys();
  await expect
    .poll(() => row('fit-selection').locator('kbd').allTextContents())
    .toEqual(['Shift F', 'Ctrl K']);
  await row('fit-selection')
    .getByRole('button', { name: /^Reset the keys of/ })
    .click();
  await expect.poll(() => row('fit-selection').locator('kbd').allTextContents()).toEqual(['.']);
  await row('run')
    .getByRole('button', { name: /^Remove the key/ })
    .click();
  await row('run').getByText('no key').waitFor();
  await dialog().getByRole('button', { name: 'Reset all keys' }).click();
  await expect.poll(() => row('run').locator('kbd').allTextContents()).toEqual(['Ctrl ⏎']);
  await expect
    .poll(() => row('palette').locator('kbd').allTextContents())
    .toEqual(['Ctrl K', 'Ctrl Shift P']);
  await expect.poll(() => storedKeys()).toEqual({});
  await press('Escape');
});

it('Escape while a key is recorded leaves everything as it was, the dialog too', async () => {
  await openKeys();
  await row('run')
    .getByRole('button', { name: /^Add a key to/ })
    .click();
  await press('Escape');
  await row('run')
    .getByRole('button', { name: /^Add a key to/ })
    .waitFor();
  await expect.poll(() => dialog().isVisible()).toBe(true);
  await press('Escape');
  await dialog().waitFor({ state: 'hidden' });
});
