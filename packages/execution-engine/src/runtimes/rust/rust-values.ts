import type { Identity, JsonValue, Payload, SharedPayload, Value, ValueStore } from '@atomiton/contracts';
import { AtomitonError, INLINE_LIMIT_BYTES } from '@atomiton/contracts';
import { hashIdentity, identityPreimage } from '../../stores/identity.js';

/** Inputs of a call as Rust receives them. */
export interface RustInputs {
  /** JSON of the values by port; a payload is a number into `buffers`. */
  text: string;
  buffers: Uint8Array[];
  /** Where each buffer lies, for outputs that give an input back. */
  payloads: Payload[];
}

/** Describes values for Rust. Shared memory is not copied; a block is read once into shared memory. */
export async function toRust(
  inputs: Readonly<Record<string, Value>>,
  store: ValueStore,
): Promise<RustInputs> {
  const buffers: Uint8Array[] = [];
  const payloads: Payload[] = [];
  const describe = async (value: Value): Promise<unknown> => {
    if (value.kind === 'json' || value.kind === 'file') return value;
    if (value.kind === 'list') {
      const items: unknown[] = [];
      for (const item of value.items) items.push(await describe(item));
      return { ...value, items };
    }
    const { payload } = value;
    payloads.push(payload);
    buffers.push(payload.at === 'inline' ? payload.bytes : viewOf(await store.toShared(payload)));
    return { ...value, payload: buffers.length - 1 };
  };
  const described: Record<string, unknown> = {};
  for (const [port, value] of Object.entries(inputs)) described[port] = await describe(value);
  return { text: JSON.stringify(described), buffers, payloads };
}

export function viewOf(payload: SharedPayload): Uint8Array {
  return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
}

/** A payload that Rust made (its size) or gives back (the number of the input's buffer). */
export type RustPayload = { bytes: number } | { input: number };

/** Memory for the payloads of an `emit`: each is held once for the receiver. */
export function placePayloads(
  described: readonly RustPayload[],
  inputs: readonly Payload[],
  store: ValueStore,
): { payloads: Payload[]; targets: Uint8Array[] } {
  const payloads: Payload[] = [];
  const targets: Uint8Array[] = [];
  try {
    for (const one of described) {
      if ('input' in one) {
        const payload = inputs[one.input];
        if (payload === undefined) throw unknownPayload(one.input);
        store.retainPayload(payload);
        payloads.push(payload.at === 'inline' ? { at: 'inline', bytes: payload.bytes.slice() } : payload);
      } else if (one.bytes < INLINE_LIMIT_BYTES) {
        const bytes = new Uint8Array(one.bytes);
        payloads.push({ at: 'inline', bytes });
        targets.push(bytes);
      } else {
        const payload = store.allocate(one.bytes);
        payloads.push(payload);
        targets.push(viewOf(payload));
      }
    }
  } catch (thrown) {
    for (const payload of payloads) store.releasePayload(payload);
    throw thrown;
  }
  return { payloads, targets };
}

type Described = {
  kind: string;
  identity?: Identity;
  payload?: number;
  items?: Described[];
  json?: JsonValue;
};

/** The values of an `emit` message, their payloads in place. Values without payload get their identity here. */
export function fromRust(
  outputs: Record<string, unknown>,
  payloads: readonly Payload[],
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [port, output] of Object.entries(outputs)) values[port] = valueOf(output as Described, payloads);
  return values;
}

function valueOf(described: Described, payloads: readonly Payload[]): Value {
  if (described.kind === 'list') {
    const items = (described.items ?? []).map((item) => valueOf(item, payloads));
    return {
      kind: 'list',
      items,
      identity: hashIdentity(`list:${items.map(({ identity }) => identity).join(',')}`),
    };
  }
  if (described.payload !== undefined) {
    const payload = payloads[described.payload];
    if (payload === undefined) throw unknownPayload(described.payload);
    return { ...described, payload } as unknown as Value;
  }
  const value = described as unknown as Extract<Value, { kind: 'json' | 'file' }>;
  return { ...value, identity: described.identity ?? hashIdentity(identityPreimage(value)) };
}

function unknownPayload(number: number): AtomitonError {
  return new AtomitonError({
    kind: 'runtime',
    code: 'unknown-memory',
    message: `A Rust node named payload ${number}, which this call does not have.`,
  });
}
