import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of a few KB or MB that a test can fill. */
export interface SmallDisk {
  path: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  remove(): void;
}

/**
 * Mounts a file system of its own at `path`, which is made.
 * @returns it, or why this user may make none.
 */
export function mountSmallDisk(path: string, kilobytes: number): SmallDisk | string {
  mkdirSync(path, { recursive: true });
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path], {
    encoding: 'utf8',
  });
  if (made.status !== 0) return made.error?.message ?? made.stderr.trim();
  const fillers: string[] = [];
  return {
    path,
    fill() {
      let size = 1024 * 1024;
      while (size >= 1) {
        const filler = join(path, `filler-${fillers.length}`);
        fillers.push(filler);
        try {
          writeFileSync(filler, Buffer.alloc(size));
        } catch {
          rmSync(filler, { force: true });
          size = Math.floor(size / 2);
        }
      }
    },
    free() {
      for (const filler of fillers.splice(0)) rmSync(filler, { force: true });
    },
    remove() {
      spawnSync('umount', ['-l', path]);
    },
  };
}
