import { z } from 'zod';
import type { JsonValue } from './json.js';
import { jsonValueSchema } from './json.js';

/** SHA-256 of a value's content in lower-case hex: its identity (see `identityPreimage`). */
export type Identity = string;
export const identitySchema = z.string().regex(/^[0-9a-f]{64}$/);

export const tensorDtypeSchema = z.enum([
  'bool',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float16',
  'float32',
  'float64',
]);
export type TensorDtype = z.infer<typeof tensorDtypeSchema>;

/** Bytes of one element of a tensor. */
export const TENSOR_ELEMENT_BYTES: Readonly<Record<TensorDtype, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
};

/** Pixel layouts: rows from top to bottom without padding, one byte a channel. */
export const imageFormatSchema = z.enum(['rgba8', 'gray8']);
export type ImageFormat = z.infer<typeof imageFormatSchema>;

/**
 * Where the bytes of a value are. Only runtimes and stores look inside.
 * - `inline`: in this JavaScript heap (small values, below 64 KB).
 * - `shared`: in a SharedArrayBuffer of the value store's pool.
 * - `block`: in a file of /dev/shm (or a temporary folder) that other processes map read-only.
 */
export type Payload =
  | { at: 'inline'; bytes: Uint8Array }
  | { at: 'shared'; buffer: SharedArrayBuffer; byteOffset: number; byteLength: number }
  | { at: 'block'; name: string; path: string; byteOffset: number; byteLength: number };

interface Published {
  /** Identity of the content; every value on an edge carries it. */
  identity: Identity;
}

/** number, integer, string, boolean, json and lists of them. */
export interface JsonCarried extends Published {
  kind: 'json';
  json: JsonValue;
}
export interface BytesValue extends Published {
  kind: 'bytes';
  payload: Payload;
}
/** A table: one Arrow IPC stream (schema, record batches, end of stream). */
export interface TableValue extends Published {
  kind: 'table';
  rows: number;
  columns: { name: string; type: string }[];
  payload: Payload;
}
/** A dense row-major tensor, little endian; `shape` is [] for a scalar. */
export interface TensorValue extends Published {
  kind: 'tensor';
  dtype: TensorDtype;
  shape: number[];
  payload: Payload;
}
export interface ImageValue extends Published {
  kind: 'image';
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
  format: ImageFormat;
  payload: Payload;
}
/** A file of the user's, by absolute path; its identity covers path, size and modification time. */
export interface FileValue extends Published {
  kind: 'file';
  path: string;
  sizeBytes: number;
  modifiedMs: number;
}
/** A list whose items are not plain JSON. */
export interface ListValue extends Published {
  kind: 'list';
  items: Value[];
}

/** What travels on an edge. Immutable once published. */
export type Value = JsonCarried | BytesValue | TableValue | TensorValue | ImageValue | FileValue | ListValue;

/** Values below this size travel inside messages; larger ones by handle. Bytes. */
export const INLINE_LIMIT_BYTES = 64 * 1024;

/** The payload of a value, or undefined for json, file and list. */
export function payloadOf(value: Value): Payload | undefined {
  switch (value.kind) {
    case 'bytes':
    case 'table':
    case 'tensor':
    case 'image':
      return value.payload;
    case 'json':
    case 'file':
    case 'list':
      return undefined;
  }
}

/** Length in bytes of a payload. */
export function payloadBytes(payload: Payload): number {
  return payload.at === 'inline' ? payload.bytes.byteLength : payload.byteLength;
}

/** Size of a value as shown to the user: payload bytes, or the length of its JSON text for small plain data. Bytes. */
export function sizeBytesOf(value: Value): number {
  if (value.kind === 'list') return value.items.reduce((total, item) => total + sizeBytesOf(item), 0);
  if (value.kind === 'file') return value.sizeBytes;
  const payload = payloadOf(value);
  if (payload !== undefined) return payloadBytes(payload);
  return value.kind === 'json' ? JSON.stringify(value.json).length : 0;
}

/**
 * The text hashed before the payload bytes: identity = SHA-256(utf8(preimage) ‖ 0x0A ‖ payload bytes).
 * json: `json:` + canonical JSON text (keys sorted by UTF-16 code unit, no spaces, shortest number form), no payload.
 * bytes: `bytes:`; table: `table:`; tensor: `tensor:<dtype>:<d0>x<d1>…`; image: `image:<format>:<width>x<height>`;
 * file: `file:<path>:<sizeBytes>:<modifiedMs>`; list: `list:` + identities of the items joined by commas.
 * All five languages compute the same text.
 */
export type IdentityPreimage = string;

/** What the renderer gets of a value: never the payload itself. */
export const valueSummarySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('json'),
    identity: identitySchema,
    sizeBytes: z.number(),
    /** The value when its text is below 4 KB, else absent: ask for pages. */
    json: jsonValueSchema.optional(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('bytes'), identity: identitySchema, sizeBytes: z.number() }),
  z.object({
    kind: z.literal('table'),
    identity: identitySchema,
    sizeBytes: z.number(),
    rows: z.number(),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
  }),
  z.object({
    kind: z.literal('tensor'),
    identity: identitySchema,
    sizeBytes: z.number(),
    dtype: tensorDtypeSchema,
    shape: z.array(z.number()),
  }),
  z.object({
    kind: z.literal('image'),
    identity: identitySchema,
    sizeBytes: z.number(),
    width: z.number(),
    height: z.number(),
  }),
  z.object({ kind: z.literal('file'), identity: identitySchema, sizeBytes: z.number(), path: z.string() }),
  z.object({ kind: z.literal('list'), identity: identitySchema, sizeBytes: z.number(), length: z.number() }),
]);
export type ValueSummary = z.infer<typeof valueSummarySchema>;
