import type { ErrorData } from '@atomiton/contracts';

/** One change of the journal. Those of one request are committed together or not at all. */
export type JournalChange =
  /** What is known of a document without reading its rows. */
  | { change: 'document'; documentId: string; facts: DocumentFacts }
  /** Adds a row. */
  | { change: 'row'; documentId: string; data: string }
  /** Puts one row in the place of all there are. */
  | { change: 'snapshot'; documentId: string; data: string }
  | { change: 'forget'; documentId: string }
  | { change: 'workspace'; window: string; data: string }
  | { change: 'forget-workspace'; window: string };

export interface DocumentFacts {
  /** `closed` ones are kept for a while, so that a closed tab can be opened again. */
  state: 'open' | 'closed';
  path: string | undefined;
  /** Whether it has edits that no file holds. */
  dirty: boolean;
}

export interface ListedDocument extends DocumentFacts {
  documentId: string;
}

/** What the journal holds at start. */
export interface JournalContents {
  /** The closed ones last, in the order in which they were closed. */
  documents: ListedDocument[];
  workspaces: { window: string; data: string }[];
  /** Why edits are not kept, or what happened to those of before. */
  problem: ErrorData | undefined;
}

export type JournalRequest =
  | { id: number; ask: 'open'; folder: string }
  | { id: number; ask: 'write'; changes: JournalChange[] }
  /** The rows of a document in their order. */
  | { id: number; ask: 'rows'; documentId: string }
  | { id: number; ask: 'close' };

export interface JournalAnswers {
  open: JournalContents;
  write: null;
  rows: string[];
  close: null;
}

export type JournalResponse =
  | { id: number; ok: true; answer: unknown }
  | { id: number; ok: false; error: ErrorData };
