import { z } from 'zod';
import type { JsonValue } from './json.js';
import type { Language, NodeDefinition } from './node-definition.js';
import { languageSchema } from './node-definition.js';
import type { LogLevel } from './run.js';
import type { Payload, Value } from './value.js';

/** A region of shared memory; `new Uint8Array(buffer, byteOffset, byteLength)` is its bytes. */
export type SharedPayload = Extract<Payload, { at: 'shared' }>;
/** A file of shared memory that another process maps read-only. */
export type BlockPayload = Extract<Payload, { at: 'block' }>;

/**
 * Owns the memory of values, counted by reference. A producer allocates, fills and publishes; from then on the bytes
 * never change. Whoever keeps a value retains it and releases it once; the last release gives the memory back to the pool.
 */
export interface ValueStore {
  /** A writable region of the pool, held once by the caller. Not cleared. */
  allocate(byteLength: number): SharedPayload;
  /** Takes over a block that a child process wrote, held once by the caller; `onReleased` tells the child. */
  adoptBlock(block: BlockPayload, onReleased: () => void): void;
  /** Holds every payload inside the value once more. */
  retain(value: Value): void;
  /** Gives up one hold of every payload inside the value. */
  release(value: Value): void;
  /** Holds or gives up a single payload, e.g. one whose value was never published. */
  retainPayload(payload: Payload): void;
  releasePayload(payload: Payload): void;
  /**
   * The bytes in this process: a view for inline and shared payloads, one copy for a block, kept and shared by all
   * later readers until the payload is released. Never blocks the event loop.
   */
  toShared(payload: Payload): Promise<SharedPayload>;
  /** The bytes as a block for another process: no copy for a block, one kept copy otherwise. Never blocks the event loop. */
  toBlock(payload: Payload): Promise<BlockPayload>;
  /** Bytes held, bytes free in the pool, live blocks: for tests, benchmarks and the status line. */
  stats(): { heldBytes: number; pooledBytes: number; blocks: number; copies: number };
  /** Removes every block and drops the pool. */
  dispose(): Promise<void>;
}

export interface OpenRequest {
  /** Node id, for messages. */
  node: string;
  definition: NodeDefinition;
  /** Complete and checked: defaults filled in, paths absolute. */
  parameters: Record<string, JsonValue>;
}

export interface CallRequest {
  /** Number of the item, from 0; a batch run is one call with number 0. */
  number: number;
  /** Values by input port; a list input `items` arrives as a list value. */
  inputs: Record<string, Value>;
  /** Only where edges feed parameters: the complete parameters for this call. */
  parameters?: Record<string, JsonValue>;
}

/** Callbacks of one call. None is invoked after the call has settled. */
export interface CallHooks {
  /** One set of outputs, each held once on behalf of the receiver. A call may emit several times. */
  emit(outputs: Record<string, Value>): void;
  /** 0 to 1. */
  progress(fraction: number, message?: string): void;
  log(level: LogLevel, text: string): void;
  /** Where the call runs, as soon as it is known: `main`, `worker 2`, `rust`, `python 4711`. */
  lane(name: string): void;
}

/**
 * One node opened in its runtime; made for streams: state lives from `open` to `close`.
 * Calls of one session never overlap.
 */
export interface NodeSession {
  /** Settles when the call is over. Rejects with AtomitonError of the kind runtime, resource, cancelled or validation. */
  call(request: CallRequest, hooks: CallHooks): Promise<void>;
  /** Ends the running call within 500 ms, whatever it does; it rejects with kind `cancelled`. */
  cancel(): void;
  /** State of a stateful node as bytes of its own format. */
  snapshot(): Promise<Uint8Array>;
  restore(state: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface RuntimeCapabilities {
  /** The call runs outside the host's process, so its crash cannot take the host down. */
  isolated: boolean;
  /** Several calls of different sessions run at the same time. */
  parallel: boolean;
}

export const runtimeStatusSchema = z.object({
  language: languageSchema,
  state: z.enum(['ready', 'preparing', 'missing', 'failed']),
  version: z.string().optional(),
  /** One sentence: what is missing or being prepared, and what to install. */
  message: z.string().optional(),
  /** One command line for this machine that gets what is missing. */
  install: z.string().optional(),
});
export type RuntimeStatus = z.infer<typeof runtimeStatusSchema>;

/** One language's way to run nodes. */
export interface NodeRuntime {
  readonly language: Language;
  readonly capabilities: RuntimeCapabilities;
  /** Makes the runtime usable; idempotent. Rejects with code `runtime-missing` and the package to install. */
  initialize(): Promise<void>;
  status(): RuntimeStatus;
  /** Hash of the code behind a node type, for its action key; changes when the implementation changes. */
  implementationHash(definition: NodeDefinition): string;
  open(request: OpenRequest): Promise<NodeSession>;
  /** Ends every session, worker and process; afterwards nothing of it is running. */
  dispose(): Promise<void>;
}
