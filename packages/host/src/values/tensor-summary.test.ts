import { describe, expect, test } from 'vitest';
import { tensorPicture, tensorSlice, tensorSummary } from './tensor-summary.js';
import { silentJob } from './value-jobs.js';
import { watchedWork } from './work.js';

const work = watchedWork(silentJob().flag, () => undefined);
const bytes = (numbers: { buffer: ArrayBufferLike }) => new Uint8Array(numbers.buffer as ArrayBuffer);

describe('a tensor in a few numbers', () => {
  test('NaN and infinities are counted and left out', () => {
    const numbers = Float32Array.from([1, 2, 3, 4, Number.NaN, Number.POSITIVE_INFINITY]);
    const found = tensorSummary(bytes(numbers), 'float32', [2, 3], work);
    expect(found).toMatchObject({ count: 6, nans: 1, infinities: 1, min: '1', max: '4', mean: 2.5 });
    expect(found.deviation).toBeCloseTo(Math.sqrt(1.25), 12);
    expect(found.bins.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });

  test('64-bit integers are exact', () => {
    const numbers = BigInt64Array.from([2n ** 60n + 1n, -1n]);
    expect(tensorSummary(bytes(numbers), 'int64', [2], work)).toMatchObject({
      min: '-1',
      max: '1152921504606846977',
    });
  });

  test('a tensor without elements', () => {
    expect(tensorSummary(new Uint8Array(0), 'float64', [0, 3], work)).toMatchObject({ count: 0, bins: [] });
  });
});

describe('slices over the last two axes', () => {
  const numbers = Int32Array.from({ length: 24 }, (_, index) => index);
  test('elements of a part of a slice', () => {
    const part = tensorSlice(
      bytes(numbers),
      'int32',
      [2, 3, 4],
      [1],
      { first: 1, count: 10 },
      { first: 2, count: 10 },
    );
    expect(part).toEqual({
      rows: [
        ['18', '19'],
        ['22', '23'],
      ],
      totalRows: 3,
      totalColumns: 4,
    });
  });

  test('a vector is one row, a scalar one element, and an index outside is refused', () => {
    const span = { first: 0, count: 10 };
    expect(tensorSlice(bytes(numbers), 'int32', [3], [], span, span).rows).toEqual([['0', '1', '2']]);
    expect(tensorSlice(bytes(numbers), 'int32', [], [], span, span).rows).toEqual([['0']]);
    expect(() => tensorSlice(bytes(numbers), 'int32', [2, 3, 4], [2], span, span)).toThrow('[2]');
  });

  test('as a picture from black to white', () => {
    const picture = tensorPicture(
      bytes(Float64Array.from([0, 1, 0.5, Number.NaN])),
      'float64',
      [2, 2],
      [],
      100,
    );
    expect([...picture.bytes]).toEqual([0, 255, 128, 0]);
  });
});
