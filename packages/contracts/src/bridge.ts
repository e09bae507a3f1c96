import { z } from 'zod';
import { subgraphFileSchema } from './blueprint.js';
import { DOCUMENT_EVENTS, DOCUMENT_METHODS } from './bridge-documents.js';
import { documentIdSchema, empty, pathSchema, runIdSchema } from './bridge-schemas.js';
import { VALUE_EVENTS, VALUE_METHODS } from './bridge-values.js';
import { errorDataSchema } from './errors.js';
import { languageSchema, nodeDefinitionSchema } from './node-definition.js';
import { runEventSchema, runOptionsSchema, runSnapshotSchema } from './run.js';
import { runtimeStatusSchema } from './runtime.js';
import { settingChangeSchema, settingsSchema } from './settings.js';
import { subgraphIdSchema } from './subgraph.js';

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
  ...DOCUMENT_METHODS,
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
  /** Another viewer has changed a setting. */
  'settings.changed': z.object({ settings: settingsSchema }),
  'runtimes.changed': z.object({ runtimes: z.array(runtimeStatusSchema) }),
  /** The process that has the documents has ended (`lost`), and another one has them now (`open`). */
  'host.state': z.object({ state: z.enum(['lost', 'open']) }),
  ...DOCUMENT_EVENTS,
  ...VALUE_EVENTS,
} as const;
export type BridgeEvent = keyof typeof BRIDGE_EVENTS;
export type BridgeEventData<E extends BridgeEvent> = z.output<(typeof BRIDGE_EVENTS)[E]>;
