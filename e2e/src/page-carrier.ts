import type { BridgeCarrier } from '@atomiton/contracts';
import { connectSocketCarrier } from '@atomiton/host';
import type { ElectronApplication, Page } from 'playwright-core';
import type { Shell } from './shell.js';

interface AtomitonWindow extends Window {
  atomiton?: {
    request(message: unknown): Promise<unknown>;
    onNotice(listener: (notice: unknown) => void): () => void;
  };
  atomitonNotices?: { seen: unknown[]; stop(): void };
}

/** The real bridge of an Electron window: every message goes through its preload and its IPC. */
async function ipcCarrier(page: Page): Promise<BridgeCarrier> {
  await page.evaluate(() => {
    const own = window as AtomitonWindow;
    own.atomitonNotices?.stop();
    const seen: unknown[] = [];
    const stop = own.atomiton?.onNotice((notice) => seen.push(notice)) ?? (() => undefined);
    own.atomitonNotices = { seen, stop };
  });
  const listeners = new Set<(notice: unknown) => void>();
  let open = true;
  const pump = async (): Promise<void> => {
    while (open) {
      const notices = await page.evaluate(
        () => (window as AtomitonWindow).atomitonNotices?.seen.splice(0) ?? [],
      );
      for (const notice of notices) for (const listener of listeners) listener(notice);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  pump().catch(() => undefined);
  return {
    // As text: the test library would lose a key named `__proto__` on its way into the page.
    request: (message) =>
      page.evaluate(
        (text) => (window as AtomitonWindow).atomiton?.request(JSON.parse(text)),
        JSON.stringify(message),
      ),
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      open = false;
    },
  };
}

const windowsInUse = new WeakSet<Page>();

/** A further window of the same application, as a second start opens it; closing the carrier closes it. */
async function furtherWindow(electron: ElectronApplication): Promise<BridgeCarrier> {
  const opened = electron.waitForEvent('window');
  await electron.evaluate(({ app }) => app.emit('second-instance', {}, [], '', {}));
  const page = await opened;
  await page.waitForLoadState();
  const carrier = await ipcCarrier(page);
  const { close } = carrier;
  return {
    ...carrier,
    close() {
      close();
      void page.close();
    },
  };
}

/** A viewer: through the IPC of the window, or of a further one where that is taken; or through a socket with the browser's cookie. */
export async function carrierOf(shell: Shell): Promise<BridgeCarrier> {
  if (shell.electron !== undefined) {
    if (windowsInUse.has(shell.page)) return furtherWindow(shell.electron);
    windowsInUse.add(shell.page);
    const carrier = await ipcCarrier(shell.page);
    const { close } = carrier;
    return {
      ...carrier,
      close() {
        windowsInUse.delete(shell.page);
        close();
      },
    };
  }
  const { origin } = new URL(shell.page.url());
  const cookies = await shell.page.context().cookies(origin);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return connectSocketCarrier({ origin, cookie });
}
