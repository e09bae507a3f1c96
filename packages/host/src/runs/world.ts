import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { World } from '@atomiton/execution-engine/core';

/** Files up to this size are told apart by their content, larger ones by size and times. Bytes. */
const CONTENT_LIMIT_BYTES = 64 * 1024;
/** A folder with more entries than this is fingerprinted by what was seen so far plus its own time. */
const MAX_ENTRIES = 100_000;

async function fingerprintFile(file: string): Promise<string> {
  const found = await stat(file, { bigint: true });
  if (found.isFile() && found.size <= BigInt(CONTENT_LIMIT_BYTES)) {
    const content = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return `content ${content}`;
  }
  // The time of the last change cannot be set: a file written anew with its old time back is noticed by it.
  return `stat ${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}`;
}

/** Every file below a folder, by size and time; walked without recursion, in order of the names. */
async function fingerprintFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const left = [folder];
  let entries = 0;
  for (let here = left.pop(); here !== undefined; here = left.pop()) {
    const found: Dirent[] = await readdir(here, { withFileTypes: true });
    found.sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const entry of found) {
      entries += 1;
      if (entries > MAX_ENTRIES) return `folder of more than ${MAX_ENTRIES} at ${Date.now()}`;
      const full = path.join(here, entry.name);
      hash.update(`${full}\n`);
      if (entry.isDirectory()) left.push(full);
      else {
        const file = await stat(full, { bigint: true }).catch(() => undefined);
        if (file !== undefined) hash.update(`${file.size} ${file.mtimeNs} ${file.ctimeNs} ${file.ino}\n`);
      }
    }
  }
  return `folder ${hash.digest('hex')}`;
}

/** The files of this machine, as nodes that read them depend on them. */
export function createWorld(): World {
  return {
    resolvePath(baseFolder, file) {
      if (path.isAbsolute(file)) return path.normalize(file);
      return baseFolder === undefined ? undefined : path.resolve(baseFolder, file);
    },
    async fingerprint(paths) {
      const parts = await Promise.all(
        paths.map(async (file) => {
          const found = await stat(file);
          const text = found.isDirectory() ? await fingerprintFolder(file) : await fingerprintFile(file);
          return `${file}\n${text}`;
        }),
      );
      return parts.join('\n');
    },
  };
}
