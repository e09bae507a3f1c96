import { z } from 'zod';
import {
  blueprintNodeSchema,
  edgeSchema,
  nodeIdSchema,
  positionSchema,
  targetRefSchema,
} from './blueprint.js';

/** Nodes as they travel through the clipboard, also as plain text. Edges are those into the copied nodes. */
export const clipboardSchema = z.strictObject({
  atomitonClipboard: z.literal(1),
  nodes: z.record(nodeIdSchema, blueprintNodeSchema),
  edges: z.record(targetRefSchema, edgeSchema),
  positions: z.record(nodeIdSchema, positionSchema),
});
export type Clipboard = z.infer<typeof clipboardSchema>;
