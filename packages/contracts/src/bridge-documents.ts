import { z } from 'zod';
import { blueprintSchema } from './blueprint.js';
import { documentIdSchema, empty, pathSchema } from './bridge-schemas.js';
import { diagnosticSchema } from './diagnostic.js';
import { editEntrySchema, historyStacksSchema, operationSchema } from './operation.js';
import { trustEntrySchema, trustRequestSchema } from './trust.js';

/** How the file of a document stands to what was read from it or written to it last. */
export const fileStateSchema = z.object({
  state: z.enum(['same', 'changed', 'removed', 'unreadable']),
  /** Of the file now there. Milliseconds since 1970. */
  modifiedMs: z.number().optional(),
});
export type FileState = z.infer<typeof fileStateSchema>;

/** Which documents a window shows: tabs in their order, the one in front, and what was closed last, newest first. */
export const workspaceSchema = z.strictObject({
  tabs: z.array(documentIdSchema).max(500),
  active: documentIdSchema.nullable(),
  closed: z
    .array(
      z.strictObject({
        documentId: documentIdSchema,
        name: z.string().max(1000),
        path: pathSchema.optional(),
        /** Its changes were given up: it comes back as its file is. */
        discarded: z.boolean().optional(),
      }),
    )
    .max(100),
  /** Where the canvas of each document was left: offset in pixels and zoom. */
  viewports: z
    .record(documentIdSchema, z.strictObject({ x: z.number(), y: z.number(), zoom: z.number().positive() }))
    .optional(),
});
export type Workspace = z.infer<typeof workspaceSchema>;

/** Windows have workspaces of their own; `main` is the first one. */
const windowIdSchema = z.string().min(1).max(100).default('main');

export const documentVersionSchema = z.object({
  id: z.string().max(200),
  /** ISO time. */
  savedAt: z.string(),
  sizeBytes: z.number(),
  /** `save`: we wrote it. `replaced`: another program wrote it and a save replaced it. */
  reason: z.enum(['save', 'replaced']),
});
export type DocumentVersion = z.infer<typeof documentVersionSchema>;

/** A document as its viewer receives it. */
export const openDocumentSchema = z.object({
  documentId: documentIdSchema,
  /** Absolute; absent until the first Save. */
  path: pathSchema.optional(),
  /** Where relative paths of its parameters start: the folder of its file, or of the example it came from. */
  baseFolder: pathSchema.optional(),
  blueprint: blueprintSchema,
  /** Grows by one with every operation applied. */
  revision: z.int().min(0),
  /** The revision that the file holds; -1 when it holds none of ours. */
  savedRevision: z.int().min(-1),
  diagnostics: z.array(diagnosticSchema),
  history: historyStacksSchema,
  /** Whether this viewer may edit: one of the viewers of a document does, the others follow. */
  writer: z.boolean(),
  fileState: fileStateSchema,
  /** Text being typed, not yet taken over, by field. */
  drafts: z.record(z.string(), z.string()),
});
export type OpenDocument = z.infer<typeof openDocumentSchema>;

/** Edits that a window has applied and the journal could not take, in their order. */
export const unkeptEditsSchema = z.strictObject({
  baseRevision: z.int().min(0),
  edits: z
    .array(
      z.strictObject({
        /** Applied together or not at all. */
        operations: z.array(operationSchema).min(1).max(200_000),
        entry: editEntrySchema.optional(),
      }),
    )
    .min(1)
    .max(10_000),
});
export type UnkeptEdits = z.infer<typeof unkeptEditsSchema>;

/** The methods about documents: what they hold, their files, which a window shows, and what of them may run. */
export const DOCUMENT_METHODS = {
  'document.create': {
    input: z.strictObject({ example: z.string().max(200).optional() }),
    output: openDocumentSchema,
  },
  'document.open': { input: z.strictObject({ path: pathSchema }), output: openDocumentSchema },
  /** A document by its id, as it was: of a restored workspace, or one closed lately with its edits and history. */
  'document.reopen': { input: z.strictObject({ documentId: documentIdSchema }), output: openDocumentSchema },
  'document.close': { input: z.strictObject({ documentId: documentIdSchema }), output: empty },
  /** Answered when the edit is in the journal on the disk. Refused with `not-writer` for those who follow. */
  'document.apply': {
    input: z.strictObject({
      documentId: documentIdSchema,
      baseRevision: z.int().min(0),
      /** Applied together or not at all. */
      operations: z.array(operationSchema).min(1).max(200_000),
      entry: editEntrySchema.optional(),
    }),
    output: z.object({
      revision: z.int(),
      /** That of the edit itself where it took the document back to what its file holds. */
      savedRevision: z.int(),
      diagnostics: z.array(diagnosticSchema),
    }),
  },
  /**
   * Writes the document to its file, or to another one from now on. `unkept` are edits that the journal could not take:
   * they are saved with it, and `document` is then the document with them.
   */
  'document.save': {
    input: z.strictObject({
      documentId: documentIdSchema,
      path: pathSchema.optional(),
      overwrite: z.boolean().default(false),
      unkept: unkeptEditsSchema.optional(),
      /** A document that nobody has named gets the name of its first file, as an edit of this save. */
      nameByFile: z.boolean().optional(),
    }),
    output: z.object({
      path: z.string(),
      savedRevision: z.int(),
      document: openDocumentSchema.optional(),
    }),
  },
  /** Writes the document to another file; the document stays with its own. */
  'document.saveCopy': {
    input: z.strictObject({
      documentId: documentIdSchema,
      path: pathSchema,
      overwrite: z.boolean().default(false),
      unkept: unkeptEditsSchema.optional(),
    }),
    output: z.object({ path: z.string() }),
  },
  /** From now on this viewer edits the document; whoever did before follows. Gives it as it is now. */
  'document.takeLease': {
    input: z.strictObject({ documentId: documentIdSchema }),
    output: openDocumentSchema,
  },
  /** The file as it lies on the disk now. */
  'document.disk': {
    input: z.strictObject({ documentId: documentIdSchema }),
    output: z.object({
      blueprint: blueprintSchema,
      diagnostics: z.array(diagnosticSchema),
      modifiedMs: z.number(),
    }),
  },
  /**
   * What to do about a file changed by another program: `reload` takes its content over (an edit that can be undone),
   * `keep` stays with ours, which the next save writes over it.
   */
  'document.resolveDisk': {
    input: z.strictObject({ documentId: documentIdSchema, answer: z.enum(['reload', 'keep']) }),
    output: empty,
  },
  /** Earlier states of the document's file, newest first. */
  'document.versions': {
    input: z.strictObject({ documentId: documentIdSchema }),
    output: z.array(documentVersionSchema),
  },
  'document.version': {
    input: z.strictObject({ documentId: documentIdSchema, id: z.string().max(200) }),
    output: z.object({ blueprint: blueprintSchema, diagnostics: z.array(diagnosticSchema) }),
  },
  /** Keeps text that is being typed; null forgets it. Answered when it is in the journal on the disk. */
  'document.draft': {
    input: z.strictObject({
      documentId: documentIdSchema,
      field: z.string().min(1).max(500),
      text: z.string().max(4_000_000).nullable(),
    }),
    output: empty,
  },
  'workspace.get': { input: z.strictObject({ window: windowIdSchema }), output: workspaceSchema },
  /** Answered when it is in the journal on the disk. */
  'workspace.set': {
    input: z.strictObject({ window: windowIdSchema, ...workspaceSchema.shape }),
    output: empty,
  },
  /** What running the document, or only `to`, has to be allowed first. Runs nothing. */
  'trust.check': {
    input: z.strictObject({ documentId: documentIdSchema, to: z.string().optional() }),
    output: trustRequestSchema,
  },
  /** Allows what `trust.check` described. Refused with `trust-changed` when that is no longer what would run. */
  'trust.accept': {
    input: z.strictObject({
      documentId: documentIdSchema,
      to: z.string().optional(),
      digest: z.string().max(200),
    }),
    output: empty,
  },
  /** These nodes were pasted or imported from text that was not copied here: they are asked about. */
  'trust.foreign': {
    input: z.strictObject({ documentId: documentIdSchema, nodes: z.array(z.string().max(200)).max(200_000) }),
    output: empty,
  },
  /** The blueprints that are trusted, by path. */
  'trust.list': { input: empty, output: z.object({ entries: z.array(trustEntrySchema) }) },
  /** Takes the trust in a blueprint back: its next run asks again. */
  'trust.revoke': { input: z.strictObject({ path: pathSchema }), output: empty },
} as const;

/** What the host tells of documents. */
export const DOCUMENT_EVENTS = {
  'document.changed': z.object({
    documentId: z.string(),
    revision: z.int(),
    savedRevision: z.int(),
    /** Absent until the first save; a save under another name changes it. */
    path: pathSchema.optional(),
    operations: z.array(operationSchema),
    entry: editEntrySchema.optional(),
  }),
  'document.lease': z.object({ documentId: documentIdSchema, writer: z.boolean() }),
  'document.fileState': z.object({ documentId: documentIdSchema, ...fileStateSchema.shape }),
} as const;
