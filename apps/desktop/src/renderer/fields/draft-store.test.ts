import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDraftStore } from './draft-store';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('reports the latest text of a field within half a second, once', () => {
  const sent: [string, string | null][] = [];
  const store = createDraftStore({ send: async (field, text) => void sent.push([field, text]) });
  for (const text of ['a', 'ab', 'abc']) store.set('n.filter', text);
  expect(store.get('n.filter')).toBe('abc');
  vi.advanceTimersByTime(499);
  expect(sent).toEqual([['n.filter', 'abc']]);
});

it('takes back only what it has reported', () => {
  const sent: [string, string | null][] = [];
  const store = createDraftStore({ send: async (field, text) => void sent.push([field, text]) });
  store.set('n.a', 'x');
  store.set('n.a', undefined);
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([]);
  store.set('n.a', 'y');
  vi.advanceTimersByTime(500);
  store.set('n.a', undefined);
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([
    ['n.a', 'y'],
    ['n.a', null],
  ]);
});

it('begins with what was left when the application was ended', () => {
  const store = createDraftStore({ initial: { 'n.a': 'typed' }, send: async () => undefined });
  expect(store.get('n.a')).toBe('typed');
});
