import { z } from 'zod';
import { jsonValueSchema } from './json.js';
import { type PortType, portTypeSchema } from './port-type.js';

export const languageSchema = z.enum(['typescript', 'rust', 'python', 'wasm', 'golang']);
export type Language = z.infer<typeof languageSchema>;

/** A port name; `.` and digits after it address the items of a list input. */
export const portNameSchema = z.string().regex(/^[a-z][A-Za-z0-9_]{0,63}$/);
/** `pack/name`. */
export const nodeTypeSchema = z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/);

export const inputPortSchema = z.strictObject({
  name: portNameSchema,
  type: portTypeSchema,
  label: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean().default(true),
  default: jsonValueSchema.optional(),
  /** Takes a list of edges, addressed `name.0`, `name.1`, …; `type` is the type of one item. */
  list: z.boolean().default(false),
  lazy: z.boolean().default(false),
});
export type InputPort = z.infer<typeof inputPortSchema>;

export const outputPortSchema = z.strictObject({
  name: portNameSchema,
  type: portTypeSchema,
  label: z.string().optional(),
  description: z.string().optional(),
  cacheable: z.boolean().default(true),
  /** The input, or the parameter that names a file, whose columns this table has: all of them or some. */
  columnsFrom: portNameSchema.optional(),
});
export type OutputPort = z.infer<typeof outputPortSchema>;

export const widgetSchema = z.enum([
  'text',
  'multiline',
  'number',
  'slider',
  'checkbox',
  'select',
  'file',
  'folder',
  'expression',
  'javascript',
  'color',
  'column',
  'list',
  'table',
  'json',
]);
export type Widget = z.infer<typeof widgetSchema>;

/** One parameter. Parameters and inputs share one namespace: an edge may feed it unless `connectable` is false. */
export const parameterSpecSchema = z.strictObject({
  name: portNameSchema,
  label: z.string(),
  description: z.string().optional(),
  type: portTypeSchema,
  default: jsonValueSchema,
  /** Inclusive limits of a number, or of the length of a string or list. */
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  unit: z.string().optional(),
  choices: z.array(z.strictObject({ value: jsonValueSchema, label: z.string() })).optional(),
  /** Regular expression a string must match. */
  pattern: z.string().optional(),
  /** What the pattern asks for, as it stands behind "must be". */
  expects: z.string().optional(),
  placeholder: z.string().optional(),
  widget: widgetSchema.optional(),
  /**
   * The input that carries a table, or the parameter that names a file with one: this parameter names columns of it, or
   * is an expression over them.
   */
  columnsOf: portNameSchema.optional(),
  /** Columns of a table that is typed in; absent where the user makes them. */
  columns: z
    .array(z.strictObject({ name: z.string().min(1), label: z.string().optional(), type: portTypeSchema }))
    .optional(),
  /** What a file picker shows, without the dot; absent shows every file. */
  extensions: z.array(z.string().regex(/^[a-z0-9.]{1,20}$/)).optional(),
  /** The empty string, empty list or null is refused with "is required". */
  required: z.boolean().default(false),
  connectable: z.boolean().default(true),
  /** Shown on the node itself, at most three. */
  prominent: z.boolean().default(false),
});
export type ParameterSpec = z.infer<typeof parameterSpecSchema>;

/** What a node may do beyond its outputs, and for which a blueprint from elsewhere has to be trusted. */
export const EFFECT_KINDS = ['shell', 'code', 'network', 'file-write', 'outside-read'] as const;
export const effectKindSchema = z.enum(EFFECT_KINDS);
export type EffectKind = z.infer<typeof effectKindSchema>;

/** An effect that a node type always has. Reads outside the blueprint's folder are found from its paths instead. */
export const nodeEffectSchema = z.strictObject({
  kind: effectKindSchema.exclude(['outside-read']),
  /** The parameters and inputs that say what it would do: the command, the address, the file written. */
  shows: z.array(portNameSchema).default([]),
});
export type NodeEffect = z.infer<typeof nodeEffectSchema>;

/** A node type as data: crosses IPC, comes out of a Python file, is listed by the command line. */
export const nodeDefinitionSchema = z.strictObject({
  type: nodeTypeSchema,
  version: z.int().min(1),
  name: z.string().min(1).max(80),
  category: z.string().min(1).max(40),
  description: z.string(),
  /** Name of a lucide icon, kebab-case. */
  icon: z.string().optional(),
  keywords: z.array(z.string()).default([]),
  inputs: z.array(inputPortSchema),
  outputs: z.array(outputPortSchema),
  parameters: z.array(parameterSpecSchema),
  runtime: z.strictObject({
    language: languageSchema,
    /** Where the implementation is, in its language's own terms (module path, crate handler, Go function). */
    module: z.string().optional(),
    handler: z.string().optional(),
    /** Runs on the host's own thread when all inputs are small. Built-in packs only. */
    cheap: z.boolean().default(false),
  }),
  performance: z
    .strictObject({
      preferGPU: z.boolean().optional(),
      streamable: z.boolean().optional(),
      parallelizable: z.boolean().optional(),
    })
    .default({}),
  purity: z.enum(['pure', 'reads-world', 'writes-world']),
  /** For `reads-world`: the parameters and inputs that name files or folders whose content decides the result. */
  reads: z.array(portNameSchema).default([]),
  /** All it does besides computing outputs and reading what `reads` names; a lie here is a hole in the user's trust. */
  effects: z.array(nodeEffectSchema).default([]),
  stateful: z.boolean().default(false),
  resources: z
    .strictObject({ cpuCores: z.number().min(0).optional(), memoryMb: z.number().min(0).optional() })
    .default({}),
  /** Milliseconds after which a call is ended as `timeout`; a node may override it. */
  timeoutMs: z.number().positive().optional(),
  /** How the editor draws the result on the node. */
  display: z.enum(['none', 'value', 'table', 'chart', 'image']).default('none'),
});
export type NodeDefinition = z.infer<typeof nodeDefinitionSchema>;
export type NodeDefinitionInput = z.input<typeof nodeDefinitionSchema>;

/** Whether a port of the type holds paths. */
export function holdsPaths(type: PortType): boolean {
  return type === 'file' || type === 'list<file>';
}

/**
 * Where purity, `reads` and `effects` of a definition contradict each other or name ports that are not there; one
 * sentence each, empty when it is truthful as far as data can tell.
 */
export function effectProblems(definition: NodeDefinition): string[] {
  const { purity, reads, effects, inputs, parameters } = definition;
  const ports = new Map([...inputs, ...parameters].map(({ name, type }) => [name, type]));
  const named = [...reads, ...effects.flatMap(({ shows }) => shows)];
  const problems = named
    .filter((name) => !ports.has(name))
    .map((name) => `"${name}" is neither an input nor a parameter.`);
  for (const [name, type] of ports) {
    if (holdsPaths(type) && !named.includes(name)) {
      problems.push(`"${name}" holds paths: name it in reads, or in the effect that writes it.`);
    }
  }
  if (purity === 'pure' && named.length + effects.length > 0) problems.push('A pure node has no effects.');
  if (purity === 'writes-world' && effects.length === 0)
    problems.push('A node that writes the world names its effects.');
  return problems;
}

/** Checks and completes a definition written by hand; throws with the path of the first wrong key. */
export function defineNode(definition: NodeDefinitionInput): NodeDefinition {
  return nodeDefinitionSchema.parse(definition);
}

/** Node types by `type`. */
export type Catalog = ReadonlyMap<string, NodeDefinition>;
