import type { Shell } from './shell.js';

/**
 * Makes the next file dialog end with `path`: the system's dialog in Electron (nobody can drive that one, so Electron's
 * own function answers), our own dialog in the browser, where the path is typed.
 */
export async function withChosenFile(shell: Shell, path: string, ask: () => Promise<void>): Promise<void> {
  if (shell.electron !== undefined) {
    await shell.electron.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await ask();
    return;
  }
  await ask();
  const dialog = shell.page.getByRole('dialog');
  const name = dialog.getByLabel('File name');
  // The field selects the name without its ending whenever it gets the focus, also while it is being filled.
  // Not `expect.poll`: files are chosen before a test begins, too.
  do await name.fill(path);
  while ((await name.inputValue()) !== path);
  await dialog.getByRole('button', { name: /^(Open|Save)$/ }).click();
  // Another dialog may follow at once, such as the question whether to replace a file.
  await name.waitFor({ state: 'hidden' });
}
