import { toErrorData } from '@atomiton/contracts';
import type { Dialogs, UnsavedDocument, Viewer } from '@atomiton/host';
import type { BrowserWindow } from 'electron';
import { dialog } from 'electron';

const SAVE = 0;
const DISCARD = 1;
const CANCEL = 2;
const KEEP = 3;

async function saveAll(
  window: BrowserWindow,
  viewer: Viewer,
  dialogs: Dialogs,
  unsaved: readonly UnsavedDocument[],
): Promise<boolean> {
  for (const { documentId, name, path } of unsaved) {
    const target =
      path ??
      (await dialogs.choose({
        mode: 'save',
        title: `Save ${name}`,
        suggested: `${name}.blueprint.json`,
        extensions: ['blueprint.json'],
      }));
    if (target === null) return false;
    try {
      // A new name was confirmed in the dialog; the document's own file is only replaced when it is unchanged.
      await viewer.handlers['document.save']({
        documentId,
        path: target,
        overwrite: path === undefined,
        nameByFile: true,
      });
    } catch (thrown) {
      const { message, hint } = toErrorData(thrown);
      await dialog.showMessageBox(window, { type: 'error', message, detail: hint ?? '', buttons: ['OK'] });
      return false;
    }
  }
  return true;
}

/**
 * Asks what to do with unsaved changes before a window closes.
 * @returns true when it may close: all saved, kept for the next start, or given up on purpose.
 */
export async function mayClose(window: BrowserWindow, viewer: Viewer, dialogs: Dialogs): Promise<boolean> {
  const unsaved = viewer.unsaved();
  if (unsaved.length === 0) return true;
  const names = unsaved.map(({ name }) => `“${name}”`).join(', ');
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `Save the changes to ${names}?`,
    detail: 'Kept unsaved, they are here again at the next start. Discarded, they are gone.',
    buttons: ['Save', 'Discard', 'Cancel', 'Keep unsaved'],
    defaultId: SAVE,
    cancelId: CANCEL,
    noLink: true,
  });
  if (response === SAVE) return saveAll(window, viewer, dialogs, unsaved);
  if (response === KEEP) return true;
  if (response !== DISCARD) return false;
  for (const { documentId } of unsaved) await viewer.handlers['document.close']({ documentId });
  return true;
}

/** Asks before a page ends whose last changes are nowhere else. @returns true when it may end. */
export function mayLoseEdits(window: BrowserWindow): boolean {
  const response = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'The last changes are only in this window.',
    detail: 'Atomiton cannot keep them elsewhere. Stay and save them, or close and lose them.',
    buttons: ['Stay', 'Close and lose them'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
