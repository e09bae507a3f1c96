import { toErrorData } from '@atomiton/contracts';
import type { EngineKit, Host, HostOptions, Log } from '@atomiton/host';
import { openOrAttach } from '@atomiton/host';
import { app, BrowserWindow, dialog, shell } from 'electron';
import { BridgeIpc } from './bridge-ipc.js';
import { createDialogs } from './dialogs.js';
import type { Folders } from './folders.js';
import { denyPermissions } from './lock-down.js';
import { LoopWatch } from './loop-watch.js';
import { setMenu } from './menu.js';
import { PAGE_ORIGIN, pageAddress, servePage } from './page-protocol.js';
import { mayClose, mayLoseEdits } from './unsaved-question.js';
import { createWindow } from './window.js';

/** What end-to-end tests may reach in main, only with `ATOMITON_TEST=1`. */
interface TestAccess {
  host: Host;
  kit: EngineKit;
  loopWatch: LoopWatch;
  /** Whether closing a window asks about unsaved changes; off until a test switches it on. */
  askBeforeClose: boolean;
}

declare global {
  var __atomiton: TestAccess | undefined;
}

/** True for an address of our own page, built or served by the development server. */
export function isOwnPage(address: string): boolean {
  const { ELECTRON_RENDERER_URL } = process.env;
  if (!app.isPackaged && ELECTRON_RENDERER_URL && URL.canParse(address)) {
    if (new URL(address).origin === new URL(ELECTRON_RENDERER_URL).origin) return true;
  }
  return address === PAGE_ORIGIN || address.startsWith(`${PAGE_ORIGIN}/`);
}

const log: Log = (level, text) => {
  if (level !== 'debug') console.error(`${level}: ${text}`);
};

/** A page that crashes again sooner than this is not loaded a third time. Milliseconds. */
const CRASH_PAUSE_MS = 10_000;

/** Loads the page again when its process has died: documents and their unsaved changes are with the host. */
function reloadAfterCrash(window: BrowserWindow): void {
  let lastCrash = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log('error', `The page has ended unexpectedly (${reason}).`);
    const now = performance.now();
    if (now - lastCrash >= CRASH_PAUSE_MS) window.webContents.reload();
    lastCrash = now;
  });
}

/** The file that a second start asks for. */
function fileOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('open' in data)) return undefined;
  return typeof data.open === 'string' ? data.open : undefined;
}

/** Opens the application: host, bridge, first window showing `open`. After `ready`. */
export async function openApplication(folders: Folders, open: string | undefined): Promise<void> {
  setMenu();
  denyPermissions();
  servePage(folders.renderer);
  const dialogs = createDialogs();
  let zoom = 1;
  const options: HostOptions = {
    version: app.getVersion(),
    dataFolder: folders.data,
    examplesFolder: folders.examples,
    shell: 'desktop',
    dialogs,
    reveal: (path) => shell.showItemInFolder(path),
    onSettings: ({ appearance }) => {
      zoom = appearance.zoom;
      for (const window of BrowserWindow.getAllWindows()) window.webContents.setZoomFactor(zoom);
    },
    log,
  };
  let opened = await openOrAttach(options);
  const bridge = new BridgeIpc(opened.source, isOwnPage);
  const isTest = process.env.ATOMITON_TEST === '1';
  const allowTests = (): void => {
    if (!isTest || opened.own === undefined) return;
    globalThis.__atomiton = { ...opened.own, loopWatch: new LoopWatch(), askBeforeClose: false };
  };
  allowTests();

  const confirmed = new WeakSet<BrowserWindow>();
  const askThenClose = async (window: BrowserWindow): Promise<void> => {
    const viewer = bridge.viewerOf(window);
    if (viewer !== undefined && !(await mayClose(window, viewer, dialogs))) {
      quitting = false;
      return;
    }
    confirmed.add(window);
    window.close();
    if (quitting) app.quit();
  };
  let quitting = false;
  const openWindow = (file: string | undefined): void => {
    const window = createWindow(folders.preload);
    bridge.attach(window);
    // Chromium goes back to the size it knows of an address whenever it loads one.
    window.webContents.on('did-navigate', () => window.webContents.setZoomFactor(zoom));
    window.on('close', (event) => {
      if (confirmed.has(window) || (isTest && globalThis.__atomiton?.askBeforeClose !== true)) return;
      if ((bridge.viewerOf(window)?.unsaved() ?? []).length === 0) return;
      event.preventDefault();
      askThenClose(window).catch((thrown: unknown) => {
        quitting = false;
        dialog.showErrorBox('Atomiton', toErrorData(thrown).message);
      });
    });
    window.webContents.on('will-prevent-unload', (event) => {
      if (mayLoseEdits(window)) {
        event.preventDefault();
        return;
      }
      quitting = false;
      confirmed.delete(window);
    });
    reloadAfterCrash(window);
    const { ELECTRON_RENDERER_URL } = process.env;
    const address =
      !app.isPackaged && ELECTRON_RENDERER_URL
        ? `${ELECTRON_RENDERER_URL}${file === undefined ? '' : `?open=${encodeURIComponent(file)}`}`
        : pageAddress(file);
    window.loadURL(address).catch((thrown: unknown) => {
      log('error', `The page could not be loaded: ${toErrorData(thrown).message}`);
    });
  };

  app.on('second-instance', (_event, _args, _folder, data) => openWindow(fileOf(data)));
  app.on('activate', () => openWindow(undefined));
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', () => {
    quitting = true;
  });
  let disposed = false;
  app.on('will-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    opened
      .dispose()
      .catch((thrown: unknown) => log('error', toErrorData(thrown).message))
      .finally(() => {
        disposed = true;
        app.quit();
      });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Unsaved changes are in the data folder already; they are offered at the next start.
    process.once(signal, () => {
      void opened.dispose().finally(() => app.exit(0));
    });
  }
  /** Where the host was another process and that has ended, this one has the documents, or who else began meanwhile. */
  const followHost = async (): Promise<void> => {
    await opened.ended;
    if (disposed) return;
    bridge.lost();
    opened = await openOrAttach(options);
    allowTests();
    bridge.use(opened.source);
    goOn();
    await opened.own?.kit.prepare();
  };
  const goOn = (): void => {
    followHost().catch((thrown: unknown) => {
      dialog.showErrorBox('Atomiton', toErrorData(thrown).message);
      app.exit(1);
    });
  };
  goOn();
  openWindow(open);
  await opened.own?.kit.prepare();
}
