import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  let shell: Shell;
  let editor: EditorPage;

  beforeAll(async () => {
    shell = await openShell({ settings: { appearance: { theme, motion: 'reduced' } } });
    editor = new EditorPage(shell.page);
    await shell.page.setViewportSize({ width: 1600, height: 1000 });
    await editor.ready();
  });
  afterAll(() => shell?.close());
  screenshotOnFailure(() => shell);

  /** What axe-core finds wrong in the window as it is now, one line each. */
  async function violations(): Promise<string[]> {
    const { page } = editor;
    await page.mouse.move(2, 2);
    await page.evaluate(`if (window.axe === undefined) { ${AXE} }; undefined`);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      // The separators of the panels lie between the landmarks: that is what they separate.
      const rules = { region: { enabled: false } };
      const results = await axe.run({ resultTypes: ['violations'], rules });
      return results.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any, all, none }) => {
          const why = [...any, ...all, ...none].map(({ message }) => message).join(' ');
          return `${id}: ${html.slice(0, 160)} ${why.slice(0, 240)}`;
        }),
      );
    });
    return found;
  }
  const press = (key: string): Promise<void> => editor.page.keyboard.press(key);

  it('an example that has not run', async () => {
    await editor.node('by_carrier').waitFor();
    expect(await violations()).toEqual([]);
  });

  it('a selected node with its form', async () => {
    await editor.select('by_carrier');
    expect(await violations()).toEqual([]);
  });

  it('the palette', async () => {
    await press('Control+k');
    await editor.page.getByRole('dialog', { name: 'Search everything' }).waitFor();
    expect(await violations()).toEqual([]);
    await press('Escape');
  });

  it('the settings, each page', async () => {
    await press('Control+,');
    const dialog = editor.page.getByRole('dialog', { name: 'Settings' });
    for (const name of ['Appearance', 'Canvas', 'Keys', 'Runtimes']) {
      await dialog.getByRole('button', { name, exact: true }).click();
      expect(await violations(), name).toEqual([]);
    }
    await press('Escape');
  });

  it('the cheat sheet and the gallery', async () => {
    await press('?');
    await editor.page.getByRole('dialog').waitFor();
    expect(await violations()).toEqual([]);
    await press('Escape');
    await press('w');
    await editor.page.getByRole('dialog', { name: 'Examples' }).locator('img').first().waitFor();
    expect(await violations()).toEqual([]);
    await press('Escape');
  });

  it('while it runs, and when it has run: timeline, table, log', async () => {
    await editor.run();
    await editor.page
      .getByRole('button', { name: /^Cancel\b/ })
      .first()
      .waitFor();
    expect(await violations()).toEqual([]);
    await editor.page.getByTestId('run-state').filter({ hasText: /^Done/ }).waitFor({ timeout: 60_000 });
    for (const tab of ['Timeline', 'Table', 'Log', 'Problems']) {
      await editor.tab(tab);
      expect(await violations(), tab).toEqual([]);
    }
  });

  it('a node that has failed, and those that could not run', async () => {
    await editor.select('late');
    await editor.setField('Filter', 'dep_dely > 60');
    await editor.run();
    await editor.waitForState('late', 'failed');
    await editor.waitForEnd();
    expect(await violations()).toEqual([]);
  });

  it('an empty canvas, and the start page', async () => {
    await editor.newDocument();
    expect(await violations()).toEqual([]);
    for (let left = 5; left > 0 && (await editor.page.locator('.tab-close').count()) > 0; left--) {
      await editor.page.locator('.tab-close').first().click({ force: true });
      const discard = editor.page.getByRole('button', { name: 'Discard changes' });
      await discard.waitFor({ timeout: 1500 }).then(
        () => discard.click(),
        () => undefined,
      );
    }
    await editor.page.getByTestId('start-page').waitFor();
    expect(await violations()).toEqual([]);
  });
});
