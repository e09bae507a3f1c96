import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { chmod, link, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { AtomitonError } from '@atomiton/contracts';
import { fileProblem, systemCode } from './file-problem.js';

/** Follows links, so that saving through a link changes the file and keeps the link. */
async function resolveTarget(target: string): Promise<string> {
  try {
    return await realpath(target);
  } catch {
    const folder = await realpath(path.dirname(target));
    return path.join(folder, path.basename(target));
  }
}

/** The mode of the file that is there, or undefined; refuses folders and files marked read-only. */
async function existingMode(target: string): Promise<number | undefined> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(target);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'not an ordinary file';
    throw new AtomitonError({
      kind: 'resource',
      code: found.isDirectory() ? 'is-a-folder' : 'not-a-file',
      message: `${target} is ${what}; a file name was expected.`,
      hint: 'Choose another name.',
    });
  }
  if ((found.mode & 0o222) === 0) {
    throw new AtomitonError({
      kind: 'resource',
      code: 'read-only',
      message: `${target} is marked read-only.`,
      hint: 'Make it writable, or save under another name. Your changes are still open.',
    });
  }
  return found.mode & 0o777;
}

async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (thrown) {
    // Some file systems cannot sync a folder; the file itself is synced already.
    if (!['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'ENOTSUP'].includes(systemCode(thrown) ?? '')) throw thrown;
  } finally {
    await handle?.close();
  }
}

/** Puts `temporary` in place only where no file is: `link` fails instead of replacing one. */
async function placeNew(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (thrown) {
    const code = systemCode(thrown) ?? '';
    if (code === 'EEXIST') {
      throw new AtomitonError({
        kind: 'validation',
        code: 'file-exists',
        message: `There is a file at ${target} already.`,
        hint: 'Choose another name, or save again and replace it.',
      });
    }
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw thrown;
    // A file system without hard links: the file was absent a moment ago.
    await rename(temporary, target);
    return;
  }
  await unlink(temporary);
}

/** Name of the temporary file that a writer uses. */
export function temporaryName(writer: string): string {
  return `.atomiton-${writer}.tmp`;
}

/** Removes what a writer that was killed has left beside its file. */
export async function removeLeftover(file: string, name: string): Promise<void> {
  try {
    await unlink(path.join(path.dirname(await resolveTarget(file)), name));
  } catch {
    // It had come to its end, or the folder is gone.
  }
}

/**
 * Writes a file so that a crash at any moment leaves the old content or the new, never a part: temporary file in the
 * same folder, fsync, rename (or link, where nothing may be replaced), fsync of the folder. Keeps mode and links.
 * @param content the text or bytes, or what writes them to the temporary file (which is there already, empty).
 * @param replace whether a file that is there may be replaced; when false and one is there: code `file-exists`.
 * @param name of the temporary file; whoever is killed while writing can find it again by it.
 * @returns the path written, links resolved.
 * @throws AtomitonError `folder-missing`, `is-a-folder`, `read-only`, `not-allowed`, `disk-full`, `file-exists`.
 */
export async function writeDurably(
  file: string,
  content: string | Uint8Array | ((temporary: string) => Promise<unknown>),
  replace: boolean,
  name: string = temporaryName(randomBytes(6).toString('hex')),
): Promise<string> {
  let temporary: string | undefined;
  try {
    const target = await resolveTarget(file);
    const mode = await existingMode(target);
    if (mode !== undefined && !replace) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'file-exists',
        message: `There is a file at ${target} already.`,
        hint: 'Choose another name, or save again and replace it.',
      });
    }
    const folder = path.dirname(target);
    temporary = path.join(folder, name);
    await unlink(temporary).catch(() => undefined);
    const handle = await open(temporary, 'wx', 0o666);
    try {
      if (typeof content === 'function') await content(temporary);
      else await handle.writeFile(content, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (mode !== undefined) await chmod(temporary, mode);
    if (mode === undefined) await placeNew(temporary, target);
    else await rename(temporary, target);
    temporary = undefined;
    await syncFolder(folder);
    return target;
  } catch (thrown) {
    if (temporary !== undefined) await unlink(temporary).catch(() => undefined);
    throw fileProblem(thrown, file, 'write');
  }
}
