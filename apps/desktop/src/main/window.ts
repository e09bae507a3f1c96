import { BrowserWindow, nativeTheme, screen } from 'electron';
import { BACKGROUND } from './window-background.js';
import { windowSize } from './window-size.js';

/** So long after the page is loaded its first paint is awaited, in milliseconds. */
const FIRST_PAINT_MS = 1000;

/** Makes a window for the page, no larger than the screen, hidden until its first paint. */
export function createWindow(preload: string): BrowserWindow {
  const { size, smallest } = windowSize(screen.getPrimaryDisplay().workAreaSize);
  const window = new BrowserWindow({
    ...size,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Atomiton',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
    },
  });
  const show = (): void => {
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  window.once('ready-to-show', show);
  // Where the graphics process ends while it starts, the first paint may never be told: a window must show regardless.
  window.webContents.once('did-finish-load', () => setTimeout(show, FIRST_PAINT_MS));
  return window;
}
