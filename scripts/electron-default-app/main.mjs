// What `electron APP_FOLDER` runs. Packaged applications leave this part of Electron out, so a runtime taken from one
// needs it put back: it reads APP_FOLDER/package.json, tells `app` about it, and imports its main file.
import { existsSync, readFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(`electron: ${message}`);
  process.exit(1);
}

const words = process.argv.slice(1);
if (words.includes('--version')) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
// Test drivers attach through a module that they name with -r: it is loaded before the application.
const preloads = words.filter((_word, index) => words[index - 1] === '-r');
if (preloads.length > 0) Module._preloadModules(preloads);
const folder = path.resolve(
  words.find((word) => !word.startsWith('-') && !preloads.includes(word)) ??
    stop('usage: electron [FLAG …] APP_FOLDER'),
);
const manifestFile = path.join(folder, 'package.json');
if (existsSync(manifestFile)) {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName ?? manifest.name ?? app.name;
  app.setDesktopName(`${app.name}.desktop`);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const mainFile = Module._resolveFilename(folder, null, true);
app.setAppPath(existsSync(manifestFile) ? folder : path.dirname(mainFile));
// Awaited, so that Electron is not ready before the application's main file has run.
await import(pathToFileURL(mainFile).href).catch((error) => stop(error?.stack ?? String(error)));
