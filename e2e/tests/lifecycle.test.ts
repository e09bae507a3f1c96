import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { openShell, type Shell, shellKind } from '../src/shell.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let folder: string;
let file: string;
let shell: Shell;
let electron: ElectronApplication;

const isElectron = shellKind() === 'electron';
if (!isElectron) console.log('skipped lifecycle: a browser has no windows of ours to open, ask or close');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atomiton-lifecycle-'));
  file = join(folder, 'work.blueprint.json');
  writeFileSync(file, '{"formatVersion":1,"id":"w","name":"work","nodes":{},"edges":{}}');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<Page> {
  shell = await openShell({ open: file, dataFolder: join(folder, 'data') });
  if (shell.electron === undefined) throw new Error('this is not the desktop window');
  electron = shell.electron;
  return shell.page;
}

/** Opens the file over the page's own bridge once more and renames the blueprint, so that it has unsaved changes. */
async function edit(page: Page, name: string): Promise<void> {
  await page.evaluate(
    async ([path, renamed]) => {
      const bridge = (window as unknown as { atomiton: { request(message: unknown): Promise<unknown> } })
        .atomiton;
      const opened = (await bridge.request({ id: 900_001, method: 'document.open', input: { path } })) as {
        output: { documentId: string; revision: number };
      };
      const { documentId, revision } = opened.output;
      const operations = [{ op: 'rename-blueprint', name: renamed }];
      const input = { documentId, baseRevision: revision, operations };
      await bridge.request({ id: 900_002, method: 'document.apply', input });
    },
    [file, name] as const,
  );
}

/** What the file's document is called once the application has been started again. */
async function nameAfterRestart(): Promise<string> {
  const page = await open();
  const name = await page.evaluate(async (path) => {
    const bridge = (window as unknown as { atomiton: { request(message: unknown): Promise<unknown> } })
      .atomiton;
    const opened = (await bridge.request({ id: 900_003, method: 'document.open', input: { path } })) as {
      output: { blueprint: { name: string } };
    };
    return opened.output.blueprint.name;
  }, file);
  await shell.close();
  return name;
}

/** Answers the question about unsaved changes with one of its buttons from now on; how often it was asked. */
async function answerWith(button: number): Promise<() => Promise<number>> {
  await electron.evaluate(({ dialog }, response) => {
    const seen = { asked: 0 };
    (globalThis as { asked?: typeof seen }).asked = seen;
    Object.assign(globalThis.__atomiton ?? {}, { askBeforeClose: true });
    dialog.showMessageBox = async () => {
      seen.asked += 1;
      return { response, checkboxChecked: false };
    };
  }, button);
  return () => electron.evaluate(() => (globalThis as { asked?: { asked: number } }).asked?.asked ?? -1);
}

function windowCount(): Promise<number> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

function closeWindow(): Promise<void> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

function nameInFile(): unknown {
  return (JSON.parse(readFileSync(file, 'utf8')) as { name: unknown }).name;
}

/** Processes whose parent is this one, directly or through others. */
function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [child, parent] of parents) {
      if (found.has(child) || !found.has(parent)) continue;
      found.add(child);
      grown = true;
    }
  }
  found.delete(pid);
  return [...found];
}

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

describe.runIf(isElectron)('closing a window with unsaved changes', () => {
  it('Cancel keeps it open; Save writes the file and closes', async () => {
    const page = await open();
    await edit(page, 'changed');
    const asked = await answerWith(2);
    await closeWindow();
    await expect.poll(asked).toBe(1);
    expect(await windowCount()).toBe(1);
    expect(nameInFile()).toBe('work');
    await answerWith(0);
    const closed = electron.waitForEvent('close');
    await closeWindow();
    await closed;
    expect(nameInFile()).toBe('changed');
    await shell.close();
  });

  it('Keep unsaved closes without a further question: the next start has the changes', async () => {
    const page = await open();
    await edit(page, 'kept');
    await answerWith(3);
    const closed = electron.waitForEvent('close');
    await closeWindow();
    await closed;
    expect(nameInFile()).toBe('work');
    await shell.close();
    expect(await nameAfterRestart()).toBe('kept');
  });

  it('Discard gives the changes up: the next start does not bring them back', async () => {
    const page = await open();
    await edit(page, 'given up');
    await answerWith(1);
    const closed = electron.waitForEvent('close');
    await closeWindow();
    await closed;
    expect(nameInFile()).toBe('work');
    await shell.close();
    expect(await nameAfterRestart()).toBe('work');
  });

  it('without changes nothing is asked', async () => {
    await open();
    await answerWith(2);
    const closed = electron.waitForEvent('close');
    await closeWindow();
    await closed;
    await shell.close();
  });
});

describe('a page that is loaded again', () => {
  it('finds its document with the unsaved changes, and hears of its runs', async () => {
    shell = await openShell({ open: file });
    const { page } = shell;
    const editor = new EditorPage(page);
    await editor.ready();
    await page.keyboard.press('n');
    await page.keyboard.type('Number');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.react-flow__node').count()).toBe(1);
    await page.waitForTimeout(500);
    await page.reload();
    await expect.poll(() => page.locator('.react-flow__node').count(), { timeout: 20_000 }).toBe(1);
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => page.locator('.react-flow__node').innerText(), { timeout: 20_000 })
      .toMatch(/done|cached/);
    await shell.close();
  });
});

/** Processes of pages among the descendants of this one. */
function rendererPids(pid: number): number[] {
  return descendants(pid).filter((child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'latin1').includes('--type=renderer') && isRunning(child);
    } catch {
      return false;
    }
  });
}

describe.runIf(isElectron)('a page whose process dies', () => {
  // Without a test driver attached: it holds a page that has crashed.
  it('is loaded again by itself', async () => {
    const args = [...SANDBOX, join(ROOT, 'apps/desktop'), '--open', file];
    const env = { ...process.env, ATOMITON_DATA: join(folder, 'data') };
    const child = spawn(join(DIST, 'electron'), args, { env, stdio: 'ignore' });
    const pid = child.pid ?? 0;
    // The page has asked for its file: a process that dies before that is replaced by the loading itself.
    const recent = join(folder, 'data', 'recent.json');
    await expect.poll(() => existsSync(recent), { timeout: 30_000 }).toBe(true);
    await expect.poll(() => rendererPids(pid).length, { timeout: 20_000 }).toBe(1);
    const [first = 0] = rendererPids(pid);
    process.kill(first, 'SIGKILL');
    await expect
      .poll(() => rendererPids(pid).filter((renderer) => renderer !== first).length, { timeout: 20_000 })
      .toBe(1);
    expect(isRunning(pid)).toBe(true);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe.runIf(isElectron)('one application per data folder', () => {
  it('a second start opens its file in a window of the first and ends', async () => {
    await open();
    const other = join(folder, 'other.blueprint.json');
    writeFileSync(other, '{"formatVersion":1,"id":"o","name":"other","nodes":{},"edges":{}}');
    const args = [...SANDBOX, join(ROOT, 'apps/desktop'), '--open', other];
    const env = { ...process.env, ATOMITON_DATA: shell.dataFolder, ATOMITON_TEST: '1' };
    const second = spawn(join(DIST, 'electron'), args, { env, stdio: 'ignore' });
    const code = await new Promise((ended) => second.once('exit', ended));
    expect(code).toBe(0);
    await expect.poll(windowCount).toBe(2);
    await expect
      .poll(() => electron.windows().map((page) => new URL(page.url()).searchParams.get('open')))
      .toContain(other);
    await shell.close();
  });
});

describe.runIf(isElectron)('the end of the application', () => {
  it('leaves no process behind, in the middle of a run of five languages too', async () => {
    file = join(ROOT, 'examples/five-languages.blueprint.json');
    const page = await open();
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(1500);
    const pids = descendants(shell.hostPid);
    expect(pids.length).toBeGreaterThan(0);
    await electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await expect.poll(() => [shell.hostPid, ...pids].filter(isRunning), { timeout: 10_000 }).toEqual([]);
    await shell.close();
  });

  it('SIGTERM ends it cleanly', async () => {
    const page = await open();
    await edit(page, 'kept for the next start');
    const pids = descendants(shell.hostPid);
    process.kill(shell.hostPid, 'SIGTERM');
    await expect.poll(() => [shell.hostPid, ...pids].filter(isRunning), { timeout: 10_000 }).toEqual([]);
    await shell.close();
    expect(await nameAfterRestart()).toBe('kept for the next start');
  });
});
