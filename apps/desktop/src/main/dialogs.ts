import type { ChooseRequest, Dialogs } from '@atomiton/host';
import type { FileFilter } from 'electron';
import { BrowserWindow, dialog } from 'electron';
import { withExtension } from './file-name.js';

function filtersOf(extensions: readonly string[]): FileFilter[] {
  if (extensions.length === 0) return [];
  return [
    { name: extensions.map((extension) => `.${extension}`).join(', '), extensions: [...extensions] },
    { name: 'All files', extensions: ['*'] },
  ];
}

/** The system's own file dialogs, over the window in front. */
export function createDialogs(): Dialogs {
  return {
    async choose({ mode, title, suggested, extensions }: ChooseRequest) {
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      const filters = filtersOf(extensions);
      const common = { title, filters, ...(suggested === undefined ? {} : { defaultPath: suggested }) };
      if (mode === 'save') {
        const save = { ...common, properties: ['createDirectory', 'showOverwriteConfirmation'] as const };
        const options = { ...save, properties: [...save.properties] };
        const chosen =
          window === undefined
            ? await dialog.showSaveDialog(options)
            : await dialog.showSaveDialog(window, options);
        return chosen.canceled || chosen.filePath === '' ? null : withExtension(chosen.filePath, extensions);
      }
      const property = mode === 'folder' ? ('openDirectory' as const) : ('openFile' as const);
      const options = { ...common, properties: [property] };
      const chosen =
        window === undefined
          ? await dialog.showOpenDialog(options)
          : await dialog.showOpenDialog(window, options);
      return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
    },
  };
}
