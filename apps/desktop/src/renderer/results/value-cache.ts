import type { BridgeClient, BridgeInput, BridgeOutput } from '@atomiton/contracts';

/** Looks that give the same answer for ever: a value never changes under its identity. */
export type CachedMethod =
  | 'value.page'
  | 'value.cell'
  | 'value.text'
  | 'value.image'
  | 'value.tile'
  | 'value.pixels'
  | 'value.tree'
  | 'value.slice'
  | 'value.slicePicture'
  | 'value.bytes'
  | 'value.items';

export type TablePage = BridgeOutput<'value.page'>;

/** What was looked at last, up to a limit of memory: the longest unused goes first. */
export interface ValueCache {
  get<M extends CachedMethod>(method: M, input: BridgeInput<M>): Promise<BridgeOutput<M>>;
  /** Estimate of the memory held. Bytes. */
  heldBytes(): number;
}

/** 48 MB: some hundred pages and thumbnails. */
export const CACHE_BYTES = 48_000_000;

interface Entry {
  answer: Promise<unknown>;
  bytes: number;
}

/** Memory of an answer, roughly: two bytes a character, sixteen for everything else. */
function sizeOf(answer: unknown): number {
  const open: unknown[] = [answer];
  let bytes = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    bytes += 16;
    if (typeof value === 'string') bytes += value.length * 2;
    else if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) open.push(inner);
  }
  return bytes;
}

export function createValueCache(client: BridgeClient, limitBytes = CACHE_BYTES): ValueCache {
  const entries = new Map<string, Entry>();
  let held = 0;

  const drop = (key: string): void => {
    held -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  const settle = (key: string, entry: Entry, answer: unknown): void => {
    if (entries.get(key) !== entry) return;
    entry.bytes = sizeOf(answer);
    held += entry.bytes;
    for (const [oldest, { bytes }] of entries) {
      if (held <= limitBytes) break;
      if (oldest !== key && bytes > 0) drop(oldest);
    }
  };

  return {
    get(method, input) {
      const key = JSON.stringify([method, input]);
      const known = entries.get(key);
      if (known !== undefined) {
        entries.delete(key);
        entries.set(key, known);
        return known.answer as Promise<BridgeOutput<typeof method>>;
      }
      const answer = client.call(method, input);
      const entry: Entry = { answer, bytes: 0 };
      entries.set(key, entry);
      answer.then(
        (value) => settle(key, entry, value),
        () => {
          if (entries.get(key) === entry) drop(key);
        },
      );
      return answer;
    },
    heldBytes: () => held,
  };
}
