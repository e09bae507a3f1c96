import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';

let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const palette = (): Locator => editor.page.getByRole('dialog', { name: 'Search everything' });
const selected = (): Locator => palette().locator('[cmdk-item][data-selected="true"]');

/** Opens the palette and types; nothing but the keyboard. */
async function find(text: string): Promise<void> {
  await press('Control+k');
  await palette().waitFor();
  await editor.page.keyboard.type(text);
}

/** Chooses the first entry of the group by keys. */
async function choose(entry: string): Promise<void> {
  const item = palette().locator(`[data-entry^="${entry}"]`).first();
  await item.waitFor();
  for (
    let step = 0;
    step < 40 && (await selected().getAttribute('data-entry'))?.startsWith(entry) !== true;
    step++
  ) {
    await press('ArrowDown');
  }
  await expect.poll(() => selected().getAttribute('data-entry')).toMatch(new RegExp(`^${entry}`));
  await press('Enter');
  await palette().waitFor({ state: 'hidden' });
}

it('runs a command, with its key beside it', async () => {
  await find('run');
  const run = palette().locator('[data-entry="command run"]');
  await run.waitFor();
  await expect.poll(() => run.locator('kbd').textContent()).toBe('Ctrl ⏎');
  await choose('command run');
  await editor.page.getByTestId('run-state').filter({ hasText: /^Done/ }).waitFor({ timeout: 60_000 });
});

it('goes to a node of the document', async () => {
  await find('mean delay');
  await choose('go delays');
  await editor.page.locator('.react-flow__node.selected[data-id="delays"]').waitFor();
});

it('lists the runs of the document: shows one, and runs it again', async () => {
  await find('show the run');
  await choose('show ');
  await expect.poll(() => editor.state('delays')).toBe('done');
  await find('run again');
  await choose('rerun ');
  await editor.page.getByTestId('run-state').filter({ hasText: /^Done/ }).waitFor({ timeout: 60_000 });
  await find('show the run');
  await expect.poll(() => palette().locator('[data-entry^="show "]').count()).toBe(2);
  await press('Escape');
});

it('opens an example, goes back to an open blueprint, and adds a node', async () => {
  await find('blur a pic');
  await choose('example blur-a-picture');
  await editor.node('soft').waitFor();
  await find('five languages');
  await choose('open ');
  await editor.node('by_carrier').waitFor();
  await find('gblur');
  await choose('add core/gaussian-blur');
  await expect
    .poll(async () => (await editor.nodeIds()).filter((id) => id.startsWith('gaussian')).length)
    .toBe(1);
});

it('changes a setting', async () => {
  await editor.page.emulateMedia({ colorScheme: 'dark' });
  await find('theme: light');
  await choose('setting appearance.theme light');
  await expect.poll(() => editor.page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
});

it('says when nothing is found, and Escape leaves it', async () => {
  await find('xyzzyplugh');
  await palette().getByText('Nothing found.').waitFor();
  await press('Escape');
  await palette().waitFor({ state: 'hidden' });
});
