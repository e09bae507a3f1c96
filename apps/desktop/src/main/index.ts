import { mkdirSync } from 'node:fs';
import { app, dialog } from 'electron';
import { isOwnPage, openApplication } from './application.js';
import { parseCommandLine } from './command-line.js';
import { findFolders } from './folders.js';
import { lockDown } from './lock-down.js';
import { registerPageScheme } from './page-protocol.js';

const folders = findFolders();
mkdirSync(folders.data, { recursive: true });
// The lock of a single instance lies in this folder: one application per data folder.
app.setPath('userData', folders.data);

const { open } = parseCommandLine(process.argv, process.cwd());
// The first instance gets `open` as data: Chromium reorders the arguments it passes on.
if (!app.requestSingleInstanceLock({ open })) {
  console.error('Atomiton is open already with this data folder; it shows the file there.');
  app.quit();
} else {
  // The scripts add --no-sandbox for root only, where Chromium refuses the sandbox; pages stay sandboxed from Node.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerPageScheme();
  lockDown(isOwnPage);
  // Not awaited at the top level: that would keep an ES module main from ever becoming ready.
  app
    .whenReady()
    .then(() => openApplication(folders, open))
    .catch((thrown: unknown) => {
      const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      console.error(text);
      dialog.showErrorBox('Atomiton could not start', text);
      app.exit(1);
    });
}
