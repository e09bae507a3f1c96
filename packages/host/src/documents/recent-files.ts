import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeDurably } from './write-durably.js';

const MAX_RECENT = 20;
const recentSchema = z.array(z.string().max(4096)).max(1000);

/** The files opened and saved last, newest first, kept in the data folder. Losing the list loses no work. */
export class RecentFiles {
  private files: string[] = [];
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly file: string) {}

  static async load(dataFolder: string): Promise<RecentFiles> {
    const recent = new RecentFiles(path.join(dataFolder, 'recent.json'));
    try {
      const parsed = recentSchema.safeParse(JSON.parse(await readFile(recent.file, 'utf8')));
      if (parsed.success) recent.files = parsed.data.slice(0, MAX_RECENT);
    } catch {
      // No list yet, or an unreadable one: it begins anew.
    }
    return recent;
  }

  list(): string[] {
    return [...this.files];
  }

  add(file: string): void {
    this.files = [file, ...this.files.filter((other) => other !== file)].slice(0, MAX_RECENT);
    const text = `${JSON.stringify(this.files, undefined, 2)}\n`;
    this.writing = this.writing
      .then(async () => {
        await mkdir(path.dirname(this.file), { recursive: true });
        await writeDurably(this.file, text, true);
      })
      .catch(() => undefined);
  }

  /** Settles when the list is on the disk. */
  settled(): Promise<void> {
    return this.writing;
  }
}
