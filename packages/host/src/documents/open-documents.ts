import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { applyAndInvert, DocumentHistory, newBlueprint } from '@atomiton/blueprint';
import type {
  Blueprint,
  Catalog,
  Diagnostic,
  DocumentVersion,
  EditEntry,
  FileState,
  Operation,
  UnkeptEdits,
} from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import { applyRow, otherRow } from '../journal/fold-journal.js';
import type { DocumentJournal } from './document-journal.js';
import { exampleFile } from './examples.js';
import { fileReached } from './file-reached.js';
import { lookAtFile } from './file-state.js';
import { FileWatch } from './file-watch.js';
import type { DocumentRecord, NewDocument } from './open-document.js';
import { newRecord } from './open-document.js';
import type { BlueprintFile } from './read-blueprint.js';
import { readBlueprint } from './read-blueprint.js';
import type { RecentFiles } from './recent-files.js';
import { noPath, requireAbsolute, requireRevision, unknownDocument } from './refusals.js';
import { restoreDocument } from './restore-document.js';
import { planSave, UNNAMED, writeSave } from './save-document.js';
import { withUnkept } from './unkept-edits.js';
import type { Versions } from './versions.js';

/** An edit that happened, for those who did not make it. */
export interface DocumentChange {
  documentId: string;
  revision: number;
  savedRevision: number;
  path?: string;
  operations: Operation[];
  entry?: EditEntry;
  /** Who made it and knows already; undefined when nobody does. */
  by: object | undefined;
}

export interface OpenDocumentsOptions {
  examplesFolder: string;
  catalog: Catalog;
  validate(blueprint: Blueprint): Diagnostic[];
  journal: DocumentJournal;
  versions: Versions;
  recent: RecentFiles;
  warn(message: string): void;
  onChange(change: DocumentChange): void;
  onFileState(documentId: string, fileState: FileState): void;
}

/** A file that the disk has, with when it was written. */
export type DiskDocument = Omit<BlueprintFile, 'hash'> & { modifiedMs: number };

/** An edit of how a document looks: nothing that a diagnostic depends on. */
function isAppearance({ op }: Operation): boolean {
  return op === 'move-node' || op === 'set-viewport' || op === 'rename-node' || op === 'rename-blueprint';
}

/**
 * The documents open in the host. What happens to one happens one after the other, also while it is being saved, and is
 * in the journal on the disk before anyone is told.
 */
export class OpenDocuments {
  private readonly records = new Map<string, DocumentRecord>();
  private readonly queues = new Map<string, Promise<unknown>>();
  private opening: Promise<unknown> = Promise.resolve();
  private readonly watch = new FileWatch((documentId) => void this.check(documentId).catch(() => undefined));

  constructor(private readonly options: OpenDocumentsOptions) {
    options.journal.onAnew(() => this.writeAnew());
  }

  /** @throws AtomitonError `unknown-document`. */
  get(documentId: string): DocumentRecord {
    const record = this.records.get(documentId);
    if (record !== undefined) return record;
    throw unknownDocument(documentId);
  }

  /** Every document in memory. */
  all(): DocumentRecord[] {
    return [...this.records.values()];
  }

  /** A new document, or an example as a document that has no file yet. */
  async create(example: string | undefined): Promise<DocumentRecord> {
    if (example === undefined) {
      return this.add({ blueprint: newBlueprint(UNNAMED, randomUUID()) });
    }
    const folder = path.resolve(this.options.examplesFolder);
    const { blueprint, diagnostics } = await readBlueprint(exampleFile(folder, example));
    return this.add({
      blueprint: { ...blueprint, id: randomUUID() },
      baseFolder: folder,
      notes: diagnostics,
    });
  }

  /** Opens a file; one that is open already, also before a crash, is the same document with its edits. */
  open(file: string): Promise<DocumentRecord> {
    return this.oneByOne(() => this.openNow(requireAbsolute(file)));
  }

  /**
   * A document by its id: one that is open, also before a crash, or one that was closed lately, with edits and history.
   * @throws AtomitonError `unknown-document`.
   */
  reopen(documentId: string): Promise<DocumentRecord> {
    const record = this.records.get(documentId);
    return record === undefined ? this.oneByOne(() => this.reopenNow(documentId)) : Promise.resolve(record);
  }

  /**
   * Applies operations together or not at all, and settles when the journal has them on the disk.
   * @throws AtomitonError `stale-revision`, `journal-failed`, or what does not fit.
   */
  apply(
    documentId: string,
    baseRevision: number,
    operations: Operation[],
    entry: EditEntry | undefined,
    by: object,
  ): Promise<{ revision: number; savedRevision: number; diagnostics: Diagnostic[] }> {
    return this.inTurn(documentId, async (record) => {
      requireRevision(record, baseRevision);
      await this.commit(record, operations, entry, by);
      const { revision, savedRevision, notes, diagnostics } = record;
      return { revision, savedRevision, diagnostics: [...notes, ...diagnostics] };
    });
  }

  /** Keeps text that is being typed; null forgets it. Settles when the journal has it on the disk. */
  draft(documentId: string, field: string, text: string | null): Promise<void> {
    return this.inTurn(documentId, async (record) => {
      const drafts = new Map(record.drafts);
      if (text === null) drafts.delete(field);
      else drafts.set(field, text);
      await this.options.journal.add({ ...record, drafts }, [otherRow({ kind: 'draft', field, text })]);
      record.drafts = drafts;
      record.behind = false;
    });
  }

  /**
   * Writes a document to its file, or to another one from now on. Nothing changes when it fails.
   * @param unkept edits that the journal could not take: with the file they are on the disk, and the document's.
   * @param nameByFile whether a document that nobody has named gets the name of its first file.
   * @throws AtomitonError `no-path`, `file-exists`, `file-changed`, and what the file system says.
   */
  save(
    documentId: string,
    to: string | undefined,
    overwrite: boolean,
    by: object,
    unkept?: UnkeptEdits,
    nameByFile = false,
  ): Promise<{ path: string; savedRevision: number }> {
    return this.inTurn(documentId, (record) => this.saveNow(record, to, overwrite, by, unkept, nameByFile));
  }

  /** The document's file as it lies on the disk. @throws AtomitonError `no-path`, and what the file says. */
  async disk(documentId: string): Promise<DiskDocument> {
    const { path: file } = this.get(documentId);
    if (file === undefined) throw noPath();
    const { blueprint, diagnostics } = await readBlueprint(file);
    const { modifiedMs = 0 } = await lookAtFile(file, undefined, undefined);
    return { blueprint, diagnostics, modifiedMs };
  }

  /** Takes over what another program has written, as an edit; the document is that of the file then. */
  reload(documentId: string): Promise<void> {
    return this.inTurn(documentId, async (record) => {
      if (record.path === undefined) throw noPath();
      const { blueprint, hash, diagnostics } = await readBlueprint(record.path);
      const entry: EditEntry = { label: 'Reload from the disk', kind: 'do' };
      record.notes = diagnostics;
      await this.commit(record, [{ op: 'replace', blueprint }], entry, undefined, hash);
      await this.checkNow(record);
    });
  }

  /** Stays with the document as it is here; the next save writes it over what another program has written. */
  keep(documentId: string): Promise<void> {
    return this.inTurn(documentId, async (record) => {
      if (record.path === undefined) throw noPath();
      const { hash, state } = await lookAtFile(record.path, record.fileHash, undefined);
      if (state === 'same') return;
      const after = { ...record, fileHash: hash, savedRevision: -1 };
      const row = otherRow({
        kind: 'base',
        savedRevision: -1,
        ...(hash === undefined ? {} : { fileHash: hash }),
      });
      await this.options.journal.add(after, [row]);
      record.fileHash = hash;
      record.savedRevision = -1;
      record.behind = false;
      await this.checkNow(record);
      this.announce(record, [], undefined, undefined);
    });
  }

  async versions(documentId: string): Promise<DocumentVersion[]> {
    const { path: file } = this.get(documentId);
    return file === undefined ? [] : this.options.versions.list(file);
  }

  async version(documentId: string, id: string): Promise<BlueprintFile> {
    const { path: file } = this.get(documentId);
    if (file === undefined) throw noPath();
    return this.options.versions.read(file, id);
  }

  /** Compares the file of a document with what it builds on, and tells where that has changed. */
  check(documentId: string): Promise<void> {
    return this.inTurn(documentId, (record) => this.checkNow(record));
  }

  /** The document once everything asked of it before has happened. */
  settled(documentId: string): Promise<DocumentRecord> {
    return this.inTurn(documentId, async (record) => record);
  }

  /** Closes a document on purpose: unsaved edits are given up, unless it is opened again by its id. */
  async close(documentId: string): Promise<void> {
    await this.inTurn(documentId, async (record) => {
      this.drop(documentId);
      await this.options.journal.close(record).catch((thrown: unknown) => {
        this.options.warn(toErrorData(thrown).message);
      });
    });
  }

  /** Takes a document out of memory; the journal has it. */
  async forget(documentId: string): Promise<void> {
    if (!this.records.has(documentId)) return;
    await this.inTurn(documentId, async () => this.drop(documentId));
  }

  /** Settles when nothing is under way; from then on files are no longer watched. */
  async dispose(): Promise<void> {
    this.watch.close();
    await Promise.all(this.queues.values());
  }

  /** Every document once more: the journal that had them is gone. */
  private writeAnew(): void {
    for (const record of this.records.values()) {
      record.behind = true;
      void this.inTurn(record.documentId, async () => {
        if (record.behind) await this.options.journal.begin(record);
      }).catch((thrown: unknown) => this.options.warn(toErrorData(thrown).message));
    }
  }

  private drop(documentId: string): void {
    this.records.delete(documentId);
    this.queues.delete(documentId);
    this.watch.set(documentId, undefined);
  }

  private async openNow(file: string): Promise<DocumentRecord> {
    for (const record of this.records.values()) if (record.path === file) return record;
    const known = this.options.journal.openOf(file);
    const unread: Diagnostic[] = [];
    if (known !== undefined) {
      try {
        const restored = await this.restore(known);
        if (restored?.path === file) return restored;
      } catch (thrown) {
        const { code, message, hint } = toErrorData(thrown);
        if (code !== 'journal-unreadable') throw thrown;
        unread.push({ severity: 'warning', code, message, hint });
      }
    }
    const { blueprint, hash, diagnostics } = await readBlueprint(file);
    const record = await this.add({
      blueprint,
      path: file,
      baseFolder: path.dirname(file),
      fileHash: hash,
      notes: [...unread, ...diagnostics],
    });
    this.options.recent.add(file);
    return record;
  }

  private async reopenNow(documentId: string): Promise<DocumentRecord> {
    const present = this.records.get(documentId);
    if (present !== undefined) return present;
    const { journal } = this.options;
    const facts = journal.facts(documentId);
    if (facts === undefined) throw unknownDocument(documentId);
    // Its file may have been opened again meanwhile: one file is one document.
    if (facts.state === 'closed' && facts.path !== undefined) {
      const other = journal.openOf(facts.path);
      if (other !== undefined) return this.openNow(facts.path);
    }
    const restored = await this.restore(documentId);
    if (restored === undefined) throw unknownDocument(documentId);
    return restored;
  }

  private async restore(documentId: string): Promise<DocumentRecord | undefined> {
    const record = await restoreDocument(documentId, this.options);
    if (record !== undefined) this.enter(record);
    return record;
  }

  private async add(parts: Omit<NewDocument, 'diagnostics'>): Promise<DocumentRecord> {
    const diagnostics = this.options.validate(parts.blueprint);
    const record = newRecord(randomUUID(), { ...parts, diagnostics });
    await this.options.journal.begin(record);
    this.enter(record);
    return record;
  }

  private enter(record: DocumentRecord): void {
    this.records.set(record.documentId, record);
    this.watch.set(record.documentId, record.path);
  }

  /** @param changedTo SHA-256 of the changed file that the document is that of, with this edit. */
  private async commit(
    record: DocumentRecord,
    operations: Operation[],
    entry: EditEntry | undefined,
    by: object | undefined,
    changedTo?: string,
  ): Promise<void> {
    const { blueprint, inverses } = applyAndInvert(record.blueprint, operations);
    const fileHash = changedTo ?? fileReached(record, blueprint, entry);
    const revision = record.revision + operations.length;
    const base = fileHash === undefined ? {} : { fileHash, savedRevision: revision };
    const rows = [applyRow(operations, entry)];
    if (fileHash !== undefined) rows.push(otherRow({ kind: 'base', fileHash, savedRevision: revision }));
    const after: DocumentRecord = { ...record, blueprint, revision, ...base };
    if (record.behind) {
      after.history = new DocumentHistory(record.history.stacks);
      after.history.follow(entry, operations, inverses);
    }
    await this.options.journal.add(after, rows);
    Object.assign(record, { blueprint, revision, ...base, behind: false });
    record.history.follow(entry, operations, inverses);
    if (!operations.every(isAppearance)) record.diagnostics = this.options.validate(blueprint);
    this.announce(record, operations, entry, by);
  }

  private announce(
    record: DocumentRecord,
    operations: Operation[],
    entry: EditEntry | undefined,
    by: object | undefined,
  ): void {
    const { documentId, revision, savedRevision, path: file } = record;
    this.options.onChange({
      documentId,
      revision,
      savedRevision,
      operations,
      ...(file === undefined ? {} : { path: file }),
      ...(entry === undefined ? {} : { entry }),
      by,
    });
  }

  private async saveNow(
    record: DocumentRecord,
    to: string | undefined,
    overwrite: boolean,
    by: object,
    unkept: UnkeptEdits | undefined,
    nameByFile: boolean,
  ): Promise<{ path: string; savedRevision: number }> {
    const file = to === undefined ? record.path : requireAbsolute(to);
    if (file === undefined) throw noPath();
    const other = this.options.journal.openOf(file, record.documentId);
    if (other !== undefined) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'open-elsewhere',
        message: `${file} is open as another document.`,
        hint: 'Close that one first, or choose another name.',
      });
    }
    const { catalog, journal, versions, recent, warn } = this.options;
    const ahead = withUnkept(record, unkept);
    const plan = await planSave(ahead, file, { overwrite, nameByFile }, catalog);
    const { moved, baseFolder, hash } = plan;
    // A journal that cannot be written keeps nobody from saving: it gets the whole document as soon as it can be.
    const note = async (document: DocumentRecord, rows: string[]): Promise<void> => {
      try {
        await journal.add(document, rows);
      } catch (thrown) {
        record.behind = true;
        warn(toErrorData(thrown).message);
      }
    };
    // Edits that only the file has are not among the rows: the journal gets the document whole after it was written.
    if (unkept === undefined) {
      await note(record, [otherRow({ kind: 'saving', path: file, baseFolder, hash, operations: moved })]);
    }
    await writeSave(record, plan, versions, warn);
    const { blueprint } = applyAndInvert(ahead.blueprint, moved);
    const revision = ahead.revision + moved.length;
    const { history, diagnostics } = ahead;
    const before = record.revision;
    Object.assign(record, {
      blueprint,
      revision,
      history,
      diagnostics: unkept === undefined ? diagnostics : this.options.validate(blueprint),
      behind: record.behind || unkept !== undefined,
      savedRevision: revision,
      savedSteps: history.steps,
      path: file,
      baseFolder,
      fileHash: hash,
    });
    record.notes = [];
    await note(record, [otherRow({ kind: 'saved' })]);
    this.watch.set(record.documentId, file);
    await this.checkNow(record);
    recent.add(file);
    let told = before;
    for (const { operations, entry } of unkept?.edits ?? []) {
      told += operations.length;
      this.announce({ ...record, revision: told }, operations, entry, by);
    }
    // Who sent unkept edits gets the whole document as the answer.
    if (moved.length > 0) this.announce(record, moved, undefined, unkept === undefined ? undefined : by);
    else this.announce(record, [], undefined, by);
    return { path: file, savedRevision: record.savedRevision };
  }

  private async checkNow(record: DocumentRecord): Promise<void> {
    const { documentId, path: file } = record;
    if (file === undefined) return;
    const look = await lookAtFile(file, record.fileHash, record.look);
    record.look = look;
    // A file that was removed and is not wanted back is as it should be.
    const state = look.state === 'removed' && record.fileHash === undefined ? 'same' : look.state;
    const { modifiedMs } = look;
    const before = record.fileState;
    record.fileState = { state, ...(modifiedMs === undefined ? {} : { modifiedMs }) };
    if (before.state === state && (state === 'same' || before.modifiedMs === modifiedMs)) return;
    this.options.onFileState(documentId, record.fileState);
  }

  private oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const opened = this.opening.catch(() => undefined).then(work);
    this.opening = opened;
    return opened;
  }

  /** @throws AtomitonError `unknown-document`. */
  private inTurn<T>(documentId: string, work: (record: DocumentRecord) => Promise<T>): Promise<T> {
    const before = this.queues.get(documentId) ?? Promise.resolve();
    const result = before
      .then(() => work(this.get(documentId)))
      .catch((thrown: unknown) => {
        // Nothing of it has happened; now the document is written whole with it.
        if (toErrorData(thrown).code === 'journal-anew') return work(this.get(documentId));
        throw thrown;
      });
    this.queues.set(
      documentId,
      result.catch(() => undefined),
    );
    return result;
  }
}
