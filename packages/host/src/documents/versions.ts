import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { MAX_BLUEPRINT_BYTES } from '@atomiton/blueprint';
import type { DocumentVersion } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { BlueprintFile } from './read-blueprint.js';
import { readBlueprint } from './read-blueprint.js';
import { hashText, readLimited } from './read-limited.js';
import { writeDurably } from './write-durably.js';

/** Versions kept of one file, and their size together; the oldest go first, the newest stays. */
const MAX_VERSIONS = 100;
const MAX_BYTES = 64 * 1024 * 1024;

const NAME = /^(\d{13})-([0-9a-f]{16})-(save|replaced)$/;
const SUFFIX = '.blueprint.json';

interface Kept {
  id: string;
  savedMs: number;
  hash: string;
  reason: DocumentVersion['reason'];
}

/** Earlier contents of the documents' files, as plain files in the data folder, one folder for each path. */
export class Versions {
  private readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = path.join(dataFolder, 'versions');
  }

  /** Keeps a content of a file, unless it is the newest that is kept already. */
  async keep(file: string, text: string, reason: DocumentVersion['reason'], savedMs: number): Promise<void> {
    const folder = this.folderOf(file);
    const hash = hashText(text).slice(0, 16);
    const [newest] = await this.kept(file);
    if (newest?.hash === hash) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const time = Math.min(9_999_999_999_999, Math.max(savedMs, (newest?.savedMs ?? 0) + 1));
    const name = `${String(Math.round(time)).padStart(13, '0')}-${hash}-${reason}${SUFFIX}`;
    await writeDurably(path.join(folder, name), text, true);
    await this.prune(file);
  }

  /** Newest first. */
  async list(file: string): Promise<DocumentVersion[]> {
    const versions: DocumentVersion[] = [];
    for (const { id, savedMs, reason } of await this.kept(file)) {
      const found = await stat(this.fileOf(file, id)).catch(() => undefined);
      if (found === undefined) continue;
      versions.push({ id, savedAt: new Date(savedMs).toISOString(), sizeBytes: found.size, reason });
    }
    return versions;
  }

  /** @throws AtomitonError `unknown-version`, and what a file that is no blueprint is refused with. */
  async read(file: string, id: string): Promise<BlueprintFile> {
    if (NAME.test(id) && (await this.kept(file)).some((kept) => kept.id === id)) {
      return readBlueprint(this.fileOf(file, id));
    }
    throw new AtomitonError({
      kind: 'validation',
      code: 'unknown-version',
      message: `There is no version "${id.slice(0, 80)}" of ${file}.`,
      hint: 'List them with document.versions.',
    });
  }

  private folderOf(file: string): string {
    return path.join(this.folder, hashText(file).slice(0, 32));
  }

  private fileOf(file: string, id: string): string {
    return path.join(this.folderOf(file), `${id}${SUFFIX}`);
  }

  private async kept(file: string): Promise<Kept[]> {
    const names = await readdir(this.folderOf(file)).catch(() => []);
    const kept = names.flatMap((name): Kept[] => {
      const id = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : '';
      const found = NAME.exec(id);
      if (found === null) return [];
      const reason = found[3] === 'save' ? 'save' : 'replaced';
      return [{ id, savedMs: Number(found[1]), hash: found[2] ?? '', reason }];
    });
    return kept.sort((one, other) => other.savedMs - one.savedMs);
  }

  private async prune(file: string): Promise<void> {
    let bytes = 0;
    for (const [index, { id }] of (await this.kept(file)).entries()) {
      const target = this.fileOf(file, id);
      bytes += (await stat(target).catch(() => undefined))?.size ?? 0;
      if (index > 0 && (index >= MAX_VERSIONS || bytes > MAX_BYTES))
        await unlink(target).catch(() => undefined);
    }
  }
}

/** The content of a file as a version of it; undefined where it is no text that could be one. */
export async function versionText(file: string): Promise<{ text: string; hash: string } | undefined> {
  return readLimited(file, MAX_BLUEPRINT_BYTES).catch(() => undefined);
}
