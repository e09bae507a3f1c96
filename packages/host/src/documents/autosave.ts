import { mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseBlueprint, printBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { z } from 'zod';
import { isRunning, processMark } from './process-mark.js';

/** Shortest time between two autosaves of one document. Milliseconds. */
export const AUTOSAVE_INTERVAL_MS = 500;
/** Printing a very large document takes long: it gets at most one part in so many of the time. */
const PRINTING_SHARE = 20;

const SUFFIX = '.unsaved.json';

const recordSchema = z.object({
  formatVersion: z.literal(1),
  /** Mark of the process that keeps it up to date; when that is gone, the changes are offered again. */
  process: z.string(),
  savedAt: z.string(),
  path: z.string().optional(),
  baseFolder: z.string().optional(),
  fileHash: z.string().optional(),
  text: z.string(),
});

/** What is kept of a document with unsaved changes. */
export interface AutosaveState {
  path: string | undefined;
  baseFolder: string | undefined;
  /** Hash of the file the changes build on. */
  fileHash: string | undefined;
  blueprint: Blueprint;
}

/** Unsaved changes of a process that has ended without saving them. */
export interface Recovered extends AutosaveState {
  /** ISO time of the last change kept. */
  savedAt: string;
}

interface Slot {
  state: AutosaveState | undefined;
  timer: NodeJS.Timeout | undefined;
  /** From the last change kept to the next. Milliseconds. */
  intervalMs: number;
  writing: Promise<void>;
}

/**
 * Keeps the unsaved changes of open documents in the data folder: at most one write per 500 ms and document, to a
 * temporary file that is then renamed, so that a killed process leaves the last complete state.
 */
export class Autosave {
  private readonly slots = new Map<string, Slot>();
  readonly folder: string;

  constructor(
    dataFolder: string,
    private readonly onProblem: (message: string) => void,
  ) {
    this.folder = path.join(dataFolder, 'unsaved');
  }

  /** Notes the state of a document; it is on the disk 500 ms later (a very large one less often). */
  keep(documentId: string, state: AutosaveState): void {
    const slot = this.slots.get(documentId) ?? {
      state: undefined,
      timer: undefined,
      intervalMs: AUTOSAVE_INTERVAL_MS,
      writing: Promise.resolve(),
    };
    this.slots.set(documentId, slot);
    slot.state = state;
    slot.timer ??= setTimeout(() => this.write(documentId, slot), slot.intervalMs);
  }

  /** Forgets a document: it was saved, or closed on purpose. */
  async drop(documentId: string): Promise<void> {
    const slot = this.slots.get(documentId);
    this.slots.delete(documentId);
    if (slot === undefined) return;
    clearTimeout(slot.timer);
    slot.state = undefined;
    await slot.writing;
    await unlink(this.fileOf(documentId)).catch(() => undefined);
  }

  /** Gives a document up without losing its changes: they can be taken again. */
  async leave(documentId: string): Promise<void> {
    await this.flush();
    this.slots.delete(documentId);
  }

  /** Settles when everything noted is on the disk. */
  async flush(): Promise<void> {
    for (const [documentId, slot] of this.slots) {
      if (slot.timer !== undefined) {
        clearTimeout(slot.timer);
        this.write(documentId, slot);
      }
    }
    await Promise.all([...this.slots.values()].map((slot) => slot.writing));
  }

  /** Takes the left changes of a file, or of one left document by its own path; undefined when there are none. */
  async take(file: string): Promise<Recovered | undefined> {
    for (const left of await this.left()) {
      if (left.file !== file && left.recovered.path !== file) continue;
      await unlink(left.file).catch(() => undefined);
      return left.recovered;
    }
    return undefined;
  }

  /** Paths by which documents that never had a file can be opened again, newest first. */
  async neverSaved(): Promise<string[]> {
    const left = (await this.left()).filter(({ recovered }) => recovered.path === undefined);
    left.sort((one, other) => other.recovered.savedAt.localeCompare(one.recovered.savedAt));
    return left.map(({ file }) => file);
  }

  private async left(): Promise<{ file: string; recovered: Recovered }[]> {
    const names = await readdir(this.folder).catch(() => []);
    const found: { file: string; recovered: Recovered }[] = [];
    for (const name of names) {
      if (!name.endsWith(SUFFIX)) continue;
      const file = path.join(this.folder, name);
      if (this.slots.has(name.slice(0, -SUFFIX.length))) continue;
      const recovered = await readRecord(file).catch(() => undefined);
      if (recovered !== undefined) found.push({ file, recovered });
    }
    return found;
  }

  /** Where the unsaved changes of a document are kept. */
  fileOf(documentId: string): string {
    return path.join(this.folder, `${documentId}${SUFFIX}`);
  }

  private write(documentId: string, slot: Slot): void {
    slot.timer = undefined;
    const { state } = slot;
    if (state === undefined) return;
    const began = performance.now();
    const text = printBlueprint(state.blueprint);
    slot.intervalMs = Math.max(AUTOSAVE_INTERVAL_MS, (performance.now() - began) * PRINTING_SHARE);
    const record: z.infer<typeof recordSchema> = {
      formatVersion: 1,
      process: processMark(),
      savedAt: new Date().toISOString(),
      text,
      ...(state.path === undefined ? {} : { path: state.path }),
      ...(state.baseFolder === undefined ? {} : { baseFolder: state.baseFolder }),
      ...(state.fileHash === undefined ? {} : { fileHash: state.fileHash }),
    };
    const file = this.fileOf(documentId);
    slot.writing = slot.writing
      .then(async () => {
        await mkdir(this.folder, { recursive: true });
        await writeFile(`${file}.tmp`, JSON.stringify(record), { mode: 0o600 });
        await rename(`${file}.tmp`, file);
      })
      .catch((thrown: unknown) => {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        this.onProblem(`Unsaved changes could not be kept in ${this.folder}: ${reason}`);
      });
  }
}

async function readRecord(file: string): Promise<Recovered | undefined> {
  const parsed = recordSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) return undefined;
  const { process: owner } = parsed.data;
  if (owner !== processMark() && isRunning(owner)) return undefined;
  const { savedAt, path: saved, baseFolder, fileHash, text } = parsed.data;
  const blueprint = parseBlueprint(text);
  if (!blueprint.ok) return undefined;
  return { savedAt, path: saved, baseFolder, fileHash, blueprint: blueprint.blueprint };
}
