import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.each(['dark'] as const)('%s theme', (theme) => {
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

  it('an example that has not run', async () => {
    await editor.node('by_carrier').waitFor();
    expect(await violations()).toEqual([]);
  });

  it('a selected node with its form', async () => {
    await editor.select('by_carrier');
    expect(await violations()).toEqual([]);
  });
});
