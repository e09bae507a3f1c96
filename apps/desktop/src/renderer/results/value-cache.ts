import type { BridgeClient, BridgeOutput, Identity } from '@atomiton/contracts';

export type TablePage = BridgeOutput<'value.page'>;
export type ValueText = BridgeOutput<'value.text'>;
export type ValueImage = BridgeOutput<'value.image'>;

/** Views of values. A value never changes under its identity, so what was read once is kept. */
export interface ValueCache {
  page(identity: Identity, offset: number, limit: number): Promise<TablePage>;
  text(identity: Identity, maxChars: number): Promise<ValueText>;
  image(identity: Identity, maxSize: number): Promise<ValueImage>;
}

const MAX_ENTRIES = 300;

export function createValueCache(client: BridgeClient): ValueCache {
  const entries = new Map<string, Promise<unknown>>();

  function remember<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = entries.get(key) as Promise<T> | undefined;
    entries.delete(key);
    const entry = known ?? load();
    entries.set(key, entry);
    if (known === undefined) entry.catch(() => entries.delete(key));
    for (const oldest of entries.keys()) {
      if (entries.size <= MAX_ENTRIES) break;
      entries.delete(oldest);
    }
    return entry;
  }

  return {
    page: (identity, offset, limit) =>
      remember(`page ${identity} ${offset} ${limit}`, () =>
        client.call('value.page', { identity, offset, limit }),
      ),
    text: (identity, maxChars) =>
      remember(`text ${identity} ${maxChars}`, () => client.call('value.text', { identity, maxChars })),
    image: (identity, maxSize) =>
      remember(`image ${identity} ${maxSize}`, () => client.call('value.image', { identity, maxSize })),
  };
}
