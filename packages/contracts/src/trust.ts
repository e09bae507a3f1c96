import { z } from 'zod';
import { effectKindSchema } from './node-definition.js';

/** One thing that a node would do, in the words of its parameters. Control characters are written out. */
export const effectDetailSchema = z.object({
  /** What `text` is: the label of a parameter, `File`. */
  label: z.string(),
  /** The path, command or address; cut when it is long. */
  text: z.string(),
  /** Characters left out at the end of `text`. */
  cutChars: z.int().min(0),
  /** A path as the blueprint has it, where it leads to `text`. */
  written: z.string().optional(),
});
export type EffectDetail = z.infer<typeof effectDetailSchema>;

/** A node that has to be trusted before it runs, with everything it would do. */
export const nodeRequestSchema = z.object({
  node: z.string(),
  /** Its name as the canvas shows it. */
  name: z.string(),
  type: z.string(),
  effects: z.array(z.object({ kind: effectKindSchema, details: z.array(effectDetailSchema) })),
});
export type NodeRequest = z.infer<typeof nodeRequestSchema>;

/** What a run would have to be allowed; no nodes when it may start. */
export const trustRequestSchema = z.object({
  nodes: z.array(nodeRequestSchema),
  /** Stands for exactly these nodes and effects: accepting names it, so that nothing else is accepted. */
  digest: z.string(),
});
export type TrustRequest = z.infer<typeof trustRequestSchema>;

/** A blueprint that was trusted: its file, since when, and the nodes with their effects. */
export const trustEntrySchema = z.object({
  path: z.string(),
  /** ISO time. */
  since: z.string(),
  nodes: z.array(z.object({ node: z.string(), name: z.string(), kinds: z.array(effectKindSchema) })),
});
export type TrustEntry = z.infer<typeof trustEntrySchema>;
