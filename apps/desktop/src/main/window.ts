import { BrowserWindow, nativeTheme, screen } from 'electron';
import { BACKGROUND } from './window-background.js';
import { windowSize } from './window-size.js';

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
  window.once('ready-to-show', () => window.show());
  return window;
}
