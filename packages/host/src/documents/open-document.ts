import { DocumentHistory } from '@atomiton/blueprint';
import type { Blueprint, Diagnostic, FileState, OpenDocument } from '@atomiton/contracts';
import type { FileLook } from './file-state.js';

/** A document that is open in the host. Its fields change only in `OpenDocuments`. */
export interface DocumentRecord {
  readonly documentId: string;
  /** Absolute, links not resolved: what the user chose. Undefined until the first save. */
  path: string | undefined;
  /** Folder that relative paths of its parameters start from; undefined where it has none yet. */
  baseFolder: string | undefined;
  /** SHA-256 of the file when it was read or written last. */
  fileHash: string | undefined;
  blueprint: Blueprint;
  revision: number;
  savedRevision: number;
  /** Entries of the history that could be taken back when the document was that of its file; undefined where unknown. */
  savedSteps: number | undefined;
  diagnostics: Diagnostic[];
  /** What the reader had to say, e.g. a migration or recovered changes; shown with the other diagnostics. */
  notes: Diagnostic[];
  history: DocumentHistory;
  fileState: FileState;
  /** The last look at the file. */
  look: FileLook | undefined;
  /** Text being typed, by field. */
  drafts: Map<string, string>;
  /** The journal has missed something: the next row stands for the whole document. */
  behind: boolean;
}

/** Whether it holds anything that its file does not. */
export function hasChanges(record: DocumentRecord): boolean {
  return record.revision !== record.savedRevision;
}

/** What a document is opened with. */
export type NewDocument = Partial<DocumentRecord> & Pick<DocumentRecord, 'blueprint' | 'diagnostics'>;

/** A document that has just been opened. @param parts what of it is known */
export function newRecord(documentId: string, parts: NewDocument): DocumentRecord {
  const record: DocumentRecord = {
    documentId,
    path: undefined,
    baseFolder: undefined,
    fileHash: undefined,
    revision: 0,
    savedRevision: 0,
    savedSteps: undefined,
    notes: [],
    history: new DocumentHistory(),
    fileState: { state: 'same' },
    look: undefined,
    drafts: new Map(),
    behind: false,
    ...parts,
  };
  if (!hasChanges(record)) record.savedSteps = record.history.steps;
  return record;
}

/** A document as a viewer receives it. @param writer whether this viewer may edit it. */
export function describeDocument(record: DocumentRecord, writer: boolean): OpenDocument {
  return {
    documentId: record.documentId,
    ...(record.path === undefined ? {} : { path: record.path }),
    ...(record.baseFolder === undefined ? {} : { baseFolder: record.baseFolder }),
    blueprint: record.blueprint,
    revision: record.revision,
    savedRevision: record.savedRevision,
    diagnostics: [...record.notes, ...record.diagnostics],
    history: record.history.stacks,
    writer,
    fileState: record.fileState,
    drafts: Object.fromEntries(record.drafts),
  };
}
