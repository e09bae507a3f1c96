import type { JsonValue } from './json.js';
import type { LogLevel } from './run.js';
import type { Identity, ImageFormat, TensorDtype } from './value.js';

/**
 * A value as node code sees it: bytes are plain views. Inputs are views of shared memory and must not be written.
 * Outputs are taken over by the runtime, which computes the identity; bytes from `context.allocate` are not copied.
 */
export type Draft =
  | { kind: 'json'; json: JsonValue }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'table'; bytes: Uint8Array; rows: number; columns: { name: string; type: string }[] }
  | { kind: 'tensor'; dtype: TensorDtype; shape: number[]; bytes: Uint8Array }
  | { kind: 'image'; width: number; height: number; format: ImageFormat; bytes: Uint8Array }
  | { kind: 'file'; path: string; sizeBytes: number; modifiedMs: number }
  | { kind: 'list'; items: Draft[] };

/** A received value: a draft that already has its identity. */
export type ReceivedValue = Draft & { identity: Identity };

/** What TypeScript node code is given for one call. */
export interface NodeContext {
  readonly node: string;
  readonly number: number;
  /** Complete and checked. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
  /** By input port; absent where nothing is connected. */
  readonly inputs: Readonly<Record<string, ReceivedValue>>;
  /** True once the call was cancelled; long loops look at it. */
  readonly cancelled: boolean;
  /** Shared memory for a large output, so that publishing it copies nothing. Bytes. */
  allocate(byteLength: number): Promise<Uint8Array>;
  /** Publishes a set of outputs now; returning a set from the call does the same once. */
  emit(outputs: Record<string, Draft>): Promise<void>;
  progress(fraction: number, message?: string): void;
  log(level: LogLevel, text: string): void;
}

/** A call's result: one set of outputs by port, or nothing when all were emitted. */
export type NodeCallResult = Record<string, Draft> | undefined;

/** Code of a stateless node: `export const run: RunNode = async (context) => ({ … })`. */
export type RunNode = (context: NodeContext) => Promise<NodeCallResult> | NodeCallResult;

/** Code of a stateful node: `export const open: OpenNode = (parameters) => ({ call, snapshot, restore })`. */
export type OpenNode = (parameters: Readonly<Record<string, JsonValue>>) => {
  call: RunNode;
  snapshot(): Uint8Array | Promise<Uint8Array>;
  restore(state: Uint8Array): void | Promise<void>;
  close?(): void | Promise<void>;
};

/** What a TypeScript node's module exports: exactly one of the two. */
export interface NodeModule {
  run?: RunNode;
  open?: OpenNode;
}
