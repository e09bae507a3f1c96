import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PREFIX = 'atomiton-';
/** Below this much free space the shared-memory file system counts as nearly full. Bytes. */
const NEARLY_FULL_BYTES = 256 * 1024 * 1024;

/**
 * When a process began, in clock ticks since boot: together with the pid it names one process for good.
 * @returns undefined when it is gone; `any` where the system has no /proc.
 */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
    try {
      process.kill(pid, 0);
      return 'any';
    } catch (thrown) {
      return (thrown as NodeJS.ErrnoException).code === 'EPERM' ? 'any' : undefined;
    }
  }
}

/** Where blocks can live, best first: shared memory, then the temporary folder. */
export function blockRoots(sharedMemory = '/dev/shm'): string[] {
  return [...new Set([sharedMemory, tmpdir()])];
}

/** Free space of the file system that holds `folder` in bytes; 0 where there is none. */
export function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/** The roots that have room for `byteLength` more; the last root always stays, its error is the clear one. */
export function rootsWithRoom(roots: readonly string[], byteLength = 0): string[] {
  return roots.filter(
    (root, index) => index === roots.length - 1 || freeBytes(root) >= byteLength + NEARLY_FULL_BYTES,
  );
}

/** Makes this process's private folder (mode 0700) in `root`. `tag` keeps several stores of one process apart. */
export function makeBlockFolder(root: string, tag: string): string {
  const folder = path.join(root, `${PREFIX}${process.pid}-${processStart(process.pid) ?? 'any'}-${tag}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** Removes the folders that processes of this user left behind when they were killed. */
export async function removeStaleFolders(roots: readonly string[]): Promise<void> {
  for (const root of roots) {
    let names: string[] = [];
    try {
      names = readdirSync(root);
    } catch {
      continue;
    }
    for (const name of names) {
      const match = /^atomiton-(\d+)-(\w+)-\w+$/.exec(name);
      if (match === null) continue;
      const started = processStart(Number(match[1]));
      if (started !== undefined && (started === match[2] || started === 'any')) continue;
      // Another user's folder cannot be removed: that is theirs to do.
      await rm(path.join(root, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** For the exit handler, where nothing asynchronous runs any more. */
export function removeFolderNow(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
