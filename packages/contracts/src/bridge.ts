import { z } from 'zod';
import { blueprintSchema, subgraphFileSchema } from './blueprint.js';
import { VALUE_EVENTS, VALUE_METHODS } from './bridge-values.js';
import { diagnosticSchema } from './diagnostic.js';
import { errorDataSchema } from './errors.js';
import { languageSchema, nodeDefinitionSchema } from './node-definition.js';
import { editEntrySchema, historyStacksSchema, operationSchema } from './operation.js';
import { runEventSchema, runOptionsSchema, runSnapshotSchema } from './run.js';
import { runtimeStatusSchema } from './runtime.js';
import { settingChangeSchema, settingsSchema } from './settings.js';
import { subgraphIdSchema } from './subgraph.js';
import { trustEntrySchema, trustRequestSchema } from './trust.js';

const pathSchema = z.string().min(1).max(4096);
const documentIdSchema = z.string().min(1).max(200);
const runIdSchema = z.string().min(1).max(200);
const empty = z.strictObject({});

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

export const fileEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['file', 'folder']),
  sizeBytes: z.number(),
  modifiedMs: z.number(),
});
export type FileEntry = z.infer<typeof fileEntrySchema>;

/** A blueprint that comes with the product. */
export const exampleSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** The languages of its nodes. */
  languages: z.array(languageSchema),
  /** The files and folders it reads, as it names them. */
  files: z.array(z.string()),
  nodes: z.int(),
  /** Whether `example.picture` has one. */
  picture: z.boolean(),
});
export type Example = z.infer<typeof exampleSchema>;

/** Every method of the bridge: what it takes and what it gives. */
export const BRIDGE_METHODS = {
  'app.info': {
    input: empty,
    output: z.object({
      version: z.string(),
      platform: z.string(),
      /** `desktop` has native file dialogs, `browser` has not. */
      shell: z.enum(['desktop', 'browser']),
      homeFolder: z.string(),
      cpuCores: z.number(),
      memoryBytes: z.number(),
      examples: z.array(exampleSchema),
      recent: z.array(z.string()),
      /** The documents are with another process of this user, which began first on this data folder. */
      attached: z.boolean(),
      /** What the user should know, e.g. that unsaved edits cannot be kept. */
      problems: z.array(errorDataSchema),
    }),
  },
  'catalog.get': {
    input: empty,
    output: z.object({ definitions: z.array(nodeDefinitionSchema), runtimes: z.array(runtimeStatusSchema) }),
  },
  /** Looks again for what was missing, and starts the languages that were found. */
  'runtimes.recheck': { input: empty, output: z.object({ runtimes: z.array(runtimeStatusSchema) }) },
  /** What a file that could not be read whole was like: `problem` is one sentence to show. */
  'settings.get': {
    input: empty,
    output: z.object({ settings: settingsSchema, problem: z.string().optional() }),
  },
  'settings.set': {
    input: z.strictObject({ changes: z.array(settingChangeSchema).min(1).max(500) }),
    output: z.object({ settings: settingsSchema }),
  },
  /** What an example looks like, as PNG. */
  'example.picture': {
    input: z.strictObject({ id: z.string().max(200), theme: z.enum(['dark', 'light']) }),
    output: z.object({ pngBase64: z.string() }),
  },
  'files.list': {
    input: z.strictObject({ folder: pathSchema }),
    output: z.object({
      folder: z.string(),
      parent: z.string().optional(),
      entries: z.array(fileEntrySchema),
    }),
  },
  /** The columns that a file of delimited text begins with; relative paths start from the document's folder. */
  'files.columns': {
    input: z.strictObject({
      documentId: documentIdSchema,
      path: pathSchema,
      delimiter: z.string().min(1).max(4).default('auto'),
      header: z.enum(['auto', 'yes', 'no']).default('auto'),
    }),
    output: z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })) }),
  },
  /** A native dialog; null when the user closed it. Only where `shell` is `desktop`. */
  'dialog.choose': {
    input: z.strictObject({
      mode: z.enum(['open', 'save', 'folder']),
      title: z.string().max(200),
      suggested: z.string().max(4096).optional(),
      extensions: z.array(z.string().regex(/^[a-z0-9.]{1,20}$/)).default([]),
    }),
    output: z.object({ path: z.string().nullable() }),
  },
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
  /** Refused with `not-trusted` while `trust.check` names nodes. */
  /** The subgraphs that the user keeps for every document. */
  'subgraphs.saved': {
    input: empty,
    output: z.object({ saved: z.array(z.object({ id: subgraphIdSchema, file: subgraphFileSchema })) }),
  },
  /** Keeps one, in place of one of the same id. */
  'subgraphs.keep': { input: z.strictObject({ file: subgraphFileSchema }), output: empty },
  'subgraphs.drop': { input: z.strictObject({ id: subgraphIdSchema }), output: empty },
  /** Writes one as a file of its own. The dialog has asked whether a file may be replaced. */
  'subgraphs.export': {
    input: z.strictObject({ path: pathSchema, file: subgraphFileSchema }),
    output: empty,
  },
  'subgraphs.import': {
    input: z.strictObject({ path: pathSchema }),
    output: z.object({ file: subgraphFileSchema }),
  },
  'run.start': {
    input: z.strictObject({
      documentId: documentIdSchema,
      options: runOptionsSchema.default({ strategy: 'parallel' }),
    }),
    output: z.object({ runId: runIdSchema }),
  },
  'run.cancel': { input: z.strictObject({ runId: runIdSchema }), output: empty },
  'run.snapshot': { input: z.strictObject({ runId: runIdSchema }), output: runSnapshotSchema },
  /** The viewer has drawn everything up to `seq`; until then at most two batches are under way. */
  'run.acknowledge': { input: z.strictObject({ runId: runIdSchema, seq: z.int().min(0) }), output: empty },
  ...VALUE_METHODS,
} as const;

export type BridgeMethod = keyof typeof BRIDGE_METHODS;
export type BridgeInput<M extends BridgeMethod> = z.input<(typeof BRIDGE_METHODS)[M]['input']>;
export type BridgeParsedInput<M extends BridgeMethod> = z.output<(typeof BRIDGE_METHODS)[M]['input']>;
export type BridgeOutput<M extends BridgeMethod> = z.output<(typeof BRIDGE_METHODS)[M]['output']>;

/** Every event the host sends. */
export const BRIDGE_EVENTS = {
  /** At most one batch per 16 ms; `events` have consecutive numbers unless progress of one node was merged. */
  'run.events': z.object({
    runId: z.string(),
    documentId: z.string(),
    /** Number of the event before the first one: a viewer that has not seen it asks for a snapshot. */
    after: z.int().min(0),
    /** Number of the last event folded into this batch. */
    upTo: z.int().min(0),
    events: z.array(runEventSchema),
  }),
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
  /** Another viewer has changed a setting. */
  'settings.changed': z.object({ settings: settingsSchema }),
  'runtimes.changed': z.object({ runtimes: z.array(runtimeStatusSchema) }),
  /** The process that has the documents has ended (`lost`), and another one has them now (`open`). */
  'host.state': z.object({ state: z.enum(['lost', 'open']) }),
  ...VALUE_EVENTS,
} as const;
export type BridgeEvent = keyof typeof BRIDGE_EVENTS;
export type BridgeEventData<E extends BridgeEvent> = z.output<(typeof BRIDGE_EVENTS)[E]>;
