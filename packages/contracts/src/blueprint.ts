import { z } from 'zod';
import { jsonValueSchema } from './json.js';
import { nodeTypeSchema, portNameSchema } from './node-definition.js';
import { portTypeSchema } from './port-type.js';

/** The version this product writes. Older files are migrated, newer ones refused with both numbers. */
export const FORMAT_VERSION = 1;

/** Words that JavaScript, Python, ROS or object prototypes reserve; refused as node ids. */
export const RESERVED_IDS: ReadonlySet<string> = new Set(
  (
    'abstract and any arguments as assert async await base boolean break byte case catch char class const constructor ' +
    'continue debugger def default del delete do double elif else enum eval except export extends false final ' +
    'finally float for from function global goto if implements import in instanceof int interface is lambda let long ' +
    'match native new node none nonlocal not null or package parameter pass private protected prototype public raise ' +
    'return self service short static super switch synchronized this throw throws topic transient true try type ' +
    'typeof undefined var void volatile while with yield'
  ).split(' '),
);

/** Node id: `[a-z][a-z0-9_]*`, at most 64 characters, no reserved word: safe in Dora, ROS and Python alike. */
export const nodeIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/)
  .refine((id) => !RESERVED_IDS.has(id), { error: (issue) => `"${String(issue.input)}" is a reserved word` });

/** `node.output`. */
export const sourceRefSchema = z.string().regex(/^[a-z][a-z0-9_]{0,63}\.[a-z][A-Za-z0-9_]{0,63}$/);
/** `node.input`, or `node.input.3` for an item of a list input. */
export const targetRefSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}\.[a-z][A-Za-z0-9_]{0,63}(\.(0|[1-9][0-9]{0,5}))?$/);

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

export const positionSchema = z.looseObject({ x: z.number(), y: z.number() });
export type Position = z.infer<typeof positionSchema>;
export const viewportSchema = z.looseObject({ x: z.number(), y: z.number(), zoom: z.number().positive() });
export type Viewport = z.infer<typeof viewportSchema>;

export const layoutSchema = z.looseObject({
  positions: z.record(nodeIdSchema, positionSchema).default({}),
  groups: z.record(z.string(), jsonValueSchema).default({}),
  notes: z.record(z.string(), jsonValueSchema).default({}),
  viewport: viewportSchema.optional(),
});
export type Layout = z.infer<typeof layoutSchema>;

export const blueprintInputSchema = z.looseObject({
  type: portTypeSchema,
  description: z.string().optional(),
  default: jsonValueSchema.optional(),
});

/** The document. Edges are keyed by their target, so two edges into one input cannot be written. */
export const blueprintSchema = z.looseObject({
  formatVersion: z.literal(FORMAT_VERSION),
  id: z.string().min(1).max(200),
  name: z.string().max(1000),
  inputs: z.record(portNameSchema, blueprintInputSchema).optional(),
  nodes: z.record(nodeIdSchema, blueprintNodeSchema),
  edges: z.record(targetRefSchema, edgeSchema),
  subgraphs: z.record(z.string(), jsonValueSchema).optional(),
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

/** Splits `node.input` or `node.input.3`. The text must have passed `targetRefSchema`. */
export function parseTargetRef(ref: string): { node: string; port: string; index: number | undefined } {
  const dot = ref.indexOf('.');
  if (dot === -1) return { node: ref, port: '', index: undefined };
  const end = ref.indexOf('.', dot + 1);
  return end === -1
    ? { node: ref.slice(0, dot), port: ref.slice(dot + 1), index: undefined }
    : { node: ref.slice(0, dot), port: ref.slice(dot + 1, end), index: Number(ref.slice(end + 1)) };
}

/** Splits `node.output`. The text must have passed `sourceRefSchema`. */
export function parseSourceRef(ref: string): { node: string; port: string } {
  const dot = ref.indexOf('.');
  return { node: ref.slice(0, dot), port: ref.slice(dot + 1) };
}
