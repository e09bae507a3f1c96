import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import type { Shell } from '../src/shell.js';
import { openShell, shellKind } from '../src/shell.js';

// The checklist of https://www.electronjs.org/docs/latest/tutorial/security, item by item, on the real application.
const isElectron = shellKind() === 'electron';
if (!isElectron) console.log('skipped the checklist of Electron: this is a browser');

const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'apps/desktop/src/main');

describe.runIf(isElectron)('Electron’s security checklist', () => {
  let shell: Shell;
  let electron: ElectronApplication;
  let page: Page;
  let requests: string[];

  beforeAll(async () => {
    shell = await openShell();
    if (shell.electron === undefined) throw new Error('this is not the desktop window');
    electron = shell.electron;
    page = shell.page;
    requests = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.reload();
    await new EditorPage(page).ready();
  });
  afterAll(() => shell?.close());

  const preferences = (): Promise<Record<string, unknown>> =>
    electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return JSON.parse(JSON.stringify(contents.getLastWebPreferences())) as Record<string, unknown>;
    });

  it('1 only load secure content: everything comes from the application itself', () => {
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter((url) => !/^(app:\/\/atomiton\/|data:|blob:)/.test(url))).toEqual([]);
  });

  it('2, 3, 4, 6, 8, 9, 10, 11 the preferences of the window', async () => {
    const found = await preferences();
    expect(found).toMatchObject({
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
    });
    for (const name of ['nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webviewTag'])
      expect([name, Boolean(found[name])]).toEqual([name, false]);
    for (const name of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures'])
      expect([name, Boolean(found[name])]).toEqual([name, false]);
  });

  it('5 handle permission requests: each is denied', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'];
      return Promise.all(
        names.map(
          async (name) => (await navigator.permissions.query({ name } as PermissionDescriptor)).state,
        ),
      );
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
  });

  it('7 a content security policy: on the page, as a header, without eval, inline scripts or other origins', async () => {
    const policy = await page.evaluate(
      async () => (await fetch(location.href)).headers.get('content-security-policy') ?? '',
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/https?:/);
  });

  it('12 verify webviews: none can be made', async () => {
    await page.evaluate(() => {
      const view = document.createElement('webview');
      view.setAttribute('src', 'https://example.org');
      document.body.append(view);
    });
    const kinds = await electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => contents.getType()),
    );
    expect(kinds).toEqual(['window']);
    await page.evaluate(() => document.querySelector('webview')?.remove());
  });

  it('13, 14 navigation and new windows: refused', async () => {
    const address = page.url();
    const opened = await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://example.org';
      link.target = '_blank';
      document.body.append(link);
      link.click();
      link.remove();
      const result = window.open('https://example.org') === null;
      window.location.href = 'file:///etc/passwd';
      return result;
    });
    expect(opened).toBe(true);
    // What navigates would have answered before this.
    await page.evaluate(() => fetch(location.href).then((answer) => answer.text()));
    expect(page.url()).toBe(address);
    expect(electron.windows()).toHaveLength(1);
  });

  it('15 no shell.openExternal with content of others: main does not use it at all', () => {
    for (const name of readdirSync(MAIN)) {
      expect([name, /openExternal|openPath\(/.test(readFileSync(join(MAIN, name), 'utf8'))]).toEqual([
        name,
        false,
      ]);
    }
  });

  it('16 a current version: the newest stable one is what users get; what these tests run on is said', async () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'apps/desktop/package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
    };
    const version = manifest.dependencies?.electron ?? manifest.devDependencies?.electron ?? '';
    const running = await electron.evaluate(() => process.versions.electron);
    console.log(`Electron ${version} is the dependency; these tests ran on ${running ?? 'an unknown one'}`);
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  it('17 the sender of every message is checked: another page, and a frame in ours, are refused', async () => {
    const preload = join(ROOT, 'apps/desktop/out/preload/index.cjs');
    const answer = await electron.evaluate(async ({ BrowserWindow }, script) => {
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload: script, sandbox: true, contextIsolation: true },
      });
      await stranger.loadURL('data:text/html,<p>elsewhere</p>');
      const result: unknown = await stranger.webContents.executeJavaScript(
        "window.atomiton.request({id: 1, method: 'app.info', input: {}})",
      );
      stranger.destroy();
      return result;
    }, preload);
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    const inFrame = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const bridge: unknown = Reflect.get(frame.contentWindow ?? {}, 'atomiton');
      frame.remove();
      return typeof bridge;
    });
    expect(inFrame).toBe('undefined');
  });

  it('18 a protocol of our own instead of file: nothing outside the built page is read through it', async () => {
    expect(await page.evaluate(() => location.protocol)).toBe('app:');
    const answers = await page.evaluate(() =>
      Promise.all(
        [
          'file:///etc/passwd',
          'app://atomiton/../../package.json',
          'app://atomiton/%2e%2e/%2e%2e/package.json',
          'app://atomiton/..%2f..%2fpackage.json',
          'app://elsewhere/index.html',
        ].map((url) =>
          fetch(url).then(
            (answer) => answer.status,
            () => 'refused',
          ),
        ),
      ),
    );
    for (const answer of answers) expect([404, 'refused']).toContain(answer);
    // Asked by main itself, where no rule of the page stands before it.
    const elsewhere = await electron.evaluate(({ net }) =>
      Promise.all(
        ['app://elsewhere/index.html', 'app://atomiton/index.html'].map((url) =>
          net.fetch(url).then(({ status }) => status),
        ),
      ),
    );
    expect(elsewhere).toEqual([404, 200]);
  });

  it('19 fuses are set when the application is packed; this one runs from its folder', async () => {
    const packed = await electron.evaluate(({ app }) => app.isPackaged);
    console.log('fuses and the integrity of the asar are not checked: the application is not packed');
    expect(packed).toBe(false);
  });

  it('20 no Electron interface reaches the page: three functions and nothing else', async () => {
    const exposed = await page.evaluate(() =>
      Object.entries((Reflect.get(window, 'atomiton') ?? {}) as object)
        .map(([name, value]) => `${name}: ${typeof value}`)
        .sort(),
    );
    expect(exposed).toEqual(['onNotice: function', 'pathOf: function', 'request: function']);
    expect(
      await page.evaluate(() => [
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
      ]),
    ).toEqual(['undefined', 'undefined']);
  });
});
