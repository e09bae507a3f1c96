import { expect, test } from 'vitest';
import { findMessageProblem } from './check-message.js';

test.each([
  [{ id: 1, method: 'x', input: { a: [1, 'two', null, true, { b: undefined }] } }],
  ['text'],
  [null],
  [Object.assign(Object.create(null) as object, { a: 1 })],
])('plain data passes: %j', (message) => {
  expect(findMessageProblem(message)).toBeUndefined();
});

test.each([
  ['__proto__', '{"input":[{"__proto__":{"polluted":1}}]}'],
  ['constructor', '{"constructor":1}'],
  ['prototype', '{"a":{"b":{"prototype":null}}}'],
])('the key %s is refused by name', (key, text) => {
  const problem = findMessageProblem(JSON.parse(text));
  expect(problem).toEqual({ code: 'bad-message', message: `A message holds the reserved key "${key}".` });
});

test.each([
  ['a function', { a: () => 1 }, /function/],
  ['a number that JSON cannot hold', { a: Number.NaN }, /NaN/],
  ['a big integer', { a: 1n }, /bigint/],
  ['a date', { a: new Date(0) }, /not plain data/],
  ['bytes', { a: new Uint8Array(3) }, /not plain data/],
  ['a map', new Map(), /not plain data/],
])('%s is refused', (_name, message, says) => {
  expect(findMessageProblem(message)).toMatchObject({
    code: 'bad-message',
    message: expect.stringMatching(says),
  });
});

test('depth and size are bounded, without recursion', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(findMessageProblem(deep)?.message).toContain('256 levels');
  expect(findMessageProblem({ a: 'x'.repeat(1000) }, 500)?.code).toBe('message-too-large');
  expect(
    findMessageProblem(
      Array.from({ length: 100 }, () => 0),
      500,
    )?.code,
  ).toBe('message-too-large');
  expect(findMessageProblem({ ['k'.repeat(1000)]: 0 }, 500)?.code).toBe('message-too-large');
  expect(findMessageProblem({ a: 'x'.repeat(400) }, 500)).toBeUndefined();
});
