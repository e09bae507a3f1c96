import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import path from 'node:path';

/** A change is looked at when nothing more has come for so long: other programs write in several steps. Milliseconds. */
const SETTLE_MS = 80;
/** Every file is looked at so often, where the system tells of no change (network folders, moved folders). */
const INTERVAL_MS = 2000;

/**
 * Says when a file may have changed. It watches the folders, since editors replace a file by renaming another one over
 * it, and looks at intervals as well.
 */
export class FileWatch {
  private readonly files = new Map<string, string>();
  private readonly folders = new Map<string, FSWatcher | undefined>();
  private readonly settling = new Map<string, NodeJS.Timeout>();
  private timer: NodeJS.Timeout | undefined;

  /** @param look asked to compare the file of a document. */
  constructor(private readonly look: (documentId: string) => void) {}

  /** From now on this file belongs to the document; undefined for none. */
  set(documentId: string, file: string | undefined): void {
    if (this.files.get(documentId) === file) return;
    if (file === undefined) this.files.delete(documentId);
    else this.files.set(documentId, file);
    this.follow();
  }

  close(): void {
    this.files.clear();
    this.follow();
    for (const timer of this.settling.values()) clearTimeout(timer);
    this.settling.clear();
  }

  private follow(): void {
    const wanted = new Set([...this.files.values()].map((file) => path.dirname(file)));
    for (const [folder, watcher] of this.folders) {
      if (wanted.has(folder)) continue;
      watcher?.close();
      this.folders.delete(folder);
    }
    for (const folder of wanted) {
      if (this.folders.get(folder) === undefined) this.folders.set(folder, this.watchFolder(folder));
    }
    if (wanted.size > 0) {
      this.timer ??= setInterval(() => this.lookAtAll(), INTERVAL_MS);
      this.timer.unref();
    } else {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  private watchFolder(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.changed(folder, name));
      watcher.on('error', () => {
        watcher.close();
        // The interval tries again.
        if (this.folders.get(folder) === watcher) this.folders.set(folder, undefined);
      });
      return watcher;
    } catch {
      return undefined;
    }
  }

  private changed(folder: string, name: string | null): void {
    for (const [documentId, file] of this.files) {
      if (path.dirname(file) !== folder || (name !== null && path.basename(file) !== name)) continue;
      clearTimeout(this.settling.get(documentId));
      const timer = setTimeout(() => {
        this.settling.delete(documentId);
        if (this.files.has(documentId)) this.look(documentId);
      }, SETTLE_MS);
      timer.unref();
      this.settling.set(documentId, timer);
    }
  }

  private lookAtAll(): void {
    this.follow();
    for (const documentId of this.files.keys()) this.look(documentId);
  }
}
