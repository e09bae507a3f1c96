import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AXE_SETTINGS, violations } from '../src/axe.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';

let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  shell = await openShell({ settings: AXE_SETTINGS });
  editor = new EditorPage(shell.page);
  shell.page.setDefaultTimeout(15_000);
  await shell.page.setViewportSize({ width: 1600, height: 1000 });
  await editor.ready();
  await editor.node('by_carrier').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);
beforeEach(() => editor.leave());

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const dialog = (): Locator => editor.page.getByRole('dialog');
/** With `within` only that part: what lies behind a dialog is checked without it. */
const clean = async (within?: string): Promise<void> =>
  expect.soft(await violations(editor.page, within)).toEqual([]);
const DIALOG = '[role="dialog"]';

const cleanMenus = async (): Promise<void> =>
  expect.soft(await violations(editor.page, '[role="menu"]')).toEqual([]);

/** Closes what is open above the window. */
async function escape(what: Locator): Promise<void> {
  await press('Escape');
  await what.waitFor({ state: 'hidden' });
}

it('an example that has not run', () => clean());

it('a selected node with its form, and its documentation', async () => {
  await editor.select('by_carrier');
  await clean();
  await editor.inspector.getByRole('tab', { name: 'Policy' }).click();
  await clean();
  await editor.inspector.getByRole('tab', { name: 'Docs' }).click();
  await clean();
  await editor.inspector.getByRole('tab', { name: 'Parameters' }).click();
});

it('a selected edge', async () => {
  await press('Alt+e');
  await editor.inspector.getByRole('heading', { name: 'Edge' }).waitFor();
  await clean();
});

it('several selected nodes with one form', async () => {
  await editor.canvas.click({ position: { x: 8, y: 300 } });
  await press('Control+a');
  await editor.inspector.getByText(/nodes selected/).waitFor();
  await clean();
});

it('the search on the canvas, and the list of edges to draw', async () => {
  await press('n');
  const search = editor.page.getByTestId('node-search');
  await search.waitFor();
  await clean('.node-search');
  await editor.page.keyboard.type('csv');
  await clean('.node-search');
  await escape(search);
  await editor.select('by_carrier');
  await press('e');
  const picker = editor.page.getByTestId('connect-picker');
  await picker.waitFor();
  await clean('.node-search');
  await escape(picker);
});

it('the palette: everything, some of it, nothing', async () => {
  const palette = editor.page.getByRole('dialog', { name: 'Search everything' });
  await press('Control+k');
  await palette.waitFor();
  await clean(DIALOG);
  await editor.page.keyboard.type('csv');
  await clean(DIALOG);
  await editor.page.keyboard.type(' zzzzqq');
  await clean(DIALOG);
  await escape(palette);
});

it('the menus of the canvas, of a node and inside it, of the document and of a tab', async () => {
  const menu = editor.page.getByTestId('canvas-menu');
  await editor.select('by_carrier');
  await press('Shift+F10');
  await menu.waitFor();
  await cleanMenus();
  await menu.getByRole('menuitem', { name: /^Colour/ }).press('ArrowRight');
  await editor.page.getByRole('menuitem', { name: 'Purple' }).waitFor();
  await cleanMenus();
  await press('Escape');
  await escape(menu);
  await press('Escape');
  await press('Shift+F10');
  await menu.waitFor();
  await cleanMenus();
  await escape(menu);
  const open = editor.page.getByRole('menu');
  await editor.crumb.getByRole('button', { name: 'Document' }).press('Enter');
  await open.waitFor();
  await cleanMenus();
  await escape(open);
  await editor.documentTabs.first().click({ button: 'right' });
  await open.waitFor();
  await cleanMenus();
  await escape(open);
});

it('the cheat sheet', async () => {
  await editor.canvas.click({ position: { x: 8, y: 300 } });
  await press('?');
  await dialog().waitFor();
  await clean(DIALOG);
  await escape(dialog());
});

it('each page of the settings, a key that is recorded, and the runtimes', async () => {
  await press('Control+,');
  await dialog().waitFor();
  for (const page of ['Appearance', 'Canvas', 'Keys', 'Runtimes']) {
    await dialog().getByRole('button', { name: page, exact: true }).click();
    if (page === 'Runtimes') {
      await expect
        .poll(() => dialog().locator('[data-language][data-state="checking"]').count(), { timeout: 30_000 })
        .toBe(0);
    }
    await clean(DIALOG);
  }
  await dialog().getByRole('button', { name: 'Keys', exact: true }).click();
  await dialog()
    .locator('[data-command="fit-selection"]')
    .getByRole('button', { name: /^Add a key to/ })
    .click();
  await press('Control+k');
  await dialog().getByRole('alert').waitFor();
  await clean(DIALOG);
  await dialog().getByRole('button', { name: 'Cancel', exact: true }).click();
  await escape(dialog());
});

it('what the status line says of a runtime', async () => {
  await editor.page.locator('.runtime').first().press('Enter');
  const said = dialog();
  await said.waitFor();
  await clean(DIALOG);
  await escape(said);
});

it('the gallery', async () => {
  await press('w');
  await dialog().locator('[data-example]').first().waitFor();
  await clean();
  await escape(dialog());
});

it('the list of nodes, the log, the problems and the result before a run; hidden panels; the canvas alone', async () => {
  await press('Alt+o');
  await editor.page.getByRole('region', { name: 'Nodes of this blueprint' }).waitFor();
  for (const tab of ['Problems', 'Log', 'Table']) {
    await editor.tab(tab);
    await clean();
  }
  for (const key of ['Alt+o', 'Alt+b', 'Alt+i']) await press(key);
  await editor.inspector.waitFor({ state: 'hidden' });
  await clean();
  await press('f');
  await editor.page.getByRole('button', { name: /^Leave focus mode/ }).waitFor();
  await clean();
  await press('f');
  for (const key of ['Alt+l', 'Alt+b', 'Alt+i']) await press(key);
  await editor.inspector.waitFor();
});

it('an empty canvas', async () => {
  await editor.newDocument();
  await editor.page.getByTestId('empty-canvas').waitFor();
  await clean();
});

it('the question about unsaved changes', async () => {
  await editor.addBySearch('Number');
  await press('Alt+w');
  await dialog().getByRole('button', { name: 'Discard', exact: true }).waitFor();
  await clean(DIALOG);
  await dialog().getByRole('button', { name: 'Discard', exact: true }).click();
  await dialog().waitFor({ state: 'hidden' });
});

it('the start page', async () => {
  const discard = dialog().getByRole('button', { name: 'Discard', exact: true });
  await press('Alt+w');
  const start = editor.page.getByTestId('start-page');
  await start.or(discard).first().waitFor();
  if (await discard.isVisible()) await discard.click();
  await start.locator('[data-example]').first().waitFor();
  await clean();
});
