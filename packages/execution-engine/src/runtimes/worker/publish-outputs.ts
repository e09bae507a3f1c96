import type { Draft, Identity } from '@atomiton/contracts';
import { INLINE_LIMIT_BYTES } from '@atomiton/contracts';
import { hashIdentity, identityPreimage } from '../../stores/identity.js';
import { checkOutputs } from './check-draft.js';
import type { LanePayload, LaneValue } from './lane-protocol.js';

/** Shared memory that a call may publish without copying, by buffer. */
export type KnownMemory = Map<ArrayBufferLike, { at: 'input' | 'allocated'; index: number }>;

/** Asks the host for memory; resolves to a view of it that is registered in `known`. */
export type Allocate = (byteLength: number) => Promise<Uint8Array>;

/**
 * Turns what node code returned into values for the host: computes the identity here, off the main thread.
 * Bytes in known memory are not copied; others of 64 KB or more are copied once into the pool.
 */
export async function publishOutputs(
  outputs: unknown,
  ports: readonly string[],
  known: KnownMemory,
  allocate: Allocate,
): Promise<Record<string, LaneValue>> {
  const published: Record<string, LaneValue> = {};
  for (const [port, draft] of checkOutputs(outputs, ports)) {
    published[port] = await publishDraft(draft, known, allocate);
  }
  return published;
}

async function publishDraft(draft: Draft, known: KnownMemory, allocate: Allocate): Promise<LaneValue> {
  if (draft.kind === 'list') {
    const items: LaneValue[] = [];
    for (const item of draft.items) items.push(await publishDraft(item, known, allocate));
    const identities: Identity[] = items.map(({ identity }) => identity);
    return { kind: 'list', identity: hashIdentity(identityPreimage(draft, identities)), items };
  }
  if (draft.kind === 'json' || draft.kind === 'file') {
    return { ...draft, identity: hashIdentity(identityPreimage(draft)) };
  }
  const { bytes, ...meta } = draft;
  const { payload, view } = await place(bytes, known, allocate);
  return { ...meta, payload, identity: hashIdentity(identityPreimage(draft), view) } as LaneValue;
}

async function place(
  bytes: Uint8Array,
  known: KnownMemory,
  allocate: Allocate,
): Promise<{ payload: LanePayload; view: Uint8Array }> {
  const { byteOffset, byteLength } = bytes;
  if (byteLength < INLINE_LIMIT_BYTES) {
    // A copy of its own: a view would carry its whole buffer through the message.
    const copy = new Uint8Array(bytes);
    return { payload: { at: 'inline', bytes: copy }, view: copy };
  }
  const memory = known.get(bytes.buffer);
  if (memory !== undefined) return { payload: { ...memory, byteOffset, byteLength }, view: bytes };
  const view = await allocate(byteLength);
  view.set(bytes);
  const allocated = known.get(view.buffer) as { at: 'allocated'; index: number };
  return { payload: { ...allocated, byteOffset: view.byteOffset, byteLength }, view };
}
