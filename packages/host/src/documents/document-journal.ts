import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ErrorData } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { FoldedDocument } from '../journal/fold-journal.js';
import { foldJournal, snapshotRow } from '../journal/fold-journal.js';
import type { Journal } from '../journal/journal.js';
import type { DocumentFacts, JournalChange } from '../journal/journal-messages.js';
import type { DocumentRecord } from './open-document.js';
import { hasChanges } from './open-document.js';
import { writeDurably } from './write-durably.js';

/** Closed documents that can be opened again as they were. */
const MAX_CLOSED = 50;

function factsOf(record: DocumentRecord, state: DocumentFacts['state']): DocumentFacts {
  return { state, path: record.path, dirty: hasChanges(record) };
}

/** The journal as documents use it: knows which it holds, and writes what happens to them. */
export class DocumentJournal {
  private readonly known = new Map<string, DocumentFacts>();

  constructor(
    private readonly journal: Journal,
    private readonly dataFolder: string,
  ) {
    for (const { documentId, ...facts } of journal.contents.documents) this.known.set(documentId, facts);
  }

  /** Calls the listener when the journal is empty, because somebody has removed it: documents are written whole then. */
  onAnew(listener: () => void): void {
    this.journal.onAnew(() => {
      this.known.clear();
      listener();
    });
  }

  /** Why edits are not kept, or what happened to those of before. */
  get problem(): ErrorData | undefined {
    return this.journal.contents.problem;
  }

  facts(documentId: string): DocumentFacts | undefined {
    return this.known.get(documentId);
  }

  /** The open document of a file, also one that is not in memory. @param but not this one. */
  openOf(file: string, but?: string): string | undefined {
    for (const [documentId, { state, path }] of this.known) {
      if (state === 'open' && path === file && documentId !== but) return documentId;
    }
    return undefined;
  }

  /** Open documents with edits that no file holds. */
  unsaved(): string[] {
    return [...this.known].filter(([, { state, dirty }]) => state === 'open' && dirty).map(([id]) => id);
  }

  /** Forgets open documents that are shown nowhere and have nothing that their file has not. */
  async tidy(shown: ReadonlySet<string>): Promise<void> {
    for (const [documentId, { state, dirty }] of [...this.known]) {
      if (state === 'open' && !dirty && !shown.has(documentId)) await this.forget(documentId);
    }
  }

  /**
   * The document as it was; undefined when the journal has none. Rows that cannot be read or followed are kept in a
   * file, which `problem` names, since the document is written whole without them.
   * @throws AtomitonError `journal-unreadable` when not even a document to begin with is there.
   */
  async read(documentId: string): Promise<FoldedDocument | undefined> {
    const rows = await this.journal.rows(documentId);
    const folded = foldJournal(rows);
    if (rows.length === 0 || (folded !== undefined && folded.problem === undefined)) return folded;
    const stamp = new Date().toISOString().replaceAll(/[^0-9]/g, '');
    const file = path.join(this.dataFolder, 'unread-edits', `${documentId}-${stamp}.jsonl`);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeDurably(file, `${rows.join('\n')}\n`, true);
    if (folded !== undefined)
      return { ...folded, problem: `${folded.problem} What was there is in ${file}.` };
    throw new AtomitonError({
      kind: 'resource',
      code: 'journal-unreadable',
      message: `The unsaved edits of this document could not be read; they are in ${file}.`,
      hint: 'Open its file as it was saved, or the versions of it.',
    });
  }

  /** Begins a document, or begins it anew. */
  async begin(record: DocumentRecord): Promise<void> {
    const { documentId } = record;
    record.behind = true;
    await this.write(record, [{ change: 'snapshot', documentId, data: snapshotRow(record) }], 'open');
    record.behind = false;
  }

  /**
   * Adds rows. `after` is the document with them: it is written whole where the journal has missed something before.
   * @throws AtomitonError `journal-failed`: none of it is on the disk.
   */
  async add(after: DocumentRecord, rows: readonly string[]): Promise<void> {
    const { documentId } = after;
    const changes: JournalChange[] = after.behind
      ? [{ change: 'snapshot', documentId, data: snapshotRow(after) }]
      : rows.map((data) => ({ change: 'row', documentId, data }));
    await this.write(after, changes, 'open');
    after.behind = false;
  }

  /** Keeps a document that is closed for a while, and forgets those closed long before. */
  async close(record: DocumentRecord): Promise<void> {
    await this.write(record, [], 'closed');
    const closed = [...this.known].filter(([, { state }]) => state === 'closed').map(([id]) => id);
    const old = closed.slice(0, Math.max(0, closed.length - MAX_CLOSED));
    for (const documentId of old) this.known.delete(documentId);
    if (old.length > 0) await this.journal.write(old.map((documentId) => ({ change: 'forget', documentId })));
  }

  /** Forgets a document. */
  async forget(documentId: string): Promise<void> {
    if (!this.known.delete(documentId)) return;
    await this.journal.write([{ change: 'forget', documentId }]);
  }

  private async write(
    record: DocumentRecord,
    changes: JournalChange[],
    state: DocumentFacts['state'],
  ): Promise<void> {
    const { documentId } = record;
    const facts = factsOf(record, state);
    const before = this.known.get(documentId);
    const isNew =
      before === undefined ||
      before.state !== state ||
      before.path !== facts.path ||
      before.dirty !== facts.dirty;
    await this.journal.write(isNew ? [...changes, { change: 'document', documentId, facts }] : changes);
    // The newest last, so that the closed ones stand in the order in which they were closed.
    if (before?.state !== state) this.known.delete(documentId);
    this.known.set(documentId, facts);
  }
}
