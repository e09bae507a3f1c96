import type { MessagePort } from 'node:worker_threads';
import type { Draft, ErrorData, Identity, JsonValue, LogLevel, ReceivedValue } from '@atomiton/contracts';

/** Words of the lane's shared flags: the number of the call that is being cancelled, and of the one that runs. */
export const CANCELLED_CALL = 0;
export const RUNNING_CALL = 1;

/** What a worker is started with: it becomes a lane and serves this port until it is closed or terminated. */
export interface LaneStart {
  port: MessagePort;
  /** Int32 words by `CANCELLED_CALL` and `RUNNING_CALL`; 0 is none. */
  flags: SharedArrayBuffer;
  /** What the runtime's worker needs for all its nodes, e.g. compiled modules. */
  data: unknown;
}

/** The node that a message is about. */
export interface LaneNode {
  /** Session; state of a stateful node lives under this number. */
  session: number;
  type: string;
  /** Node id, for messages. */
  node: string;
  /** Where the implementation is, in the runtime's own terms. */
  module: string;
  handler?: string | undefined;
  /** Its state lives from call to call, in a lane of its own. */
  stateful: boolean;
  /** Names of the output ports. */
  outputs: string[];
  /** Parameters at open. */
  parameters: Record<string, JsonValue>;
}

/** `node` comes with the first message about a session. */
interface AboutSession {
  /** Counts from 1 within the lane. */
  call: number;
  session: number;
  node?: LaneNode;
}

/** Several messages of one turn travel as an array. */
export type ToLane =
  | (AboutSession & {
      t: 'call';
      number: number;
      /** Complete parameters of this call where they differ from those at open. */
      parameters?: Record<string, JsonValue> | undefined;
      inputs: Record<string, ReceivedValue>;
      /** Paths of file-typed parameters, by parameter, whose content the worker reads. */
      files?: Record<string, string> | undefined;
    })
  | (AboutSession & { t: 'snapshot' })
  | (AboutSession & { t: 'restore'; state: Uint8Array })
  | { t: 'close'; session: number }
  /** Answer to `allocate`. */
  | { t: 'allocated'; request: number; buffer: SharedArrayBuffer }
  | { t: 'refused'; request: number; error: ErrorData }
  /** Answer to `emit`: the receiver has the outputs. */
  | { t: 'emitted'; request: number }
  | { t: 'exit' };

export type FromLane =
  | { t: 'ready'; threadId: number }
  | { t: 'allocate'; call: number; request: number; byteLength: number }
  | { t: 'emit'; call: number; request: number; outputs: Record<string, LaneValue> }
  | { t: 'progress'; call: number; fraction: number; message?: string | undefined }
  | { t: 'logs'; call: number; lines: { level: LogLevel; text: string }[] }
  | {
      t: 'done';
      call: number;
      outputs?: Record<string, LaneValue> | undefined;
      state?: Uint8Array | undefined;
      /** Time that a call took in the worker. Milliseconds. */
      ms?: number | undefined;
    }
  | { t: 'error'; call: number; error: ErrorData };

/** Where output bytes are: small ones in the message, others in memory that the host knows by number. */
export type LanePayload =
  | { at: 'inline'; bytes: Uint8Array }
  /** In the n-th distinct shared memory of the call's inputs, or in memory from `allocate`. */
  | { at: 'input' | 'allocated'; index: number; byteOffset: number; byteLength: number };

type WithPayload<T> = T extends { bytes: Uint8Array } ? Omit<T, 'bytes'> & { payload: LanePayload } : T;

/** An output on its way to the host, with its identity. */
export type LaneValue =
  | (WithPayload<Exclude<Draft, { kind: 'list' }>> & { identity: Identity })
  | { kind: 'list'; identity: Identity; items: LaneValue[] };
