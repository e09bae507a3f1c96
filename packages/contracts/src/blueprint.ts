import { z } from 'zod';
import { jsonValueSchema } from './json.js';
import { layoutSchema } from './layout.js';
import { nodeTypeSchema, portNameSchema } from './node-definition.js';
import { portTypeSchema } from './port-type.js';
import { nodeIdSchema, sourceRefSchema, targetRefSchema } from './references.js';
import { isBoundaryId, subgraphIdSchema, subgraphInterfaceSchema } from './subgraph.js';

/** The version this product writes. Older files are migrated, newer ones refused with both numbers. */
export const FORMAT_VERSION = 1;

export const nodeModeSchema = z.enum(['active', 'muted', 'bypassed']);
export type NodeMode = z.infer<typeof nodeModeSchema>;

export const blueprintNodeSchema = z.looseObject({
  type: nodeTypeSchema,
  typeVersion: z.int().min(1),
  name: z.string().max(1000).optional(),
  parameters: z.record(portNameSchema, jsonValueSchema).default({}),
  mode: nodeModeSchema.default('active'),
  /** Milliseconds; overrides the definition's. */
  timeoutMs: z.number().positive().optional(),
  resources: jsonValueSchema.optional(),
  recovery: jsonValueSchema.optional(),
  context: z.string().optional(),
});
export type BlueprintNode = z.infer<typeof blueprintNodeSchema>;

export const edgeSchema = z.looseObject({
  from: sourceRefSchema,
  transform: jsonValueSchema.optional(),
  /** One step of delay with an initial value: the only legal way through a cycle. */
  delay: z.looseObject({ initial: jsonValueSchema }).optional(),
  queue: jsonValueSchema.optional(),
});
export type Edge = z.infer<typeof edgeSchema>;

export const blueprintInputSchema = z.looseObject({
  type: portTypeSchema,
  description: z.string().optional(),
  default: jsonValueSchema.optional(),
});

const innerNodeIdSchema = nodeIdSchema.refine((id) => !isBoundaryId(id), {
  error: (issue) => `"${String(issue.input)}" is a reserved word`,
});

/**
 * A graph with a typed interface, used by any number of nodes of the type `subgraph/<id>`. Its edges may come from
 * `input.NAME` and end at `output.NAME`.
 */
export const subgraphSchema = subgraphInterfaceSchema.extend({
  nodes: z.record(innerNodeIdSchema, blueprintNodeSchema),
  edges: z.record(targetRefSchema, edgeSchema),
  layout: layoutSchema.default({ positions: {}, groups: {}, notes: {} }),
});
export type Subgraph = z.infer<typeof subgraphSchema>;

/** A single subgraph as a file (`NAME.subgraph.json`), with the subgraphs that it uses. */
export const subgraphFileSchema = z.looseObject({
  atomitonSubgraph: z.literal(1),
  /** The one that the file is about. */
  main: subgraphIdSchema,
  subgraphs: z.record(subgraphIdSchema, subgraphSchema),
});
export type SubgraphFile = z.infer<typeof subgraphFileSchema>;

/** The document. Edges are keyed by their target, so two edges into one input cannot be written. */
export const blueprintSchema = z.looseObject({
  formatVersion: z.literal(FORMAT_VERSION),
  id: z.string().min(1).max(200),
  name: z.string().max(1000),
  inputs: z.record(portNameSchema, blueprintInputSchema).optional(),
  nodes: z.record(nodeIdSchema, blueprintNodeSchema),
  edges: z.record(targetRefSchema, edgeSchema),
  subgraphs: z.record(subgraphIdSchema, subgraphSchema).optional(),
  deployment: z
    .looseObject({
      contexts: z
        .array(
          z.looseObject({
            id: z.string(),
            machine: z.string(),
            engine: z.string(),
            labels: z.record(z.string(), z.string()).optional(),
          }),
        )
        .default([]),
    })
    .optional(),
  layout: layoutSchema.default({ positions: {}, groups: {}, notes: {} }),
});
export type Blueprint = z.infer<typeof blueprintSchema>;
