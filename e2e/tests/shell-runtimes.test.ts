import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('runtimes');
/** On the search path of the application; Go is put into it while the application runs. */
const programs = join(folder, 'programs');
/** The Python that the settings name; it is not there at first. */
const python = join(folder, 'my-python');
let shell: Shell;
let editor: EditorPage;

function where(program: string): string | undefined {
  try {
    return execFileSync('which', [program], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
const go = where('go');
const realPython = join(import.meta.dirname, '../../packages/python-nodes/.venv/bin/python');

beforeAll(async () => {
  mkdirSync(programs);
  const withoutGo = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== dirname(go ?? ''));
  shell = await openShell({
    settings: { runtimes: { python } },
    env: {
      PATH: [programs, ...withoutGo].join(delimiter),
      ATOMITON_GO_PROGRAM: join(folder, 'go-host/node-host'),
    },
  });
  editor = new EditorPage(shell.page);
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const view = (): Locator => editor.page.getByTestId('runtimes-view');
const row = (language: string): Locator => view().locator(`[data-language="${language}"]`);
const stateOf = (language: string): Promise<string | null> => row(language).getAttribute('data-state');

it('a missing runtime is seen in the status line, and one press says what to install', async () => {
  const status = editor.page.locator('.runtime[data-language="python"]');
  await expect.poll(() => status.getAttribute('data-state'), { timeout: 30_000 }).toBe('missing');
  await status.click();
  await editor.page.getByRole('button', { name: 'What to install…' }).click();
  await view().waitFor();
  expect(await stateOf('python')).toBe('missing');
  await expect
    .poll(() => row('python').textContent())
    .toContain(`"${python}" cannot be run: there is no such program`);
  await expect.poll(() => row('python').locator('code').textContent()).toMatch(/python/);
  expect(await stateOf('golang')).toBe('missing');
  await expect.poll(() => row('golang').locator('code').textContent()).toMatch(/go/);
  expect(await stateOf('rust')).toBe('ready');
});

it('Recheck finds nothing while nothing has changed', async () => {
  await view().getByRole('button', { name: 'Recheck' }).click();
  await view().getByText('3 of 5 languages are ready.').waitFor({ timeout: 30_000 });
});

it('Recheck finds Python when it has come, and its nodes run', async () => {
  // A link would lose the environment that the program belongs to.
  writeFileSync(python, `#!/bin/sh\nexec "${realPython}" "$@"\n`, { mode: 0o755 });
  await view().getByRole('button', { name: 'Recheck' }).focus();
  await editor.page.keyboard.press('Enter');
  await view().getByText('4 of 5 languages are ready.').waitFor({ timeout: 60_000 });
  expect(await stateOf('python')).toBe('ready');
});

it('Recheck finds Go when it has been installed, compiles its nodes, and they run', async (context) => {
  if (go === undefined) {
    console.log('not checked: there is no Go on this machine');
    context.skip('there is no Go on this machine');
    return;
  }
  symlinkSync(go, join(programs, 'go'));
  await view().getByRole('button', { name: 'Recheck' }).click();
  await view().getByText('5 of 5 languages are ready.').waitFor({ timeout: 110_000 });
  await editor.page.keyboard.press('Escape');
  await editor.runToEnd();
  await expect.poll(() => editor.state('sums')).toMatch(/done|cached/);
  await expect.poll(() => editor.state('colours')).toMatch(/done|cached/);
});

it('a Python that the settings name anew is used from the next run on', async () => {
  await editor.page.keyboard.press('Control+k');
  await editor.page.keyboard.type('python interpreter');
  await editor.page.keyboard.press('Enter');
  const field = editor.page.getByRole('textbox', { name: 'Python interpreter' });
  await field.fill(join(folder, 'no-python-here'));
  await field.press('Enter');
  await expect.poll(() => stateOf('python'), { timeout: 30_000 }).toBe('missing');
  await field.fill(python);
  await field.press('Enter');
  await expect.poll(() => stateOf('python'), { timeout: 30_000 }).toBe('ready');
});
