import {
  applyAndInvert,
  applyOperations,
  DocumentHistory,
  parseBlueprint,
  printBlueprint,
} from '@atomiton/blueprint';
import type { Blueprint, HistoryStacks, Operation } from '@atomiton/contracts';
import { editEntrySchema, historyStacksSchema, operationSchema } from '@atomiton/contracts';
import { z } from 'zod';

/** Entries of the history beyond this are not kept over a restart, the oldest first. Characters of JSON. */
const MAX_HISTORY_CHARS = 16_000_000;

/** `replace` carries its document as text, which keeps the spelling of numbers. */
const journalledOperationSchema = z.union([
  z.strictObject({ op: z.literal('replace-text'), text: z.string() }),
  operationSchema,
]);

const rowSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    text: z.string(),
    revision: z.int(),
    savedRevision: z.int(),
    path: z.string().optional(),
    baseFolder: z.string().optional(),
    fileHash: z.string().optional(),
    history: historyStacksSchema,
    drafts: z.record(z.string(), z.string()),
  }),
  z.object({
    kind: z.literal('apply'),
    operations: z.array(journalledOperationSchema),
    entry: editEntrySchema.optional(),
  }),
  /** The file is about to be written: what the document is once `saved` follows, or once the file has this hash. */
  z.object({
    kind: z.literal('saving'),
    path: z.string(),
    baseFolder: z.string(),
    hash: z.string(),
    operations: z.array(operationSchema),
  }),
  z.object({ kind: z.literal('saved') }),
  /** The file that the edits build on is another one now. */
  z.object({ kind: z.literal('base'), fileHash: z.string().optional(), savedRevision: z.int() }),
  z.object({ kind: z.literal('draft'), field: z.string(), text: z.string().nullable() }),
]);
type Row = z.infer<typeof rowSchema>;
export type SavingRow = Extract<Row, { kind: 'saving' }>;

/** What is kept of an open document. */
export interface KeptDocument {
  blueprint: Blueprint;
  revision: number;
  savedRevision: number;
  path: string | undefined;
  baseFolder: string | undefined;
  /** SHA-256 of the file that the document builds on. */
  fileHash: string | undefined;
  history: DocumentHistory;
  drafts: Map<string, string>;
}

export interface FoldedDocument extends KeptDocument {
  /** A save that was begun and of which nothing says that it came to its end. */
  saving: SavingRow | undefined;
  /** Why rows at the end could not be followed. */
  problem: string | undefined;
}

function boundedHistory({ done, undone }: HistoryStacks): HistoryStacks {
  let left = MAX_HISTORY_CHARS;
  const newest = (entries: HistoryStacks['done']) => {
    let first = entries.length;
    while (first > 0) {
      left -= JSON.stringify(entries[first - 1]).length;
      if (left < 0) break;
      first--;
    }
    return entries.slice(first);
  };
  return { done: newest(done), undone: newest(undone) };
}

/** The row that stands for a whole document. */
export function snapshotRow(document: KeptDocument): string {
  const { blueprint, revision, savedRevision, path, baseFolder, fileHash, history, drafts } = document;
  const row: Row = {
    kind: 'snapshot',
    text: printBlueprint(blueprint),
    revision,
    savedRevision,
    ...(path === undefined ? {} : { path }),
    ...(baseFolder === undefined ? {} : { baseFolder }),
    ...(fileHash === undefined ? {} : { fileHash }),
    history: boundedHistory(history.stacks),
    drafts: Object.fromEntries(drafts),
  };
  return JSON.stringify(row);
}

/** The row of an edit. */
export function applyRow(
  operations: readonly Operation[],
  entry: z.infer<typeof editEntrySchema> | undefined,
): string {
  const row: Row = {
    kind: 'apply',
    operations: operations.map((operation) =>
      operation.op === 'replace'
        ? { op: 'replace-text', text: printBlueprint(operation.blueprint) }
        : operation,
    ),
    ...(entry === undefined ? {} : { entry }),
  };
  return JSON.stringify(row);
}

/** A row of another kind. */
export function otherRow(row: Exclude<Row, { kind: 'snapshot' | 'apply' }>): string {
  return JSON.stringify(row);
}

function parsed(text: string): Blueprint {
  // A document may have grown beyond what a file may have; its edits were acknowledged.
  const result = parseBlueprint(text, Number.POSITIVE_INFINITY);
  if (result.ok) return result.blueprint;
  throw new Error(result.diagnostics[0]?.message ?? 'not a blueprint');
}

function readOperation(operation: z.infer<typeof journalledOperationSchema>): Operation {
  return operation.op === 'replace-text' ? { op: 'replace', blueprint: parsed(operation.text) } : operation;
}

/** The document after a save that came to its end. */
export function afterSave(document: FoldedDocument, saving: SavingRow): FoldedDocument {
  const blueprint = applyOperations(document.blueprint, saving.operations);
  const revision = document.revision + saving.operations.length;
  const { path, baseFolder, hash } = saving;
  return {
    ...document,
    blueprint,
    revision,
    savedRevision: revision,
    path,
    baseFolder,
    fileHash: hash,
    saving: undefined,
  };
}

function follow(document: FoldedDocument, row: Row): FoldedDocument {
  switch (row.kind) {
    case 'snapshot': {
      const { path, baseFolder, fileHash, revision, savedRevision } = row;
      return {
        blueprint: parsed(row.text),
        revision,
        savedRevision,
        path,
        baseFolder,
        fileHash,
        history: new DocumentHistory(row.history),
        drafts: new Map(Object.entries(row.drafts)),
        saving: undefined,
        problem: undefined,
      };
    }
    case 'apply': {
      const operations = row.operations.map(readOperation);
      const { blueprint, inverses } = applyAndInvert(document.blueprint, operations);
      document.history.follow(row.entry, operations, inverses);
      const revision = document.revision + operations.length;
      // Edits wait for a save under way: one that follows says that it failed.
      return { ...document, blueprint, revision, saving: undefined };
    }
    case 'saving':
      return { ...document, saving: row };
    case 'saved':
      return document.saving === undefined ? document : afterSave(document, document.saving);
    case 'base':
      return { ...document, fileHash: row.fileHash, savedRevision: row.savedRevision };
    case 'draft':
      if (row.text === null) document.drafts.delete(row.field);
      else document.drafts.set(row.field, row.text);
      return document;
  }
}

/**
 * The document that rows give, the first of them a snapshot. Linear in the rows and the document.
 * Rows that cannot be read or followed end it: what came before them is kept, and `problem` says why.
 * @returns undefined when there is not even a document to begin with.
 */
export function foldJournal(rows: readonly string[]): FoldedDocument | undefined {
  let document: FoldedDocument | undefined;
  for (const [index, text] of rows.entries()) {
    try {
      const row = rowSchema.parse(JSON.parse(text));
      if (document === undefined && row.kind !== 'snapshot') return undefined;
      document = follow(document as FoldedDocument, row);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      const problem = `Edit ${index + 1} of ${rows.length} of the journal could not be read: ${reason.slice(0, 300)}`;
      return document === undefined ? undefined : { ...document, problem };
    }
  }
  return document;
}

/** One row in the place of all; undefined where that would lose something. */
export function compacted(rows: readonly string[]): string | undefined {
  const document = foldJournal(rows);
  if (document === undefined || document.saving !== undefined || document.problem !== undefined)
    return undefined;
  if (document.history.inGesture) return undefined;
  return snapshotRow(document);
}
