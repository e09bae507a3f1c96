import { z } from 'zod';
import { blueprintSchema } from './blueprint.js';
import { VALUE_EVENTS, VALUE_METHODS } from './bridge-values.js';
import { diagnosticSchema } from './diagnostic.js';
import { languageSchema, nodeDefinitionSchema } from './node-definition.js';
import { operationSchema } from './operation.js';
import { runEventSchema, runOptionsSchema, runSnapshotSchema } from './run.js';
import { runtimeStatusSchema } from './runtime.js';
import { settingChangeSchema, settingsSchema } from './settings.js';
import { trustEntrySchema, trustRequestSchema } from './trust.js';

const pathSchema = z.string().min(1).max(4096);
const documentIdSchema = z.string().min(1).max(200);
const runIdSchema = z.string().min(1).max(200);
const empty = z.strictObject({});

/** A document as its viewer receives it. */
export const openDocumentSchema = z.object({
  documentId: documentIdSchema,
  /** Absolute; absent until the first Save. */
  path: pathSchema.optional(),
  blueprint: blueprintSchema,
  /** Grows by one with every operation applied. */
  revision: z.int().min(0),
  /** The revision that the file holds. */
  savedRevision: z.int().min(0),
  diagnostics: z.array(diagnosticSchema),
});
export type OpenDocument = z.infer<typeof openDocumentSchema>;

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
  'document.close': { input: z.strictObject({ documentId: documentIdSchema }), output: empty },
  'document.apply': {
    input: z.strictObject({
      documentId: documentIdSchema,
      baseRevision: z.int().min(0),
      /** Applied together or not at all. */
      operations: z.array(operationSchema).min(1).max(200_000),
    }),
    output: z.object({ revision: z.int(), diagnostics: z.array(diagnosticSchema) }),
  },
  'document.save': {
    input: z.strictObject({
      documentId: documentIdSchema,
      path: pathSchema.optional(),
      overwrite: z.boolean().default(false),
    }),
    output: z.object({ path: z.string(), savedRevision: z.int() }),
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
    operations: z.array(operationSchema),
  }),
  /** Another viewer has changed a setting. */
  'settings.changed': z.object({ settings: settingsSchema }),
  'runtimes.changed': z.object({ runtimes: z.array(runtimeStatusSchema) }),
  ...VALUE_EVENTS,
} as const;
export type BridgeEvent = keyof typeof BRIDGE_EVENTS;
export type BridgeEventData<E extends BridgeEvent> = z.output<(typeof BRIDGE_EVENTS)[E]>;
