import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';

/** Where the application finds and keeps its files. */
export interface Folders {
  /** Settings, recent files and unsaved changes: `$ATOMITON_DATA`, else the system's place for them. */
  data: string;
  /** Blueprints that run as they are. */
  examples: string;
  /** The built page. */
  renderer: string;
  /** The preload script. */
  preload: string;
}

export function findFolders(): Folders {
  const out = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  const { ATOMITON_DATA, ATOMITON_EXAMPLES } = process.env;
  return {
    data: ATOMITON_DATA ? path.resolve(ATOMITON_DATA) : app.getPath('userData'),
    examples: ATOMITON_EXAMPLES
      ? path.resolve(ATOMITON_EXAMPLES)
      : app.isPackaged
        ? path.join(process.resourcesPath, 'examples')
        : path.resolve(out, '..', '..', '..', 'examples'),
    renderer: path.join(out, 'renderer'),
    preload: path.join(out, 'preload', 'index.cjs'),
  };
}
