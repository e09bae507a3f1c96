import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('tabs');
let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  const first = writeBlueprint(folder, blueprint('alpha').node('one', 'core/number', { value: 1 }).build());
  writeBlueprint(folder, blueprint('beta').node('two', 'core/number', { value: 2 }).build());
  writeBlueprint(folder, blueprint('gamma').node('three', 'core/number', { value: 3 }).build());
  shell = await openShell({ open: first });
  editor = new EditorPage(shell.page);
  await editor.node('one').waitFor({ timeout: 30_000 });
  for (const name of ['beta', 'gamma']) {
    await withChosenFile(shell, join(folder, `${name}.blueprint.json`), () =>
      editor.page.keyboard.press('Control+o'),
    );
    await editor.documentTab(name).waitFor();
  }
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const nameIn = (file: string): unknown =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: unknown }).name;

it('tabs are changed by number, by neighbour, by click and by arrow keys', async () => {
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'beta', 'gamma']);
  await press('Alt+1');
  await expect.poll(() => editor.activeTab()).toBe('alpha');
  await editor.node('one').waitFor();
  await press('Alt+PageDown');
  await expect.poll(() => editor.activeTab()).toBe('beta');
  await editor.node('two').waitFor();
  await press('Control+Tab');
  await expect.poll(() => editor.activeTab()).toBe('gamma');
  await press('Control+Tab');
  await expect.poll(() => editor.activeTab()).toBe('alpha');
  await press('Control+Shift+Tab');
  await expect.poll(() => editor.activeTab()).toBe('gamma');
  await press('Alt+2');
  await expect.poll(() => editor.activeTab()).toBe('beta');
  await press('Alt+9');
  await expect.poll(() => editor.activeTab()).toBe('gamma');
  await editor.documentTab('alpha').click();
  await expect.poll(() => editor.activeTab()).toBe('alpha');
  await editor.documentTab('alpha').focus();
  await press('ArrowRight');
  await expect.poll(() => editor.activeTab()).toBe('beta');
  await press('End');
  await expect.poll(() => editor.activeTab()).toBe('gamma');
});

it('a tab is dragged to another place, Escape puts it back, and keys move it too', async () => {
  const { page } = editor;
  const drag = async (title: string, over: string): Promise<void> => {
    const from = await editor.documentTab(title).boundingBox();
    const to = await editor.documentTab(over).boundingBox();
    if (from === null || to === null) throw new Error('the tabs are not on the screen');
    await page.mouse.move(from.x + 10, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
  };
  await drag('gamma', 'alpha');
  await page.mouse.up();
  await expect.poll(() => editor.tabTitles()).toEqual(['gamma', 'alpha', 'beta']);
  await drag('gamma', 'beta');
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'beta', 'gamma']);
  await press('Escape');
  await expect.poll(() => editor.tabTitles()).toEqual(['gamma', 'alpha', 'beta']);
  await page.mouse.up();
  await press('Alt+1');
  await press('Alt+Shift+PageDown');
  await press('Alt+Shift+PageDown');
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'beta', 'gamma']);
  await press('Alt+Shift+PageUp');
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'gamma', 'beta']);
  await press('Alt+Shift+PageDown');
});

it('both states are visible: kept by Atomiton, saved in the file; a tooltip says it in words', async () => {
  await editor.documentTab('alpha').click();
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  await editor.renameDocument('Alpha, renamed');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await editor.documentTab('alpha').locator('.tab-dot').waitFor();
  await editor.documentTab('alpha').hover();
  await editor.page
    .getByRole('tooltip')
    .filter({ hasText: 'kept by Atomiton on this machine and outlives a crash' })
    .waitFor();
  expect(nameIn('alpha.blueprint.json')).toBe('alpha');
  await press('Control+s');
  await expect.poll(() => editor.keptState()).toBe('saved in file');
  expect(nameIn('alpha.blueprint.json')).toBe('Alpha, renamed');
  await expect.poll(() => editor.documentTab('alpha').locator('.tab-dot').count()).toBe(0);
});

it('a toast goes by itself', async () => {
  const toast = editor.page.getByRole('region', { name: 'Messages' }).getByText(/^Saved to/);
  await toast.waitFor();
  await toast.waitFor({ state: 'detached', timeout: 6000 });
});

it('a tab with unsaved changes is closed by keeping them, and reopened as it was with its undo', async () => {
  await editor.documentTab('beta').click();
  await editor.renameDocument('Beta, unsaved');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await editor.documentTab('beta').click({ button: 'middle' });
  const question = editor.page.getByRole('dialog', { name: 'Save beta before closing?' });
  await question.waitFor();
  await press('Escape');
  await question.waitFor({ state: 'detached' });
  await expect.poll(() => editor.tabTitles()).toContain('beta');
  await editor.documentTab('beta').click({ button: 'middle' });
  await question.getByRole('button', { name: 'Keep unsaved' }).click();
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'gamma']);
  expect(nameIn('beta.blueprint.json')).toBe('beta');
  await press('Control+Shift+T');
  await editor.documentTab('beta').waitFor();
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('Beta, unsaved');
  await expect.poll(() => editor.keptState()).toBe('kept, not in file');
  await press('Control+z');
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('beta');
});

it('Delete on a tab closes it; Discard gives the changes up, Save writes them', async () => {
  await editor.documentTab('beta').click();
  await editor.renameDocument('Beta, given up');
  await editor.documentTab('beta').focus();
  await press('Delete');
  const question = editor.page.getByRole('dialog', { name: 'Save beta before closing?' });
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'gamma']);
  expect(nameIn('beta.blueprint.json')).toBe('beta');
  await press('Alt+Shift+T');
  await editor.documentTab('beta').waitFor();
  await expect.poll(() => editor.page.getByTestId('document-name').textContent()).toBe('beta');
  await editor.renameDocument('Beta, written');
  await press('Alt+w');
  await question.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'gamma']);
  expect(nameIn('beta.blueprint.json')).toBe('Beta, written');
});

it('a document that never had a file is closed with its changes kept, and is among the recent ones', async () => {
  await editor.newDocument();
  await editor.addBySearch('Number');
  await editor.renameDocument('never saved');
  await expect.poll(() => editor.keptState()).toBe('kept, no file yet');
  await press('Alt+w');
  await editor.page.getByRole('dialog').getByRole('button', { name: 'Keep unsaved' }).click();
  await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'gamma']);
  await press('Control+k');
  const palette = editor.page.getByRole('combobox', { name: 'Search everything' });
  await palette.fill('beta');
  await editor.page.getByRole('option', { name: join(folder, 'beta.blueprint.json') }).waitFor();
  await palette.fill('never saved');
  await editor.page
    .getByRole('option', { name: /never saved.*no file yet/ })
    .first()
    .waitFor();
  await press('Enter');
  await editor.documentTab('never saved').waitFor();
  await expect.poll(() => editor.nodeIds()).toHaveLength(1);
});

it('Save all writes every document with changes and asks for a name where there is none', async () => {
  await editor.documentTab('gamma').click();
  await editor.renameDocument('Gamma, all');
  const path = join(folder, 'all.blueprint.json');
  await withChosenFile(shell, path, () => press('Control+Alt+s'));
  await expect.poll(() => existsSync(path)).toBe(true);
  await expect.poll(() => nameIn('gamma.blueprint.json')).toBe('Gamma, all');
  expect(nameIn('all.blueprint.json')).toBe('never saved');
  await expect.poll(() => editor.page.locator('.tab-dot').count()).toBe(0);
});

it('a narrow window: titles keep eight letters, the search gives way first, and so does the map', async () => {
  const delta = 'delta of a long name';
  const path = writeBlueprint(folder, blueprint(delta).node('four', 'core/number', { value: 4 }).build());
  await withChosenFile(shell, path, () => press('Control+o'));
  await editor.node('four').waitFor();
  await editor.page.getByTestId('minimap').waitFor();
  const before = editor.page.viewportSize();
  await editor.page.setViewportSize({ width: 1024, height: 700 });
  const inside = (): Promise<boolean> =>
    editor.page.locator('.document-tabs').evaluate((list) => {
      const { right } = list.getBoundingClientRect();
      return [...list.querySelectorAll('.tab')].every(
        (tab) => tab.getBoundingClientRect().right <= right + 1,
      );
    });
  await expect.poll(inside).toBe(true);
  const letters = await editor.page.locator('.tab-title').evaluateAll((titles) =>
    titles.map((title) => {
      const whole = title.scrollWidth;
      return { shown: title.clientWidth, eight: (whole / (title.textContent ?? '').length) * 8, whole };
    }),
  );
  expect(letters).toHaveLength(4);
  for (const { shown, eight, whole } of letters) expect(shown).toBeGreaterThanOrEqual(Math.min(eight, whole));
  await editor.page.getByTestId('minimap').waitFor({ state: 'detached' });
  await editor.page.setViewportSize(before ?? { width: 1440, height: 900 });
  await editor.page.getByTestId('minimap').waitFor();
});
