import type { BridgeClient } from '@atomiton/contracts';
import { expect, it } from 'vitest';
import { createValueCache } from './value-cache';

function counting(size: number) {
  const asked: string[] = [];
  const client = {
    async call(_method: string, input: { identity: string }) {
      asked.push(input.identity);
      if (input.identity === 'bad') throw new Error('gone');
      return { text: 'x'.repeat(size), totalChars: size };
    },
    on: () => () => undefined,
    close: () => undefined,
  } as unknown as BridgeClient;
  return { asked, cache: createValueCache(client, 10_000) };
}

it('asks once for what it holds, and never holds more than its limit: the longest unused goes first', async () => {
  const { asked, cache } = counting(1000);
  const get = (identity: string) => cache.get('value.text', { identity, maxChars: 5000 });
  for (const identity of ['a', 'b', 'c', 'd']) await get(identity);
  await get('a');
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
  for (const identity of ['e', 'f', 'g']) await get(identity);
  expect(cache.heldBytes()).toBeLessThanOrEqual(10_000);
  await get('a');
  await get('b');
  expect(asked.filter((identity) => identity === 'a')).toHaveLength(1);
  expect(asked.filter((identity) => identity === 'b')).toHaveLength(2);
});

it('does not keep a failure', async () => {
  const { asked, cache } = counting(10);
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(cache.get('value.text', { identity: 'bad', maxChars: 1 })).rejects.toThrow('gone');
  }
  expect(asked).toEqual(['bad', 'bad']);
});
