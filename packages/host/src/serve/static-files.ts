import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** A file of the built page. */
export interface StaticFile {
  bytes: Buffer;
  type: string;
  /** Its name holds a hash of its content. */
  immutable: boolean;
}

/**
 * Reads a file of one folder by the path of an address; `/` is `index.html`. Only types of the list, never outside
 * the folder, not through links either.
 * @returns undefined where there is no such file.
 */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | undefined> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const parts = decoded.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '.' || part === '..' || part.startsWith('.'))) return undefined;
  const relative = parts.length === 0 ? 'index.html' : parts.join('/');
  const type = TYPES[path.extname(relative).toLowerCase()];
  if (type === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(path.join(root, relative));
    if (!file.startsWith(root + path.sep)) return undefined;
    return { bytes: await readFile(file), type, immutable: relative.startsWith('assets/') };
  } catch {
    return undefined;
  }
}
