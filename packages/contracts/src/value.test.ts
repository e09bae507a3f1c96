import { describe, expect, it } from 'vitest';
import { payloadBytes, payloadOf, sizeBytesOf, type Value } from './value.js';

const identity = '0'.repeat(64);
const bytes: Value = { kind: 'bytes', identity, payload: { at: 'inline', bytes: new Uint8Array(5) } };
const tensor: Value = {
  kind: 'tensor',
  identity,
  dtype: 'float32',
  shape: [2, 3],
  payload: { at: 'shared', buffer: new SharedArrayBuffer(64), byteOffset: 8, byteLength: 24 },
};
const file: Value = { kind: 'file', identity, path: '/a', sizeBytes: 100, modifiedMs: 0 };

describe('the size of a value', () => {
  it.each<[string, Value, number]>([
    ['bytes', bytes, 5],
    ['a region of shared memory', tensor, 24],
    ['a file', file, 100],
    ['json', { kind: 'json', identity, json: { a: 'ä' } }, 9],
    [
      'a list with lists',
      { kind: 'list', identity, items: [bytes, { kind: 'list', identity, items: [file] }] },
      105,
    ],
  ])('of %s', (_name, value, size) => {
    expect(sizeBytesOf(value)).toBe(size);
  });
});

it('only values with bytes have a payload', () => {
  expect(payloadOf(file)).toBeUndefined();
  const payload = payloadOf(tensor);
  expect(payload === undefined ? 0 : payloadBytes(payload)).toBe(24);
});
