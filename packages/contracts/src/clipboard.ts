import { z } from 'zod';
import { blueprintNodeSchema, edgeSchema, subgraphSchema } from './blueprint.js';
import { bendsSchema, groupSchema, lookSchema, noteSchema, positionSchema } from './layout.js';
import { nodeIdSchema, targetRefSchema } from './references.js';
import { subgraphIdSchema } from './subgraph.js';

/** Nodes, groups and notes as they travel through the clipboard, also as plain text. Edges are those into the copied nodes. */
export const clipboardSchema = z.strictObject({
  atomitonClipboard: z.literal(1),
  nodes: z.record(nodeIdSchema, blueprintNodeSchema),
  edges: z.record(targetRefSchema, edgeSchema),
  positions: z.record(nodeIdSchema, positionSchema),
  groups: z.record(nodeIdSchema, groupSchema).optional(),
  notes: z.record(nodeIdSchema, noteSchema).optional(),
  looks: z.record(nodeIdSchema, lookSchema).optional(),
  bends: z.record(targetRefSchema, bendsSchema).optional(),
  /** Those that the nodes are instances of, and all that these use. */
  subgraphs: z.record(subgraphIdSchema, subgraphSchema).optional(),
});
export type Clipboard = z.infer<typeof clipboardSchema>;
