import { z } from 'zod';
import { errorDataSchema } from './errors.js';
import { valueSummarySchema } from './value.js';

/** The one vocabulary of node states; every surface uses these words. */
export const NODE_STATES = [
  'idle',
  'waiting',
  'ready',
  'running',
  'retrying',
  'cached',
  'done',
  'failed',
  'skipped',
  'blocked',
  'cancelled',
] as const;
export const nodeStateSchema = z.enum(NODE_STATES);
export type NodeState = z.infer<typeof nodeStateSchema>;

export const runStateSchema = z.enum(['running', 'done', 'failed', 'cancelled']);
export type RunState = z.infer<typeof runStateSchema>;

export const logLevelSchema = z.enum(['debug', 'info', 'warn', 'error']);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** `seq` counts from 1 per run without gaps; `at` is milliseconds since the run began. */
const stamp = { seq: z.int().min(1), at: z.number() };

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    ...stamp,
    type: z.literal('run-started'),
    runId: z.string(),
    /** Every node that takes part; one inside a subgraph by its path (`instance/inner`), here and in all events. */
    nodes: z.array(z.string()),
    /** Instances of subgraphs, by path: their events join those of their inner nodes. */
    instances: z.array(z.string()).optional(),
  }),
  z.object({
    ...stamp,
    type: z.literal('node-state'),
    node: z.string(),
    state: nodeStateSchema,
    /** Wall time of the node in milliseconds, with done, cached, failed and cancelled. */
    durationMs: z.number().optional(),
    /** Total size of the outputs in bytes, with done and cached. */
    sizeBytes: z.number().optional(),
    outputs: z.record(z.string(), valueSummarySchema).optional(),
    error: errorDataSchema.optional(),
    /** With blocked: the node that is to blame. */
    blockedBy: z.string().optional(),
    /** Which thread or process ran it, e.g. `main`, `worker 1`, `rust`, `python 4711`. */
    lane: z.string().optional(),
  }),
  z.object({
    ...stamp,
    type: z.literal('node-progress'),
    node: z.string(),
    /** 0 to 1. */
    fraction: z.number().min(0).max(1),
    message: z.string().optional(),
  }),
  z.object({
    ...stamp,
    type: z.literal('node-log'),
    node: z.string(),
    level: logLevelSchema,
    text: z.string(),
  }),
  z.object({
    ...stamp,
    type: z.literal('run-finished'),
    state: runStateSchema,
    durationMs: z.number(),
    error: errorDataSchema.optional(),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** State of a node derived from events; the answer to a gap and to a late viewer. */
export const nodeRunStateSchema = z.object({
  state: nodeStateSchema,
  fraction: z.number().optional(),
  message: z.string().optional(),
  startedAt: z.number().optional(),
  durationMs: z.number().optional(),
  sizeBytes: z.number().optional(),
  outputs: z.record(z.string(), valueSummarySchema).optional(),
  error: errorDataSchema.optional(),
  blockedBy: z.string().optional(),
  lane: z.string().optional(),
});
export type NodeRunState = z.infer<typeof nodeRunStateSchema>;

export const runSnapshotSchema = z.object({
  runId: z.string(),
  documentId: z.string(),
  state: runStateSchema,
  /** Number of the last event folded in. */
  seq: z.number(),
  durationMs: z.number().optional(),
  nodes: z.record(z.string(), nodeRunStateSchema),
  /** Those among `nodes` that are instances of subgraphs. */
  instances: z.array(z.string()).optional(),
  error: errorDataSchema.optional(),
});
export type RunSnapshot = z.infer<typeof runSnapshotSchema>;

export const runOptionsSchema = z.object({
  strategy: z.enum(['parallel', 'sequential']).default('parallel'),
  /** Run only this node and what it needs: an id, a path (`instance/inner`), or an instance with all its nodes. */
  to: z.string().optional(),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;
