import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyOperations, blueprint, printBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { KeyboardPage } from '../src/keyboard-page.js';
import { byKeyboardAlone } from '../src/keyboard-tests.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('keyboard-documents');
let editor: KeyboardPage;
let own: Blueprint;

/** A blueprint that reads outside its folder. */
byKeyboardAlone(async () => {
  mkdirSync(join(folder, 'sent'));
  writeFileSync(join(folder, 'secret.csv'), 'name,word\nada,xyzzy\n');
  own = blueprint('sent')
    .node('number', 'core/number', { value: 1 }, { position: { x: 0, y: 0 } })
    .node('reader', 'core/csv-reader', { path: join(folder, 'secret.csv') }, { position: { x: 0, y: 300 } })
    .build();
  editor = await KeyboardPage.openFile(join(folder, 'sent'), own);
  return editor;
});

const dialog = (): Locator => editor.page.getByRole('dialog');
const valueInFile = (): unknown =>
  (JSON.parse(readFileSync(editor.path, 'utf8')) as Blueprint).nodes.number?.parameters.value;

/** Types a value into the form of the number. */
async function setValue(value: string): Promise<void> {
  await editor.goTo('number');
  await editor.press('Enter');
  await editor.reach('Value');
  await editor.press('Control+a');
  await editor.keyboard.type(value);
  await editor.press('Tab');
}

it('the question of trust is refused by Escape and answered by Enter; the keyboard comes back each time', async () => {
  await editor.goTo('reader');
  await editor.press('Control+Enter');
  await dialog().waitFor();
  await editor.focusShown();
  await editor.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await editor.focusShown();
  await expect.poll(() => editor.state('reader')).toBe('idle');
  await editor.press('Control+Enter');
  await dialog().waitFor();
  await editor.use('Allow and run');
  await editor.waitForState('reader', 'done');
  await editor.focusShown();
  await expect
    .poll(() => editor.page.evaluate(() => document.activeElement?.getAttribute('data-id')))
    .toBe('reader');
});

it('an earlier version is looked at and restored', async () => {
  for (const value of ['10', '20']) {
    await setValue(value);
    await editor.press('Control+s');
    await expect.poll(valueInFile).toBe(Number(value));
  }
  await editor.toCanvas();
  await editor.press('Alt+v');
  await dialog().locator('[data-picture-node="number"]').waitFor();
  await editor.focusShown();
  const picture = dialog().locator('[data-picture-node="number"] .node-value').first();
  for (let version = 0; version < 6; version++) {
    await editor.press('Tab');
    await editor.reach(/\d{4}.*·/);
    await editor.press('Enter');
    await editor.focusShown();
    await expect
      .poll(() => editor.page.evaluate(() => document.activeElement?.getAttribute('aria-pressed')))
      .toBe('true');
    await picture.waitFor();
    if ((await picture.textContent()) === '10') break;
  }
  await editor.use('Restore this version');
  await dialog().waitFor({ state: 'hidden' });
  const shown = (): Promise<string | null> =>
    editor.node('number').locator('.node-value').first().textContent();
  await expect.poll(shown).toBe('10');
  await editor.focusShown();
  await editor.press('Control+z');
  await expect.poll(shown).toBe('20');
});

it('a file that another program changed is compared, and ours is kept', async () => {
  const theirs = applyOperations(own, [{ op: 'set-parameter', id: 'number', name: 'value', value: 100 }]);
  writeFileSync(editor.path, printBlueprint(theirs));
  const banner = editor.page.getByRole('alert').filter({ hasText: /was changed by another program/ });
  await banner.waitFor();
  await editor.reach('Compare', 'F6');
  await editor.focusShown();
  await editor.press('Enter');
  await dialog().locator('[data-difference="node number"]').waitFor();
  await editor.focusShown();
  await editor.reach(/^On disk$|^Here$/);
  await editor.focusShown();
  await editor.press('ArrowRight');
  await editor.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await expect.poll(async () => (await editor.focus()).name).toBe('Compare');
  await editor.use('Keep mine');
  await banner.waitFor({ state: 'detached' });
  await editor.focusShown();
});

it('tabs are made, moved, walked, closed with a question, and reopened', async () => {
  await editor.toCanvas();
  await editor.press('Alt+n');
  await editor.page.getByTestId('empty-canvas').waitFor();
  await editor.focusShown();
  await expect.poll(() => editor.documentTabs.count()).toBe(2);
  const [first = '', second = ''] = await editor.tabTitles();
  await editor.press('Alt+Shift+PageUp');
  await expect.poll(() => editor.tabTitles()).toEqual([second, first]);
  await editor.reach(second, 'F6');
  await editor.focusShown();
  await editor.press('ArrowRight');
  await expect.poll(() => editor.activeTab()).toBe(first);
  await editor.focusShown();
  await editor.press('ArrowLeft');
  await expect.poll(() => editor.activeTab()).toBe(second);
  await editor.press('Shift+F10');
  const menu = editor.page.getByRole('menu');
  await menu.waitFor();
  await editor.focusShown();
  await editor.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  await expect.poll(async () => (await editor.focus()).name).toBe(second);
  await editor.toCanvas();
  await editor.add('Number');
  await editor.press('Alt+w');
  await dialog().waitFor();
  await editor.focusShown();
  await editor.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await editor.focusShown();
  await editor.press('Alt+w');
  await editor.use('Keep unsaved');
  await expect.poll(() => editor.tabTitles()).toEqual([first]);
  await editor.focusShown();
  await editor.press('Alt+Shift+t');
  await expect.poll(() => editor.documentTabs.count()).toBe(2);
  await editor.focusShown();
});

it('the empty canvas and the start page begin by keyboard', async () => {
  await editor.press('Alt+n');
  await editor.page.getByTestId('empty-canvas').waitFor();
  await editor.use(/^Search nodes\w/);
  await editor.page.getByTestId('node-search').waitFor();
  await editor.press('Escape');
  await editor.focusShown();
  const start = editor.page.getByTestId('start-page');
  for (let open = await editor.documentTabs.count(); open > 0; open--) {
    await editor.press('Alt+w');
    const discard = dialog().getByRole('button', { name: 'Discard', exact: true });
    await expect
      .poll(async () => (await discard.isVisible()) || (await editor.documentTabs.count()) < open)
      .toBe(true);
    if (await discard.isVisible()) await editor.use('Discard');
    await expect.poll(() => editor.documentTabs.count()).toBe(open - 1);
  }
  await start.waitFor();
  await editor.focusShown();
  await editor.use('New blueprint');
  await editor.page.getByTestId('empty-canvas').waitFor();
  await editor.focusShown();
});
