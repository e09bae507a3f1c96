import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ErrorData } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import Database from 'libsql';
import { z } from 'zod';
import { systemCode } from '../documents/file-problem.js';
import type { DocumentFacts, JournalChange, JournalContents, ListedDocument } from './journal-messages.js';

export const JOURNAL_FILE = 'journal.db';
/** What this version writes; it stands in the file as `user_version`. */
const VERSION = 1;
/** Beside the journal of a newer version, which is left as it is. */
const OLDER_FILE = `journal-v${VERSION}.db`;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    path TEXT,
    dirty INTEGER NOT NULL,
    changed INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS rows (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    data TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS rows_of_document ON rows (document, seq);
  CREATE TABLE IF NOT EXISTS workspaces (window TEXT PRIMARY KEY, data TEXT NOT NULL);
  PRAGMA user_version = ${VERSION};
`;

/** Pages given back to the file system at a time. */
const VACUUM_PAGES = 1000;

const documentRowSchema = z.object({
  id: z.string(),
  state: z.enum(['open', 'closed']),
  path: z.string().nullable(),
  dirty: z.number(),
});
const workspaceRowSchema = z.object({ window: z.string(), data: z.string() });
const dataRowSchema = z.object({ data: z.string() });
const versionRowSchema = z.looseObject({ user_version: z.number() });
const tailRowSchema = z.object({ count: z.number(), bytes: z.number().nullable() });

/** The journal of a newer version: its database stays open, so that nobody else takes the folder meanwhile. */
class NewerJournal extends Error {
  constructor(
    readonly version: number,
    readonly database: Database.Database,
  ) {
    super(`the journal has version ${version}`);
    // The lock is taken by the first transaction.
    database.exec('BEGIN IMMEDIATE');
    database.exec('ROLLBACK');
  }
}

/** Tells one file from another that has its name. */
function markOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev} ${found.ino}`;
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/**
 * Opens the database for this process alone, until it ends: the lock is the operating system's, so that a killed
 * process leaves none behind. `synchronous=FULL` on a write-ahead log: a commit has been synced when it returns.
 */
function openFile(file: string): Database.Database {
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode=EXCLUSIVE');
    const version = versionRowSchema.parse(database.prepare('PRAGMA user_version').get()).user_version;
    if (version > VERSION) throw new NewerJournal(version, database);
    database.exec('PRAGMA auto_vacuum=INCREMENTAL');
    database.prepare('PRAGMA journal_mode=WAL').get();
    database.exec('PRAGMA synchronous=FULL');
    database.exec('BEGIN IMMEDIATE');
    database.exec(SCHEMA);
    database.exec('COMMIT');
    const [found] = z
      .array(z.looseObject({ quick_check: z.string() }))
      .parse(database.prepare('PRAGMA quick_check(1)').all());
    if (found?.quick_check !== 'ok') {
      throw Object.assign(new Error(found?.quick_check ?? 'no answer'), { code: 'SQLITE_CORRUPT' });
    }
    return database;
  } catch (thrown) {
    if (!(thrown instanceof NewerJournal)) database.close();
    throw thrown;
  }
}

function newer(folder: string, { version }: NewerJournal): ErrorData {
  return {
    kind: 'resource',
    code: 'journal-newer',
    message: `The journal of unsaved edits in ${folder} was written by a newer Atomiton (${version}; this one writes ${VERSION}).`,
    hint: `It is left as it is for that one; this one keeps its edits in ${OLDER_FILE}.`,
  };
}

function damaged(folder: string, aside: string, thrown: unknown): ErrorData {
  return {
    kind: 'resource',
    code: 'journal-damaged',
    message: `The journal of unsaved edits in ${folder} was damaged (${reasonOf(thrown)}) and begins anew.`,
    hint: `Saved documents are not touched. The damaged one was kept as ${aside}.`,
  };
}

function unavailable(folder: string, thrown: unknown): ErrorData {
  return {
    kind: 'resource',
    code: 'journal-unavailable',
    message: `Unsaved edits are not kept: ${path.join(folder, JOURNAL_FILE)} cannot be written (${reasonOf(thrown)}).`,
    hint: 'Save often, make the folder writable and start again.',
  };
}

/** Puts a damaged database out of the way, its log included. @returns its new name. */
function moveAside(file: string): string {
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return path.basename(aside);
}

/** The journal's file: rows for each document, the workspaces, and who is open. */
export class JournalDatabase {
  private readonly mark: string | undefined;

  /**
   * @param file undefined for one in memory.
   * @param guard kept open for its lock.
   */
  private constructor(
    private readonly database: Database.Database,
    private readonly problem: ErrorData | undefined,
    private readonly file?: string,
    private readonly guard?: Database.Database,
  ) {
    this.mark = file === undefined ? undefined : markOf(file);
  }

  /**
   * Opens the journal of a data folder. One that is damaged is put aside, one that cannot be written is replaced by one
   * in memory; both are said in `contents().problem`.
   * @throws AtomitonError `data-folder-in-use` when another process has it.
   */
  static open(folder: string): JournalDatabase {
    const file = path.join(folder, JOURNAL_FILE);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return new JournalDatabase(openFile(file), undefined, file);
    } catch (thrown) {
      if (thrown instanceof NewerJournal) return JournalDatabase.beside(folder, thrown);
      const code = systemCode(thrown) ?? '';
      if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
        throw new AtomitonError({
          kind: 'resource',
          code: 'data-folder-in-use',
          message: `Another Atomiton has the data folder ${folder}.`,
          hint: 'Close it first, or choose another folder with ATOMITON_DATA.',
        });
      }
      if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
        try {
          const aside = moveAside(file);
          return new JournalDatabase(openFile(file), damaged(folder, aside, thrown), file);
        } catch (again) {
          return JournalDatabase.inMemory(unavailable(folder, again));
        }
      }
      return JournalDatabase.inMemory(unavailable(folder, thrown));
    }
  }

  private static beside(folder: string, found: NewerJournal): JournalDatabase {
    const file = path.join(folder, OLDER_FILE);
    try {
      return new JournalDatabase(openFile(file), newer(folder, found), file, found.database);
    } catch (thrown) {
      found.database.close();
      return JournalDatabase.inMemory(unavailable(folder, thrown));
    }
  }

  private static inMemory(problem: ErrorData): JournalDatabase {
    const database = new Database(':memory:');
    database.exec(SCHEMA);
    return new JournalDatabase(database, problem);
  }

  /** True when the file is no longer there under its name: what is written to it now comes back after no restart. */
  isGone(): boolean {
    return this.file !== undefined && markOf(this.file) !== this.mark;
  }

  /** An empty one in the place of this one, which is gone. @throws what the file system says; this one goes on then. */
  anew(): JournalDatabase {
    const file = this.file ?? '';
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const next = new JournalDatabase(openFile(file), undefined, file, this.guard);
    // SQLite sees that its file was moved, and leaves what is there now alone.
    this.database.close();
    return next;
  }

  contents(): JournalContents {
    const documents = z
      .array(documentRowSchema)
      .parse(this.database.prepare('SELECT * FROM documents ORDER BY state DESC, changed').all())
      .map(
        ({ id, state, path: file, dirty }): ListedDocument => ({
          documentId: id,
          state,
          path: file ?? undefined,
          dirty: dirty !== 0,
        }),
      );
    const workspaces = z
      .array(workspaceRowSchema)
      .parse(this.database.prepare('SELECT window, data FROM workspaces ORDER BY window').all())
      .map(({ window, data }) => ({ window, data }));
    return { documents, workspaces, problem: this.problem };
  }

  rows(documentId: string): string[] {
    const rows = this.database
      .prepare('SELECT data FROM rows WHERE document = ? ORDER BY seq')
      .all(documentId);
    return z
      .array(dataRowSchema)
      .parse(rows)
      .map(({ data }) => data);
  }

  /** How many rows a document has, and their size in characters. */
  size(documentId: string): { count: number; chars: number } {
    const found = tailRowSchema.parse(
      this.database
        .prepare('SELECT COUNT(*) AS count, SUM(LENGTH(data)) AS bytes FROM rows WHERE document = ?')
        .get(documentId),
    );
    return { count: found.count, chars: found.bytes ?? 0 };
  }

  /** Commits all changes together and syncs, or none of them. */
  write(changes: readonly JournalChange[]): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const change of changes) this.apply(change);
      this.database.exec('COMMIT');
    } catch (thrown) {
      // A full disk has rolled it back already.
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw thrown;
    }
  }

  /** Gives pages that are no longer used back to the file system. */
  shrink(): void {
    this.database.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
  }

  close(): void {
    this.database.close();
    this.guard?.close();
  }

  private apply(change: JournalChange): void {
    switch (change.change) {
      case 'document':
        this.setFacts(change.documentId, change.facts);
        return;
      case 'snapshot':
        this.database.prepare('DELETE FROM rows WHERE document = ?').run(change.documentId);
        this.addRow(change.documentId, change.data);
        return;
      case 'row':
        this.addRow(change.documentId, change.data);
        return;
      case 'forget':
        this.database.prepare('DELETE FROM rows WHERE document = ?').run(change.documentId);
        this.database.prepare('DELETE FROM documents WHERE id = ?').run(change.documentId);
        return;
      case 'workspace':
        this.database
          .prepare('INSERT OR REPLACE INTO workspaces (window, data) VALUES (?, ?)')
          .run(change.window, change.data);
        return;
      case 'forget-workspace':
        this.database.prepare('DELETE FROM workspaces WHERE window = ?').run(change.window);
        return;
    }
  }

  private addRow(documentId: string, data: string): void {
    this.database.prepare('INSERT INTO rows (document, data) VALUES (?, ?)').run(documentId, data);
  }

  private setFacts(documentId: string, { state, path: file, dirty }: DocumentFacts): void {
    this.database
      .prepare('INSERT OR REPLACE INTO documents (id, state, path, dirty, changed) VALUES (?, ?, ?, ?, ?)')
      .run(documentId, state, file ?? null, dirty ? 1 : 0, Date.now());
  }
}
