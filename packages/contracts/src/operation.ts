import { z } from 'zod';
import {
  blueprintNodeSchema,
  blueprintSchema,
  edgeSchema,
  nodeModeSchema,
  subgraphSchema,
} from './blueprint.js';
import { jsonValueSchema } from './json.js';
import {
  bendsSchema,
  groupSchema,
  lookSchema,
  noteSchema,
  positionSchema,
  viewportSchema,
} from './layout.js';
import { portNameSchema } from './node-definition.js';
import { nodeIdSchema, targetRefSchema } from './references.js';
import { subgraphIdSchema, subgraphInterfaceSchema } from './subgraph.js';

/** Operations on nodes, edges and layout name the subgraph they belong to; absent for the blueprint itself. */
const place = { in: subgraphIdSchema.optional() };

const setLayoutItem = z.literal('set-layout-item');

/** Writes a group, a note, the look of a node or the bends of an edge; an absent value removes it. */
const setLayoutItemSchema = z.discriminatedUnion('part', [
  z.strictObject({
    ...place,
    op: setLayoutItem,
    part: z.literal('groups'),
    id: nodeIdSchema,
    value: groupSchema.optional(),
  }),
  z.strictObject({
    ...place,
    op: setLayoutItem,
    part: z.literal('notes'),
    id: nodeIdSchema,
    value: noteSchema.optional(),
  }),
  z.strictObject({
    ...place,
    op: setLayoutItem,
    part: z.literal('looks'),
    id: nodeIdSchema,
    value: lookSchema.optional(),
  }),
  z.strictObject({
    ...place,
    op: setLayoutItem,
    part: z.literal('bends'),
    id: targetRefSchema,
    value: bendsSchema.optional(),
  }),
]);

/** Every edit of a document. Each has an exact inverse (`invert` in the blueprint package). */
export const operationSchema = z.discriminatedUnion('op', [
  z.strictObject({
    ...place,
    op: z.literal('add-node'),
    id: nodeIdSchema,
    node: blueprintNodeSchema,
    position: positionSchema.optional(),
  }),
  /** The node must have no edges: remove them first. */
  z.strictObject({ ...place, op: z.literal('remove-node'), id: nodeIdSchema }),
  z.strictObject({
    ...place,
    op: z.literal('connect'),
    to: targetRefSchema,
    edge: edgeSchema,
    /** Puts back an edge that named a missing node already before it was taken away. */
    dangling: z.literal(true).optional(),
  }),
  z.strictObject({ ...place, op: z.literal('disconnect'), to: targetRefSchema }),
  /** An absent value removes the parameter, so that its default applies. */
  z.strictObject({
    ...place,
    op: z.literal('set-parameter'),
    id: nodeIdSchema,
    name: portNameSchema,
    value: jsonValueSchema.optional(),
  }),
  z.strictObject({
    ...place,
    op: z.literal('move-node'),
    id: nodeIdSchema,
    position: positionSchema.optional(),
  }),
  z.strictObject({
    ...place,
    op: z.literal('rename-node'),
    id: nodeIdSchema,
    name: z.string().max(1000).optional(),
  }),
  z.strictObject({ ...place, op: z.literal('set-mode'), id: nodeIdSchema, mode: nodeModeSchema }),
  z.strictObject({
    ...place,
    op: z.literal('set-timeout'),
    id: nodeIdSchema,
    timeoutMs: z.number().positive().optional(),
  }),
  z.strictObject({ op: z.literal('rename-blueprint'), name: z.string().max(1000) }),
  z.strictObject({ ...place, op: z.literal('set-viewport'), viewport: viewportSchema.optional() }),
  setLayoutItemSchema,
  /** Adds a subgraph, replaces it whole or, without one, removes it. Its instances stay as they are. */
  z.strictObject({
    op: z.literal('set-subgraph'),
    id: subgraphIdSchema,
    subgraph: subgraphSchema.optional(),
    /** With the last subgraph the empty record goes too: the document had none before. */
    bare: z.literal(true).optional(),
  }),
  /** Everything of a subgraph but its nodes, edges and layout. */
  z.strictObject({
    op: z.literal('set-interface'),
    id: subgraphIdSchema,
    interface: subgraphInterfaceSchema,
  }),
  /** The whole document: a version that is restored, a file that is read again. */
  z.strictObject({ op: z.literal('replace'), blueprint: blueprintSchema }),
]);
export type Operation = z.infer<typeof operationSchema>;

/** One gesture of the undo stack: what does it again and what takes it back, each in the order to apply. */
export const historyEntrySchema = z.object({
  label: z.string().max(1000),
  redo: z.array(operationSchema),
  undo: z.array(operationSchema),
});

/** What can be taken back and what can be done again, the newest last in both. */
export const historyStacksSchema = z.object({
  done: z.array(historyEntrySchema),
  undone: z.array(historyEntrySchema),
});
export type HistoryStacks = z.infer<typeof historyStacksSchema>;

/** What an edit is to the history. Without one it does not enter the history. */
export const editEntrySchema = z.strictObject({
  label: z.string().max(1000),
  /** `undo` and `redo` carry the operations of the entry on top of the stack that they take from. */
  kind: z.enum(['do', 'undo', 'redo']),
  /** Edits of one gesture in a row (a drag that is sent while it lasts) are one entry. */
  gesture: z.string().max(200).optional(),
});
export type EditEntry = z.infer<typeof editEntrySchema>;
