import type {
  BlockPayload,
  Payload,
  ReceivedValue,
  SharedPayload,
  Value,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError, payloadOf } from '@atomiton/contracts';
import type { LaneValue } from './lane-protocol.js';

/** The inputs of one call as a worker sees them, and the shared memories they lie in, in the worker's order. */
export interface LaneInputs {
  inputs: Record<string, ReceivedValue>;
  memories: SharedPayload[];
}

/** The blocks inside the inputs: they are read before a worker sees them. */
export function blocksOf(inputs: Record<string, Value>): BlockPayload[] {
  const blocks: BlockPayload[] = [];
  const stack = Object.values(inputs);
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (value.kind === 'list') stack.push(...value.items);
    const payload = payloadOf(value);
    if (payload?.at === 'block') blocks.push(payload);
  }
  return blocks;
}

/**
 * Views for a worker: shared memory stays where it is, a block is read once into shared memory (`shared` has the
 * copies), small bytes are copied.
 */
export function laneInputs(
  inputs: Record<string, Value>,
  shared: ReadonlyMap<BlockPayload, SharedPayload> = new Map(),
): LaneInputs {
  const received: Record<string, ReceivedValue> = {};
  const byBuffer = new Map<SharedArrayBuffer, SharedPayload>();
  for (const [port, value] of Object.entries(inputs)) received[port] = receive(value, shared, byBuffer);
  return { inputs: received, memories: [...byBuffer.values()] };
}

/** As `laneInputs`, with blocks read first. */
export async function laneInputsOf(inputs: Record<string, Value>, store: ValueStore): Promise<LaneInputs> {
  const shared = new Map<BlockPayload, SharedPayload>();
  for (const block of blocksOf(inputs)) shared.set(block, await store.toShared(block));
  return laneInputs(inputs, shared);
}

function receive(
  value: Value,
  shared: ReadonlyMap<BlockPayload, SharedPayload>,
  byBuffer: Map<SharedArrayBuffer, SharedPayload>,
): ReceivedValue {
  if (value.kind === 'json' || value.kind === 'file') return value;
  if (value.kind === 'list') {
    const items = value.items.map((item) => receive(item, shared, byBuffer));
    return { kind: 'list', identity: value.identity, items };
  }
  const { payload, ...meta } = value;
  if (payload.at === 'inline') return { ...meta, bytes: new Uint8Array(payload.bytes) };
  const memory = payload.at === 'shared' ? payload : (shared.get(payload) as SharedPayload);
  if (!byBuffer.has(memory.buffer)) byBuffer.set(memory.buffer, memory);
  return { ...meta, bytes: new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength) };
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
