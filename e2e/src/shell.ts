import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, ElectronApplication, Page } from 'playwright-core';
import { _electron, chromium } from 'playwright-core';
import { keepPicture } from './picture.js';

const ROOT = resolve(import.meta.dirname, '../..');
/** Chromium's sandbox refuses to run as root, and only as root is it left off. */
const NO_SANDBOX_AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Where the editor runs: the real Electron window, or Chromium against `atomiton serve`. */
export type ShellKind = 'electron' | 'chromium';

export interface Shell {
  kind: ShellKind;
  page: Page;
  /** The process that holds the engine: Electron's main process or the server. */
  hostPid: number;
  dataFolder: string;
  /** Only in Electron. */
  electron?: ElectronApplication;
  /** The last of what the page and the host wrote to their consoles. */
  said(): string;
  close(): Promise<void>;
}

export interface ShellOptions {
  /** A blueprint to open at start. */
  open?: string;
  env?: Record<string, string>;
  /** The data folder of an earlier start; it stays after `close`. Otherwise an empty one that `close` removes. */
  dataFolder?: string;
  /** What `settings.json` of the data folder says before the start. */
  settings?: Record<string, Record<string, unknown>>;
}

export function shellKind(): ShellKind {
  const kind = process.env.ATOMITON_SHELL ?? 'electron';
  if (kind !== 'electron' && kind !== 'chromium') {
    throw new Error(`ATOMITON_SHELL must be electron or chromium; received ${JSON.stringify(kind)}.`);
  }
  return kind;
}

function environment(dataFolder: string, options: ShellOptions): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  delete env.ELECTRON_RUN_AS_NODE;
  return {
    ...env,
    ATOMITON_DATA: dataFolder,
    ATOMITON_TEST: '1',
    ...options.env,
  };
}

/** Keeps the end of what is written to it. */
class Said {
  #text = '';

  add(text: string): void {
    this.#text = `${this.#text}${text}`.slice(-4000);
  }

  listen(page: Page): void {
    page.on('console', (message) => this.add(`page ${message.type()}: ${message.text()}\n`));
    page.on('pageerror', (error) => this.add(`page error: ${error.stack ?? error.message}\n`));
    page.on('crash', () => this.add('the page crashed\n'));
  }

  toString(): string {
    return this.#text;
  }
}

async function electronShell(dataFolder: string, options: ShellOptions): Promise<Shell> {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (dist === undefined)
    throw new Error('ELECTRON_OVERRIDE_DIST_PATH is not set; run the tests by npm test.');
  const electron = await _electron.launch({
    executablePath: join(dist, 'electron'),
    args: [
      ...NO_SANDBOX_AS_ROOT,
      '--disable-gpu',
      join(ROOT, 'apps/desktop'),
      ...(options.open === undefined ? [] : ['--open', options.open]),
    ],
    env: environment(dataFolder, options),
    timeout: 60_000,
  });
  const said = new Said();
  electron.process().stderr?.on('data', (bytes: Buffer) => said.add(bytes.toString('utf8')));
  const page = await electron.firstWindow({ timeout: 60_000 }).catch(async (thrown: unknown) => {
    await electron.close().catch(() => undefined);
    throw new Error(`Electron showed no window. It said: ${said.toString()}`, { cause: thrown });
  });
  said.listen(page);
  const hostPid = electron.process().pid ?? 0;
  return {
    kind: 'electron',
    page,
    hostPid,
    dataFolder,
    electron,
    said: () => said.toString(),
    async close() {
      await electron.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
      await electron.close().catch(() => undefined);
    },
  };
}

function chromiumPath(): string {
  const candidates = [
    process.env.ATOMITON_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = candidates.find((path): path is string => path !== undefined && existsSync(path));
  if (found === undefined)
    throw new Error('No Chromium found: install the package chromium, or set ATOMITON_CHROMIUM.');
  return found;
}

let launched: Promise<Browser> | undefined;

/** One browser for all tests of a run: what a test sees of it is a context of its own. It ends with the run. */
async function runningBrowser(): Promise<Browser> {
  if (launched !== undefined && (await launched).isConnected()) return launched;
  launched = chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...NO_SANDBOX_AS_ROOT,
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return launched;
}

async function chromiumShell(dataFolder: string, options: ShellOptions): Promise<Shell> {
  const args = [join(ROOT, 'apps/cli/dist/main.js'), 'serve', '--port', '0'];
  if (options.open !== undefined) args.push(options.open);
  const server = spawn(process.execPath, args, {
    env: environment(dataFolder, options),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = new Promise<string>((found, failed) => {
    server.once('exit', (code) =>
      failed(new Error(`atomiton serve ended with ${code} before it printed its address.`)),
    );
    createInterface({ input: server.stdout }).on('line', (line) => {
      const match = /http:\/\/\S+/.exec(line);
      if (match !== null) found(match[0]);
    });
  });
  const [address, browser] = await Promise.all([printed, runningBrowser()]);
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  const said = new Said();
  said.listen(page);
  await page.goto(address);
  return {
    kind: 'chromium',
    page,
    hostPid: server.pid ?? 0,
    dataFolder,
    said: () => said.toString(),
    async close() {
      await context.close();
      const gone = new Promise((done) => server.once('exit', done));
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGTERM');
        await gone;
      }
    },
  };
}

/** Opens the editor, by default with an empty data folder of its own, which `close` removes. */
export async function openShell(options: ShellOptions = {}): Promise<Shell> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'atomiton-e2e-'));
  if (options.settings !== undefined) {
    writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify(options.settings));
  }
  const shell = await (shellKind() === 'electron'
    ? electronShell(dataFolder, options)
    : chromiumShell(dataFolder, options));
  // A window that stays empty is an error of its own, with what was seen of it.
  await shell.page
    .getByTestId('canvas')
    .or(shell.page.getByTestId('start-page'))
    .first()
    .waitFor({ timeout: 60_000 })
    .catch(async (thrown: unknown) => {
      const picture = await keepPicture(shell.page, `${shell.kind} empty window`);
      throw new Error(`The window shows no editor: ${picture}. It said: ${shell.said()}`, { cause: thrown });
    });
  const close = shell.close;
  return {
    ...shell,
    async close() {
      await close();
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
