import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';

/**
 * The one object the page sees: requests go out, notices come in. What they hold is checked on both other ends. `pathOf`
 * tells where a file lies that the user has dropped on the window.
 */
contextBridge.exposeInMainWorld('atomiton', {
  request: (message: unknown): Promise<unknown> => ipcRenderer.invoke('atomiton:request', message),
  pathOf: (file: File): string => webUtils.getPathForFile(file),
  onNotice: (listener: (notice: unknown) => void): (() => void) => {
    const forward = (_event: IpcRendererEvent, notice: unknown) => listener(notice);
    ipcRenderer.on('atomiton:notice', forward);
    return () => {
      ipcRenderer.off('atomiton:notice', forward);
    };
  },
});
