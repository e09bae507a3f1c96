import type { Page } from 'playwright-core';
import { EditorPage } from './editor-page.js';
import type { Shell } from './shell.js';

/** Another window of the same application, showing `file`: what a second start opens, or another tab of the browser. */
export async function openSecondWindow(shell: Shell, file: string): Promise<EditorPage> {
  let page: Page;
  if (shell.electron === undefined) {
    page = await shell.page.context().newPage();
    await page.goto(shell.page.url());
  } else {
    const [opened] = await Promise.all([
      shell.electron.waitForEvent('window'),
      shell.electron.evaluate(({ app }, open) => {
        app.emit('second-instance', {}, [], '', { open });
      }, file),
    ]);
    page = opened;
  }
  const editor = new EditorPage(page);
  await editor.ready();
  return editor;
}
