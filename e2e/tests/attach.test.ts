import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { blueprint } from '@atomiton/blueprint';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell, shellKind } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const ROOT = resolve(import.meta.dirname, '../..');
const isElectron = shellKind() === 'electron';
if (!isElectron) console.log('skipped attach: a browser always shows the host that serves it');

/** `atomiton serve` on a data folder of its own. @returns its process and where its page is */
async function startServer(dataFolder: string): Promise<{ server: ChildProcess; address: string }> {
  const server = spawn(process.execPath, [join(ROOT, 'apps/cli/dist/main.js'), 'serve', '--port', '0'], {
    env: { ...process.env, ATOMITON_DATA: dataFolder, ATOMITON_TEST: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((found, failed) => {
    server.once('exit', (code) => failed(new Error(`atomiton serve ended with ${String(code)}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const match = /http:\/\/\S+/.exec(line);
      if (match !== null) found(match[0]);
    });
  });
  return { server, address };
}

describe.runIf(isElectron)('the desktop on the data folder of a running atomiton serve', () => {
  const folder = temporaryFolder('attach');
  const dataFolder = join(folder, 'data');
  const file = writeBlueprint(folder, blueprint('shared').node('one', 'core/number', { value: 1 }).build());
  let server: ChildProcess;
  let shell: Shell;
  let editor: EditorPage;
  screenshotOnFailure(() => shell);

  beforeAll(async () => {
    ({ server } = await startServer(dataFolder));
    shell = await openShell({ dataFolder, open: file });
    editor = new EditorPage(shell.page);
    await editor.node('one').waitFor({ timeout: 30_000 });
  });
  afterAll(async () => {
    await shell?.close();
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL');
  });

  const nameOf = (): Promise<string | null> => editor.page.getByTestId('document-name').textContent();
  const attached = () => editor.page.getByTestId('attached');

  it('the window says where the documents are, by mouse and by key, and edits, saves and chooses files as ever', async () => {
    await attached().waitFor();
    await expect.poll(() => attached().textContent()).toBe('with another Atomiton');
    await attached().focus();
    await editor.page
      .getByRole('tooltip')
      .filter({ hasText: 'When it ends, this window takes them over' })
      .waitFor();
    await editor.page.keyboard.press('Escape');
    await editor.renameDocument('edited in the desktop');
    await expect.poll(() => editor.keptState()).toBe('kept, not in file');
    // The dialog is the system's own, not the one of a browser.
    const other = join(folder, 'other.blueprint.json');
    await withChosenFile(shell, other, () => editor.page.keyboard.press('Control+Shift+s'));
    await editor.documentTab('other').waitFor();
    expect((JSON.parse(readFileSync(other, 'utf8')) as { name: unknown }).name).toBe('edited in the desktop');
  });

  it('when the server is killed, also in the middle of edits, this window has the documents: nothing kept is lost', async () => {
    const { page } = editor;
    await editor.addBySearch('Number');
    await editor.renameDocument('before the kill');
    await expect.poll(() => editor.keptState()).toBe('kept, not in file');
    // An edit on its way to a server that no longer answers, and dies with it unread.
    server.kill('SIGSTOP');
    await editor.renameDocument('on its way');
    await expect.poll(() => editor.keptState()).toBe('keeping…');
    server.kill('SIGKILL');
    // Made while nobody has the documents, or just after: it goes on top either way.
    await editor.renameDocument('after the kill');
    await page.getByText('this window has them now').waitFor({ timeout: 30_000 });
    await attached().waitFor({ state: 'detached' });
    await expect.poll(() => editor.keptState()).toBe('kept, not in file');
    expect(await nameOf()).toBe('after the kill');
    await expect.poll(() => editor.nodeIds()).toHaveLength(2);
    await page.keyboard.press('Control+z');
    await expect.poll(nameOf).toBe('on its way');
    await page.keyboard.press('Control+z');
    await expect.poll(nameOf).toBe('before the kill');
    await page.keyboard.press('Control+z');
    await expect.poll(nameOf).toBe('edited in the desktop');
    await page.keyboard.press('Control+z');
    await expect.poll(() => editor.nodeIds()).toHaveLength(1);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => editor.nodeIds()).toHaveLength(2);
    await expect.poll(() => editor.keptState()).toBe('kept, not in file');
    await editor.runToEnd();
    await expect.poll(() => editor.state('one')).toBe('done');
  });

  it('after a kill of the window as well, everything is there; a server that starts now attaches to the window', async () => {
    process.kill(shell.hostPid, 'SIGKILL');
    await shell.close();
    shell = await openShell({ dataFolder });
    editor = new EditorPage(shell.page);
    await expect.poll(() => editor.activeTab()).toBe('other');
    await expect.poll(() => editor.nodeIds()).toHaveLength(2);
    expect(await nameOf()).toBe('edited in the desktop');
    await expect.poll(() => attached().count()).toBe(0);

    const started = await startServer(dataFolder);
    ({ server } = started);
    const path = process.env.ATOMITON_CHROMIUM ?? '/usr/bin/chromium';
    let browser: Browser | undefined;
    try {
      browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] });
    } catch (thrown) {
      console.log(`the browser beside the window was left out: ${String(thrown).slice(0, 200)}`);
    }
    if (browser === undefined) return;
    const beside = new EditorPage(await browser.newPage());
    await beside.page.goto(started.address);
    await beside.page.getByTestId('attached').waitFor();
    await browser.close();
  });
});
