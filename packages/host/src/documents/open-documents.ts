import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  applyAndInvert,
  applyOperations,
  DocumentHistory,
  newBlueprint,
  printBlueprint,
} from '@atomiton/blueprint';
import type { Blueprint, Catalog, Diagnostic, EditEntry, Operation } from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import type { Autosave, Recovered } from './autosave.js';
import { exampleFile } from './examples.js';
import { fileProblem } from './file-problem.js';
import type { DocumentRecord } from './open-document.js';
import { hasChanges } from './open-document.js';
import { rebasePaths } from './path-parameters.js';
import { readBlueprint } from './read-blueprint.js';
import { hashText, readLimited } from './read-limited.js';
import type { RecentFiles } from './recent-files.js';
import { writeDurably } from './write-durably.js';

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
  autosave: Autosave;
  recent: RecentFiles;
  onChange(change: DocumentChange): void;
}

/** Largest file compared when asking whether someone else has changed it. Bytes. */
const MAX_COMPARED_BYTES = 64 * 1024 * 1024;

/** An edit of how a document looks: nothing that a diagnostic depends on. */
function isAppearance({ op }: Operation): boolean {
  return op === 'move-node' || op === 'set-viewport' || op === 'rename-node' || op === 'rename-blueprint';
}

function requireAbsolute(file: string): string {
  if (path.isAbsolute(file)) return path.normalize(file);
  throw new AtomitonError({
    kind: 'validation',
    code: 'not-absolute',
    message: `"${file}" is not an absolute path.`,
    hint: 'Send the whole path of the file.',
  });
}

function noPath(): AtomitonError {
  return new AtomitonError({
    kind: 'validation',
    code: 'no-path',
    message: 'This document has no file yet.',
    hint: 'Choose where to save it.',
  });
}

function recoveredNote(recovered: Recovered): Diagnostic {
  return {
    severity: 'info',
    code: 'recovered',
    message: `Unsaved changes of ${recovered.savedAt.slice(0, 16).replace('T', ' ')} UTC were brought back.`,
    hint: 'Save to keep them.',
  };
}

/** The documents open in the host. Edits of one document happen one after the other, also while it is being saved. */
export class OpenDocuments {
  private readonly records = new Map<string, DocumentRecord>();
  private readonly queues = new Map<string, Promise<unknown>>();
  private opening: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: OpenDocumentsOptions) {}

  /** @throws AtomitonError `unknown-document`. */
  get(documentId: string): DocumentRecord {
    const record = this.records.get(documentId);
    if (record !== undefined) return record;
    throw new AtomitonError({
      kind: 'validation',
      code: 'unknown-document',
      message: `No document "${documentId}" is open.`,
      hint: 'Open it again.',
    });
  }

  /** Every open document. */
  all(): DocumentRecord[] {
    return [...this.records.values()];
  }

  /** A new document, or an example as a document that has no file yet. */
  async create(example: string | undefined): Promise<DocumentRecord> {
    if (example === undefined) {
      return this.add({
        blueprint: newBlueprint('Untitled', randomUUID()),
        path: undefined,
        baseFolder: undefined,
      });
    }
    const folder = path.resolve(this.options.examplesFolder);
    const file = exampleFile(folder, example);
    const { blueprint, diagnostics } = await readBlueprint(file);
    return this.add({
      blueprint: { ...blueprint, id: randomUUID() },
      path: undefined,
      baseFolder: folder,
      notes: diagnostics,
    });
  }

  /** Opens a file; one that is open already is the same document. Changes left by a crash come back with it. */
  open(file: string): Promise<DocumentRecord> {
    const opened = this.opening.catch(() => undefined).then(() => this.openNow(requireAbsolute(file)));
    this.opening = opened;
    return opened;
  }

  /** Applies operations together or not at all. @throws AtomitonError `stale-revision`, or what does not fit. */
  apply(
    documentId: string,
    baseRevision: number,
    operations: Operation[],
    entry: EditEntry | undefined,
    by: object,
  ): Promise<{ revision: number; diagnostics: Diagnostic[] }> {
    const record = this.get(documentId);
    return this.inTurn(record, async () => {
      if (record.revision !== baseRevision) {
        throw new AtomitonError({
          kind: 'validation',
          code: 'stale-revision',
          message: `The edit builds on revision ${baseRevision}; the document is at revision ${record.revision}.`,
          hint: 'Apply what was announced meanwhile, then send the edit again.',
        });
      }
      this.commit(record, operations, entry, by);
      return { revision: record.revision, diagnostics: [...record.notes, ...record.diagnostics] };
    });
  }

  /**
   * Writes a document to its file, or to another one from now on. Nothing changes when it fails.
   * @throws AtomitonError `no-path`, `file-exists`, `file-changed`, and what the file system says.
   */
  save(
    documentId: string,
    to: string | undefined,
    overwrite: boolean,
    by: object,
  ): Promise<{ path: string; savedRevision: number }> {
    const record = this.get(documentId);
    return this.inTurn(record, () => this.saveNow(record, to, overwrite, by));
  }

  /** Closes a document on purpose: unsaved changes are given up. */
  async close(documentId: string): Promise<void> {
    const record = this.get(documentId);
    await this.inTurn(record, async () => {
      this.records.delete(documentId);
      this.queues.delete(documentId);
      await this.options.autosave.drop(documentId);
    });
  }

  /** The document's file as it lies on the disk. @throws AtomitonError `no-path`, and what the file says. */
  async disk(
    documentId: string,
  ): Promise<{ blueprint: Blueprint; diagnostics: Diagnostic[]; modifiedMs: number }> {
    const { path: file } = this.get(documentId);
    if (file === undefined) throw noPath();
    const { blueprint, diagnostics } = await readBlueprint(file);
    return { blueprint, diagnostics, modifiedMs: (await stat(file)).mtimeMs };
  }

  /** Path by which a document that never had a file can be opened again; undefined for all others. */
  leftover(documentId: string): string | undefined {
    const record = this.records.get(documentId);
    if (record === undefined || record.path !== undefined || !hasChanges(record)) return undefined;
    return this.options.autosave.fileOf(documentId);
  }

  /** Takes a document out of memory; its unsaved changes stay in the autosave. */
  async forget(documentId: string): Promise<void> {
    await this.options.autosave.leave(documentId);
    this.records.delete(documentId);
    this.queues.delete(documentId);
  }

  private async openNow(file: string): Promise<DocumentRecord> {
    for (const record of this.records.values()) {
      if (record.path === file || this.options.autosave.fileOf(record.documentId) === file) return record;
    }
    const recovered = await this.options.autosave.take(file);
    if (recovered !== undefined && recovered.path === undefined) {
      return this.addRecovered(recovered, undefined);
    }
    let read: Awaited<ReturnType<typeof readBlueprint>>;
    try {
      read = await readBlueprint(file);
    } catch (thrown) {
      if (recovered === undefined) throw thrown;
      return this.addRecovered(recovered, toErrorData(thrown).message);
    }
    this.options.recent.add(file);
    if (recovered !== undefined) {
      const changed = recovered.fileHash !== read.hash;
      return this.addRecovered(
        recovered,
        changed
          ? 'The file was changed by someone else since; saving asks before it replaces that.'
          : undefined,
      );
    }
    return this.add({
      blueprint: read.blueprint,
      path: file,
      baseFolder: path.dirname(file),
      fileHash: read.hash,
      notes: read.diagnostics,
    });
  }

  private addRecovered(recovered: Recovered, remark: string | undefined): DocumentRecord {
    const note = recoveredNote(recovered);
    if (remark !== undefined) note.message = `${note.message} ${remark}`;
    const record = this.add({
      blueprint: recovered.blueprint,
      path: recovered.path,
      baseFolder: recovered.baseFolder,
      fileHash: recovered.fileHash,
      notes: [note],
    });
    record.revision = 1;
    this.keep(record);
    return record;
  }

  private add(
    parts: Pick<DocumentRecord, 'blueprint' | 'path' | 'baseFolder'> & Partial<DocumentRecord>,
  ): DocumentRecord {
    const record: DocumentRecord = {
      documentId: randomUUID(),
      fileHash: undefined,
      revision: 0,
      savedRevision: 0,
      notes: [],
      history: new DocumentHistory(),
      fileState: { state: 'same' },
      drafts: new Map(),
      ...parts,
      diagnostics: this.options.validate(parts.blueprint),
    };
    this.records.set(record.documentId, record);
    return record;
  }

  private commit(
    record: DocumentRecord,
    operations: Operation[],
    entry: EditEntry | undefined,
    by: object | undefined,
  ): void {
    const { blueprint, inverses } = applyAndInvert(record.blueprint, operations);
    record.blueprint = blueprint;
    record.history.follow(entry, operations, inverses);
    record.revision += operations.length;
    if (!operations.every(isAppearance)) record.diagnostics = this.options.validate(blueprint);
    this.keep(record);
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

  private keep(record: DocumentRecord): void {
    const { documentId, path: file, baseFolder, fileHash, blueprint } = record;
    this.options.autosave.keep(documentId, { path: file, baseFolder, fileHash, blueprint });
  }

  private async saveNow(
    record: DocumentRecord,
    to: string | undefined,
    overwrite: boolean,
    by: object,
  ): Promise<{ path: string; savedRevision: number }> {
    const file = to === undefined ? record.path : requireAbsolute(to);
    if (file === undefined) throw noPath();
    for (const other of this.records.values()) {
      if (other === record || other.path !== file) continue;
      throw new AtomitonError({
        kind: 'validation',
        code: 'open-elsewhere',
        message: `${file} is open as another document.`,
        hint: 'Close that one first, or choose another name.',
      });
    }
    const isOwnFile = file === record.path;
    const present = await this.currentHash(file);
    if (isOwnFile && !overwrite && present !== undefined && present !== record.fileHash) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'file-changed',
        message: `${file} was changed by someone else since it was opened.`,
        hint: 'Save under another name, or save again and replace it.',
      });
    }
    const folder = path.dirname(file);
    const moved = rebasePaths(record.blueprint, this.options.catalog, record.baseFolder, folder);
    const text = printBlueprint(applyOperations(record.blueprint, moved));
    await writeDurably(file, text, overwrite || (isOwnFile && present !== undefined));
    record.path = file;
    record.baseFolder = folder;
    record.fileHash = hashText(text);
    record.notes = [];
    if (moved.length > 0) {
      record.savedRevision = record.revision + moved.length;
      this.commit(record, moved, undefined, undefined);
    }
    record.savedRevision = record.revision;
    await this.options.autosave.drop(record.documentId);
    this.options.recent.add(file);
    this.announce(record, [], undefined, by);
    return { path: file, savedRevision: record.savedRevision };
  }

  /** Hash of the file there, undefined when there is none; a file too large to be ours counts as changed. */
  private async currentHash(file: string): Promise<string | undefined> {
    try {
      return (await readLimited(file, MAX_COMPARED_BYTES)).hash;
    } catch (thrown) {
      const problem = fileProblem(thrown, file, 'write');
      if (problem.data.code === 'file-not-found') return undefined;
      if (problem.data.code === 'not-utf8' || problem.data.code === 'file-too-large') return 'another file';
      throw problem;
    }
  }

  private inTurn<T>(record: DocumentRecord, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(record.documentId) ?? Promise.resolve();
    const result = before.then(work);
    this.queues.set(
      record.documentId,
      result.catch(() => undefined),
    );
    return result;
  }
}
