import type { Payload, ReceivedValue, SharedPayload, Value, ValueStore } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { LaneValue } from './lane-protocol.js';

/** The inputs of one call as a worker sees them, and the shared memories they lie in, in the worker's order. */
export interface LaneInputs {
  inputs: Record<string, ReceivedValue>;
  memories: SharedPayload[];
}

/** Views for a worker: shared memory stays where it is, a block is read once into shared memory, small bytes are copied. */
export async function laneInputs(inputs: Record<string, Value>, store: ValueStore): Promise<LaneInputs> {
  const received: Record<string, ReceivedValue> = {};
  const byBuffer = new Map<SharedArrayBuffer, SharedPayload>();
  for (const [port, value] of Object.entries(inputs)) received[port] = await receive(value, store, byBuffer);
  return { inputs: received, memories: [...byBuffer.values()] };
}

async function receive(
  value: Value,
  store: ValueStore,
  byBuffer: Map<SharedArrayBuffer, SharedPayload>,
): Promise<ReceivedValue> {
  if (value.kind === 'json' || value.kind === 'file') return value;
  if (value.kind === 'list') {
    const items: ReceivedValue[] = [];
    for (const item of value.items) items.push(await receive(item, store, byBuffer));
    return { kind: 'list', identity: value.identity, items };
  }
  const { payload, ...meta } = value;
  if (payload.at === 'inline') return { ...meta, bytes: new Uint8Array(payload.bytes) };
  const shared = await store.toShared(payload);
  if (!byBuffer.has(shared.buffer)) byBuffer.set(shared.buffer, shared);
  return { ...meta, bytes: new Uint8Array(shared.buffer, shared.byteOffset, shared.byteLength) };
}

/** Memory that a call may publish: what it was given and what it allocated. */
export interface CallMemory {
  inputs: readonly SharedPayload[];
  allocated: ReadonlyMap<number, SharedPayload>;
}

/** A worker's output as a value, each payload held once for the receiver. */
export function valueOfLane(output: LaneValue, memory: CallMemory, store: ValueStore): Value {
  if (output.kind === 'list') {
    return { ...output, items: output.items.map((item) => valueOfLane(item, memory, store)) };
  }
  if (output.kind === 'json' || output.kind === 'file') return output;
  const { payload: from, ...meta } = output;
  if (from.at === 'inline') return { ...meta, payload: from } as Value;
  const base = from.at === 'input' ? memory.inputs[from.index] : memory.allocated.get(from.index);
  if (base === undefined) {
    throw new AtomitonError({
      kind: 'runtime',
      code: 'unknown-memory',
      message: `A worker named the ${from.at} memory ${from.index}, which this call does not have.`,
    });
  }
  const { byteOffset, byteLength } = from;
  const payload: Payload = { at: 'shared', buffer: base.buffer, byteOffset, byteLength };
  store.retainPayload(payload);
  return { ...meta, payload } as Value;
}
