import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the command keeps recent files and unsaved changes: `$ATOMITON_DATA`, else the user's data folder. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.ATOMITON_DATA) return path.resolve(env.ATOMITON_DATA);
  if (process.platform === 'darwin')
    return path.join(os.homedir(), 'Library', 'Application Support', 'Atomiton');
  if (process.platform === 'win32') return path.join(env.APPDATA ?? os.homedir(), 'Atomiton');
  return path.join(
    env.XDG_CONFIG_HOME ? path.resolve(env.XDG_CONFIG_HOME) : path.join(os.homedir(), '.config'),
    'Atomiton',
  );
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Blueprints that run as they are: `$ATOMITON_EXAMPLES`, else those of the repository. */
export function examplesFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.ATOMITON_EXAMPLES ? path.resolve(env.ATOMITON_EXAMPLES) : path.join(root, 'examples');
}

/** The built editor page. */
export function rendererFolder(): string {
  return path.join(root, 'apps', 'desktop', 'out', 'renderer');
}
