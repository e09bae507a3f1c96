import type { BridgeCarrier } from '@atomiton/contracts';
import { connectSocketCarrier } from '@atomiton/host';
import type { Page } from 'playwright-core';
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
    request: (message) =>
      page.evaluate((sent) => (window as AtomitonWindow).atomiton?.request(sent), message),
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      open = false;
    },
  };
}

/** A viewer beside the editor's own: through the window's IPC, or through a socket with the browser's cookie. */
export async function carrierOf(shell: Shell): Promise<BridgeCarrier> {
  if (shell.kind === 'electron') return ipcCarrier(shell.page);
  const { origin } = new URL(shell.page.url());
  const cookies = await shell.page.context().cookies(origin);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return connectSocketCarrier({ origin, cookie });
}
