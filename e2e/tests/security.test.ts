import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';

let shell: Shell;

beforeAll(async () => {
  shell = await openShell();
  await new EditorPage(shell.page).ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

it('the page has no Node, and Electron only through one object', async () => {
  const seen = await shell.page.evaluate(() => ({
    require: typeof Reflect.get(window, 'require'),
    process: typeof Reflect.get(window, 'process'),
    keys: Object.keys((Reflect.get(window, 'atomiton') as object | undefined) ?? {}).sort(),
  }));
  expect(seen).toEqual({
    require: 'undefined',
    process: 'undefined',
    keys: shell.kind === 'electron' ? ['onNotice', 'pathOf', 'request'] : [],
  });
});

it('inline scripts and eval are refused by the content security policy', async () => {
  // In a timer of the page's own: what the test library evaluates itself is exempt from the policy.
  const ran = await shell.page.evaluate(
    () =>
      new Promise((answer) => {
        setTimeout(() => {
          const script = document.createElement('script');
          script.textContent = 'window.injected = true';
          document.body.append(script);
          script.remove();
          let evaluated = true;
          try {
            // biome-ignore lint/security/noGlobalEval: the policy must refuse exactly this
            (0, eval)('1');
          } catch {
            evaluated = false;
          }
          answer({ injected: Reflect.get(window, 'injected') === true, evaluated });
        }, 0);
      }),
  );
  expect(ran).toEqual({ injected: false, evaluated: false });
});

it('nothing is fetched from elsewhere, no window opens, no navigation leaves', async () => {
  const { page } = shell;
  const fetched = await page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'fetched',
      () => 'refused',
    ),
  );
  expect(fetched).toBe('refused');
  const violation = page.evaluate(
    () =>
      new Promise((seen) =>
        document.addEventListener('securitypolicyviolation', (event) => seen(event.effectiveDirective), {
          once: true,
        }),
      ),
  );
  await page.evaluate(() => {
    new Image().src = 'http://127.0.0.1:9/picture.png';
  });
  expect(await violation).toBe('img-src');
  if (shell.electron === undefined) return;
  const address = page.url();
  expect(await page.evaluate(() => window.open('https://example.org'))).toBeNull();
  await page.evaluate(() => {
    window.location.href = 'https://example.org';
  });
  await page.waitForTimeout(300);
  expect(page.url()).toBe(address);
  expect(shell.electron.windows()).toHaveLength(1);
});

it('permissions are denied and the renderer is sandboxed', async () => {
  const { page, electron } = shell;
  const granted = await page.evaluate(
    async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
  );
  if (electron === undefined) {
    expect(granted).not.toBe('granted');
    return;
  }
  expect(granted).toBe('denied');
  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as
      | { getLastWebPreferences(): Record<string, unknown> }
      | undefined;
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
      contents?.getLastWebPreferences() ?? {};
    return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
  expect(preferences.webviewTag ?? false).toBe(false);
});
