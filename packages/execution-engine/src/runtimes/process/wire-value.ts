import type { BlockPayload, Identity, JsonValue, Payload, Value, ValueStore } from '@atomiton/contracts';
import { findNonJson, imageFormatSchema, tensorDtypeSchema } from '@atomiton/contracts';
import { FrameError } from './frame.js';
import { decodeJsonInSlices } from './json-decode.js';
import { encodeJsonInSlices, isLargeJson } from './json-encode.js';

/** A payload on the wire: a part of the frame's body, or of a file of shared memory. */
type WirePayload =
  | { at: 'body'; offset: number; length: number }
  | { at: 'block'; name: string; path: string; offset: number; length: number };

const MAX_DEPTH = 32;
const DTYPES: ReadonlySet<string> = new Set(tensorDtypeSchema.options);
const FORMATS: ReadonlySet<string> = new Set(imageFormatSchema.options);

/** The values of one message on their way to a process. */
export interface OutgoingValues {
  wires: Record<string, unknown>;
  body: Uint8Array[];
  /** Blocks the process will map. Held by nobody yet. */
  blocks: BlockPayload[];
}

/** The values of a message where nothing has to be waited for: plain data, files, and small bytes. */
export function toWireNow(values: Readonly<Record<string, Value>>): OutgoingValues | undefined {
  let body: Uint8Array[] | undefined;
  const wires: Record<string, unknown> = {};
  let offset = 0;
  for (const port of Object.keys(values)) {
    const value = values[port] as Value;
    if (value.kind === 'json' || value.kind === 'file') {
      if (value.kind === 'json' && isLargeJson(value.json)) return undefined;
      wires[port] = value;
      continue;
    }
    if (value.kind === 'list' || value.payload.at !== 'inline') return undefined;
    const { bytes } = value.payload;
    wires[port] = { ...value, payload: { at: 'body', offset, length: bytes.byteLength } };
    offset += bytes.byteLength;
    body = body === undefined ? [bytes] : [...body, bytes];
  }
  return { wires, body: body ?? [], blocks: [] };
}

/**
 * Writes values for a child: inline bytes and large JSON (as msgpack, in slices) into the body, everything larger as
 * blocks (one kept copy, none for a block).
 */
export async function toWire(
  values: Readonly<Record<string, Value>>,
  store: ValueStore,
): Promise<OutgoingValues> {
  const outgoing: OutgoingValues = { wires: {}, body: [], blocks: [] };
  let offset = 0;
  const intoBody = (bytes: Uint8Array): WirePayload => {
    const length = bytes.byteLength;
    outgoing.body.push(bytes);
    offset += length;
    return { at: 'body', offset: offset - length, length };
  };
  const payloadToWire = async (payload: Payload): Promise<WirePayload> => {
    if (payload.at === 'inline') return intoBody(payload.bytes);
    const block = payload.at === 'block' ? payload : await store.toBlock(payload);
    outgoing.blocks.push(block);
    return {
      at: 'block',
      name: block.name,
      path: block.path,
      offset: block.byteOffset,
      length: block.byteLength,
    };
  };
  const valueToWire = async (value: Value): Promise<unknown> => {
    switch (value.kind) {
      case 'json': {
        if (!isLargeJson(value.json)) return value;
        const { kind, identity } = value;
        return { kind, identity, payload: intoBody(await encodeJsonInSlices(value.json)) };
      }
      case 'file':
        return value;
      case 'list': {
        const items: unknown[] = [];
        for (const item of value.items) items.push(await valueToWire(item));
        return { ...value, items };
      }
      default:
        return { ...value, payload: await payloadToWire(value.payload) };
    }
  };
  for (const [port, value] of Object.entries(values)) {
    outgoing.wires[port] = await valueToWire(value);
  }
  return outgoing;
}

/** What `fromWire` needs to know about the process that sent the values. */
export interface IncomingContext {
  body: Uint8Array;
  /** Takes one hold of a block the process named: its own, or one it was given. Throws FrameError for any other. */
  takeBlock(block: BlockPayload): void;
  /** Large JSON that is still being read; the values are complete when all have settled. */
  pending: Promise<void>[];
}

type WireMap = Record<string, unknown>;

function isMap(value: unknown): value is WireMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(what: string, received: unknown): FrameError {
  const text = typeof received === 'object' ? JSON.stringify(received) : String(received);
  return new FrameError(`received a value whose ${what} is ${text?.slice(0, 100)}`);
}

function size(map: WireMap, key: string): number {
  const value = map[key];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw bad(key, value);
  return value;
}

function text(map: WireMap, key: string): string {
  const value = map[key];
  if (typeof value !== 'string') throw bad(key, value);
  return value;
}

/** Reads one set of outputs a child has sent; everything in it is checked. Each payload is held once for the receiver. */
export function fromWire(wires: unknown, context: IncomingContext): Record<string, Value> {
  if (!isMap(wires)) throw bad('outputs', wires);
  const outputs: Record<string, Value> = {};
  for (const port of Object.keys(wires)) outputs[port] = valueFromWire(wires[port], context, 0);
  return outputs;
}

function payloadFromWire(wire: unknown, context: IncomingContext): Payload {
  if (!isMap(wire)) throw bad('payload', wire);
  const byteOffset = size(wire, 'offset');
  const byteLength = size(wire, 'length');
  if (wire.at === 'body') {
    if (byteOffset + byteLength > context.body.byteLength) throw bad('payload', wire);
    return { at: 'inline', bytes: context.body.slice(byteOffset, byteOffset + byteLength) };
  }
  if (wire.at !== 'block') throw bad('payload', wire);
  const block: BlockPayload = {
    at: 'block',
    name: text(wire, 'name'),
    path: text(wire, 'path'),
    byteOffset,
    byteLength,
  };
  context.takeBlock(block);
  return block;
}

/** JSON that came as msgpack in the body: read in slices, and put into the value when it is there. */
function largeJson(identity: Identity, wire: unknown, context: IncomingContext): Value {
  const payload = payloadFromWire(wire, context);
  if (payload.at !== 'inline') throw bad('payload', wire);
  const value: Value = { kind: 'json', identity, json: null };
  const reading = decodeJsonInSlices(payload.bytes).then((json) => {
    value.json = json;
  });
  context.pending.push(reading);
  return value;
}

function valueFromWire(wire: unknown, context: IncomingContext, depth: number): Value {
  if (!isMap(wire) || depth > MAX_DEPTH) throw bad('form', wire);
  const identity: Identity = text(wire, 'identity');
  if (!/^[0-9a-f]{64}$/.test(identity)) throw bad('identity', identity);
  switch (wire.kind) {
    case 'json': {
      if (wire.payload !== undefined && wire.payload !== null)
        return largeJson(identity, wire.payload, context);
      const problem = findNonJson(wire.json);
      if (problem !== undefined) throw new FrameError(`received JSON where ${problem}`);
      return { kind: 'json', identity, json: wire.json as JsonValue };
    }
    case 'bytes':
      return { kind: 'bytes', identity, payload: payloadFromWire(wire.payload, context) };
    case 'table': {
      if (!Array.isArray(wire.columns)) throw bad('columns', wire.columns);
      const columns = wire.columns.map((column: unknown) => {
        if (!isMap(column)) throw bad('columns', column);
        return { name: text(column, 'name'), type: text(column, 'type') };
      });
      const rows = size(wire, 'rows');
      return { kind: 'table', identity, rows, columns, payload: payloadFromWire(wire.payload, context) };
    }
    case 'tensor': {
      const { dtype, shape } = wire;
      if (typeof dtype !== 'string' || !DTYPES.has(dtype)) throw bad('dtype', dtype);
      if (
        !Array.isArray(shape) ||
        !shape.every((side) => Number.isSafeInteger(side) && (side as number) >= 0)
      ) {
        throw bad('shape', shape);
      }
      return {
        kind: 'tensor',
        identity,
        dtype: tensorDtypeSchema.parse(dtype),
        shape: shape as number[],
        payload: payloadFromWire(wire.payload, context),
      };
    }
    case 'image': {
      const format = text(wire, 'format');
      if (!FORMATS.has(format)) throw bad('format', format);
      const width = size(wire, 'width');
      const height = size(wire, 'height');
      const payload = payloadFromWire(wire.payload, context);
      return { kind: 'image', identity, width, height, format: imageFormatSchema.parse(format), payload };
    }
    case 'file':
      return {
        kind: 'file',
        identity,
        path: text(wire, 'path'),
        sizeBytes: size(wire, 'sizeBytes'),
        modifiedMs: Number(wire.modifiedMs),
      };
    case 'list': {
      if (!Array.isArray(wire.items)) throw bad('items', wire.items);
      const items = wire.items.map((item: unknown) => valueFromWire(item, context, depth + 1));
      return { kind: 'list', identity, items };
    }
    default:
      throw bad('kind', wire.kind);
  }
}
