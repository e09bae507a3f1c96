import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileEntry } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { fileProblem } from '../documents/file-problem.js';

/** What one listing shows at most; a folder of more entries is cut and says so by its length. */
export const MAX_ENTRIES = 5000;
const AT_ONCE = 64;

/**
 * The folders and files of a folder: folders first, then by name; broken links and devices are left out.
 * @throws AtomitonError `not-absolute`, `file-not-found`, `not-a-folder`, `not-allowed`.
 */
export async function listFolder(
  folder: string,
): Promise<{ folder: string; parent?: string; entries: FileEntry[] }> {
  if (!path.isAbsolute(folder)) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'not-absolute',
      message: `"${folder}" is not an absolute path.`,
      hint: 'Send the path of a folder from the root on.',
    });
  }
  const here = path.resolve(folder);
  let names: string[];
  try {
    names = await readdir(here);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOTDIR') {
      throw new AtomitonError({
        kind: 'resource',
        code: 'not-a-folder',
        message: `${here} is a file; a folder was expected.`,
        hint: 'Choose its folder.',
      });
    }
    throw fileProblem(thrown, here, 'read');
  }
  names.sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
  const shown = names.slice(0, MAX_ENTRIES);
  const entries: FileEntry[] = [];
  for (let from = 0; from < shown.length; from += AT_ONCE) {
    const part = await Promise.all(
      shown.slice(from, from + AT_ONCE).map(async (name): Promise<FileEntry | undefined> => {
        const full = path.join(here, name);
        const found = await stat(full).catch(() => undefined);
        if (found === undefined || !(found.isFile() || found.isDirectory())) return undefined;
        return {
          name,
          path: full,
          kind: found.isDirectory() ? 'folder' : 'file',
          sizeBytes: found.size,
          modifiedMs: found.mtimeMs,
        };
      }),
    );
    for (const entry of part) if (entry !== undefined) entries.push(entry);
  }
  const folders = entries.filter((entry) => entry.kind === 'folder');
  const files = entries.filter((entry) => entry.kind === 'file');
  const parent = path.dirname(here);
  return { folder: here, ...(parent === here ? {} : { parent }), entries: [...folders, ...files] };
}
