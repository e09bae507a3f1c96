import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import type { ShellOptions } from './shell.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The window follows the theme of the system, which `violations` changes; nothing fades in. */
export const AXE_SETTINGS: NonNullable<ShellOptions['settings']> = {
  appearance: { theme: 'system', motion: 'reduced' },
};

/** What axe-core finds wrong in the window as it is now, one line each. */
async function audit(page: Page, within: string, options: RunOptions): Promise<string[]> {
  await page.evaluate(`if (window.axe === undefined) { ${AXE} }; undefined`);
  return page.evaluate(
    async ({ part, run }) => {
      const { axe } = window as unknown as {
        axe: { run(context: object, options: object): Promise<AxeResults> };
      };
      const results = await axe.run({ include: [part] }, { resultTypes: ['violations'], ...run });
      return results.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any, all, none }) => {
          const why = [...any, ...all, ...none].map(({ message }) => message).join(' ');
          return `${id}: ${html.slice(0, 160)} ${why.slice(0, 240)}`;
        }),
      );
    },
    { part: within, run: options },
  );
}

/**
 * What is wrong in the window as it is now: by every rule in the dark theme, by the rule of contrast in the light one,
 * which differs in nothing but colours. Needs a shell with `AXE_SETTINGS`.
 * @param within only this part: while a menu is open, everything else is hidden from whoever reads by ear.
 */
export async function violations(page: Page, within = 'html'): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: 'attached' });
    // The separators of the panels lie between the landmarks: that is what they separate.
    const options: RunOptions =
      theme === 'light'
        ? { runOnly: { type: 'rule', values: ['color-contrast'] } }
        : { rules: { region: { enabled: false } } };
    for (const line of await audit(page, within, options)) found.push(`${theme}: ${line}`);
  }
  return found;
}
