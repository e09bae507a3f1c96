import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { BlockPayload } from '@atomiton/contracts';
import {
  blockRoots,
  makeBlockFolder,
  removeFolderNow,
  removeStaleFolders,
  rootsWithRoom,
} from './block-folder.js';
import { sizeClass } from './buffer-pool.js';

/** One read or write is at most this long, so that other file access gets its turn. Bytes. */
const STEP_BYTES = 16 * 1024 * 1024;
/** Free files kept for reuse: filling pages that exist is several times faster than new ones. Bytes. */
const MAX_FREE_BYTES = 256 * 1024 * 1024;

interface FreeFile {
  name: string;
  path: string;
  capacity: number;
}

/** Files of shared memory that child processes map: written here, or by a child in `folder`. */
export class BlockFiles {
  /** Where children write blocks of their own: private to this process. */
  readonly folder: string;
  private readonly folders = new Map<string, string>();
  private readonly tag = randomBytes(4).toString('hex');
  private readonly roots: string[];
  private free: FreeFile[] = [];
  private freeTotal = 0;
  private counter = 0;
  private readonly onExit = () => {
    for (const folder of this.folders.values()) removeFolderNow(folder);
  };

  constructor(sharedMemory?: string) {
    this.roots = blockRoots(sharedMemory);
    this.folder = this.folderIn(rootsWithRoom(this.roots)[0] as string);
    process.once('exit', this.onExit);
    void removeStaleFolders(this.roots);
  }

  get freeBytes(): number {
    return this.freeTotal;
  }

  /** Writes the bytes into a file that nobody else has; falls back to the temporary folder when there is no room. */
  async write(bytes: Uint8Array): Promise<BlockPayload & { capacity: number }> {
    const reused = this.takeFree(bytes.byteLength);
    if (reused !== undefined) {
      const handle = await open(reused.path, 'r+');
      try {
        await writeAll(handle, bytes);
      } finally {
        await handle.close();
      }
      return { at: 'block', ...reused, byteOffset: 0, byteLength: bytes.byteLength };
    }
    let failure: unknown;
    for (const root of rootsWithRoom(this.roots, bytes.byteLength)) {
      const name = `h${this.counter++}`;
      const file = path.join(this.folderIn(root), name);
      try {
        const handle = await open(file, 'wx+', 0o600);
        try {
          await writeAll(handle, bytes);
          const capacity = sizeClass(bytes.byteLength);
          await handle.truncate(capacity);
          return { at: 'block', name, path: file, byteOffset: 0, byteLength: bytes.byteLength, capacity };
        } finally {
          await handle.close();
        }
      } catch (thrown) {
        failure = thrown;
        await unlink(file).catch(() => undefined);
        if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') break;
      }
    }
    throw failure;
  }

  /** Reads a part of a block into `target`, which has its length. */
  async read(file: string, byteOffset: number, target: Uint8Array): Promise<void> {
    const handle = await open(file, 'r');
    try {
      let done = 0;
      while (done < target.byteLength) {
        const length = Math.min(STEP_BYTES, target.byteLength - done);
        const { bytesRead } = await handle.read(target, done, length, byteOffset + done);
        if (bytesRead === 0) {
          throw new Error(
            `block ${file} ends at ${byteOffset + done} bytes, ${byteOffset + target.byteLength} expected`,
          );
        }
        done += bytesRead;
      }
    } finally {
      await handle.close();
    }
  }

  /** Takes back a file that `write` made and nobody maps any more. */
  give(file: FreeFile): void {
    this.free.push(file);
    this.freeTotal += file.capacity;
    while (this.freeTotal > MAX_FREE_BYTES) {
      const oldest = this.free.shift() as FreeFile;
      this.freeTotal -= oldest.capacity;
      void unlink(oldest.path).catch(() => undefined);
    }
  }

  async dispose(): Promise<void> {
    process.off('exit', this.onExit);
    this.free = [];
    this.freeTotal = 0;
    for (const folder of this.folders.values()) await rm(folder, { recursive: true, force: true });
  }

  private takeFree(byteLength: number): FreeFile | undefined {
    const index = this.free.findIndex(
      (file) => file.capacity >= byteLength && file.capacity <= 2 * sizeClass(byteLength),
    );
    if (index === -1) return undefined;
    const [file] = this.free.splice(index, 1) as [FreeFile];
    this.freeTotal -= file.capacity;
    return file;
  }

  private folderIn(root: string): string {
    const known = this.folders.get(root);
    if (known !== undefined) return known;
    const folder = makeBlockFolder(root, this.tag);
    this.folders.set(root, folder);
    return folder;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const length = Math.min(STEP_BYTES, bytes.byteLength - done);
    const { bytesWritten } = await handle.write(bytes, done, length, done);
    done += bytesWritten;
  }
}
