import { stat } from 'node:fs/promises';
import type { FileState } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { systemCode } from './file-problem.js';
import { readLimited } from './read-limited.js';

/** Largest file compared when asking whether someone else has changed it. Bytes. */
const MAX_COMPARED_BYTES = 64 * 1024 * 1024;

/** What a look at a file has found. */
export interface FileLook {
  state: FileState['state'];
  modifiedMs: number | undefined;
  /** SHA-256 of the content, hex; undefined where there is none that can be read. */
  hash: string | undefined;
  /** Changes whenever the file does: size, times and number in its file system. */
  mark: string;
}

/**
 * Compares a file with what is known of it; its content is read only when `mark` has changed.
 * @param knownHash of the content that the document builds on; undefined where it builds on none.
 */
export async function lookAtFile(
  file: string,
  knownHash: string | undefined,
  before: FileLook | undefined,
): Promise<FileLook> {
  const nothing = { modifiedMs: undefined, hash: undefined };
  try {
    const found = await stat(file);
    const mark = `${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
    const { mtimeMs: modifiedMs } = found;
    let hash = before?.mark === mark ? before.hash : undefined;
    if (hash === undefined) {
      try {
        hash = (await readLimited(file, MAX_COMPARED_BYTES)).hash;
      } catch (thrown) {
        const gone = toErrorData(thrown).code === 'file-not-found';
        return { ...nothing, state: gone ? 'removed' : 'unreadable', modifiedMs, mark };
      }
    }
    return { state: hash === knownHash ? 'same' : 'changed', modifiedMs, hash, mark };
  } catch (thrown) {
    const code = systemCode(thrown) ?? '';
    const state = code === 'ENOENT' || code === 'ENOTDIR' ? 'removed' : 'unreadable';
    return { ...nothing, state, mark: code };
  }
}
