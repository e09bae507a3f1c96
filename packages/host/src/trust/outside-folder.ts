import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../documents/file-problem.js';

/** The path with all links resolved; of one that is not there, that of the nearest folder above and the rest. */
async function resolveLinks(file: string): Promise<string> {
  const missing: string[] = [];
  for (let here = file; ; here = path.dirname(here)) {
    try {
      return path.join(await realpath(here), ...missing);
    } catch (thrown) {
      const code = systemCode(thrown);
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || path.dirname(here) === here) return file;
      missing.unshift(path.basename(here));
    }
  }
}

/** Tells which paths lie outside a folder, links resolved; remembers what it has looked up. */
export class FolderBorder {
  private root: Promise<string> | undefined;
  private readonly known = new Map<string, Promise<string>>();

  /** @param folder absolute; undefined where the blueprint has none: then everything is outside. */
  constructor(private readonly folder: string | undefined) {}

  /**
   * @param written a path as a blueprint has it.
   * @returns where it really leads when that is outside; undefined when it is inside, or leads nowhere because there
   *   is no folder to start from.
   */
  async outside(written: string): Promise<string | undefined> {
    if (written === '' || (this.folder === undefined && !path.isAbsolute(written))) return undefined;
    const absolute = path.resolve(this.folder ?? '/', written);
    const found = this.known.get(absolute) ?? resolveLinks(absolute);
    this.known.set(absolute, found);
    const real = await found;
    if (this.folder === undefined) return real;
    this.root ??= resolveLinks(this.folder);
    const relative = path.relative(await this.root, real);
    const isInside = !path.isAbsolute(relative) && relative !== '..' && !relative.startsWith(`..${path.sep}`);
    return isInside ? undefined : real;
  }
}
