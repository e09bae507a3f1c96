import { z } from 'zod';
import { isForbiddenKey, jsonValueSchema } from './json.js';
import { portNameSchema } from './node-definition.js';
import { portTypeSchema } from './port-type.js';

/** `[a-z][a-z0-9-]*`, at most 64 characters: the second half of the type of its instances. */
export const subgraphIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/)
  .refine((id) => !isForbiddenKey(id), { error: (issue) => `"${String(issue.input)}" is a reserved word` });

/** Inside a subgraph an edge from `input.NAME` reads an input of the interface. */
export const INPUT_BOUNDARY = 'input';
/** Inside a subgraph an edge into `output.NAME` gives an output of the interface. */
export const OUTPUT_BOUNDARY = 'output';

const INSTANCE_PREFIX = 'subgraph/';

/** True for the two ids that a subgraph keeps for its own interface. */
export function isBoundaryId(id: string): boolean {
  return id === INPUT_BOUNDARY || id === OUTPUT_BOUNDARY;
}

/** The node type of the instances of a subgraph. */
export function instanceType(subgraphId: string): string {
  return INSTANCE_PREFIX + subgraphId;
}

/** The subgraph that a node of this type is an instance of, whether the document has it or not. */
export function instanceOf(type: string): string | undefined {
  return type.startsWith(INSTANCE_PREFIX) ? type.slice(INSTANCE_PREFIX.length) : undefined;
}

/** One input of an interface. Where all its uses are parameters, it is a parameter of the instances. */
export const subgraphInputSchema = z.looseObject({
  type: portTypeSchema,
  /** Absent means true. */
  required: z.boolean().optional(),
  /** What inner nodes receive when an instance gives nothing. */
  default: jsonValueSchema.optional(),
  description: z.string().optional(),
});
export type SubgraphInput = z.infer<typeof subgraphInputSchema>;

export const subgraphOutputSchema = z.looseObject({
  type: portTypeSchema,
  description: z.string().optional(),
});
export type SubgraphOutput = z.infer<typeof subgraphOutputSchema>;

/** What a subgraph shows to the outside. The ports stand in the order of their keys. */
export const subgraphInterfaceSchema = z.looseObject({
  name: z.string().max(1000),
  description: z.string().optional(),
  /** Name of a colour of the editor. */
  color: z.string().optional(),
  inputs: z.record(portNameSchema, subgraphInputSchema).default({}),
  outputs: z.record(portNameSchema, subgraphOutputSchema).default({}),
});
export type SubgraphInterface = z.infer<typeof subgraphInterfaceSchema>;
