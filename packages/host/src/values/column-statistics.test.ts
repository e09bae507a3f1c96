import { Float64, Int32, Int64, Table, Utf8, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { columnStatistics } from './column-statistics.js';
import { everyType, inSharedMemory } from './testing/every-type.js';
import { silentJob } from './value-jobs.js';
import { watchedWork } from './work.js';

const work = watchedWork(silentJob().flag, () => undefined);

function statistics(values: readonly unknown[], type: unknown, rows?: Uint32Array) {
  const table = inSharedMemory(new Table({ x: vectorFromArray(values as never[], type as never) }));
  return columnStatistics(table, 0, rows, work);
}

describe('statistics of a column', () => {
  test('numbers: missing cells and NaN are told apart and count nowhere else', () => {
    const found = statistics([3, null, Number.NaN, -1.5, 3], new Float64());
    expect(found).toMatchObject({
      rows: 5,
      nulls: 1,
      nans: 1,
      min: '-1.5',
      max: '3',
      mean: 1.5,
      distinctExact: true,
    });
    expect(found.distinct).toBe(3);
    expect(found.bins.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(found.bins[0]).toMatchObject({ from: '-1.5', count: 1 });
    expect(found.bins.at(-1)).toMatchObject({ to: '3', count: 2 });
  });

  test('whole numbers beyond 2^53 are exact', () => {
    const found = statistics([2n ** 60n + 1n, 2n ** 60n, null], new Int64());
    expect(found).toMatchObject({ min: '1152921504606846976', max: '1152921504606846977', distinct: 2 });
  });

  test('few whole numbers have a bin each', () => {
    const found = statistics([1, 2, 2, 3, 3, 3], new Int32());
    expect(found.bins.map(({ count }) => count)).toEqual([1, 2, 3]);
  });

  test('text: the most frequent values', () => {
    const found = statistics(['b', 'a', 'b', null, 'c', 'b', 'a'], new Utf8());
    expect(found).toMatchObject({ nulls: 1, min: 'a', max: 'c', distinct: 3, distinctExact: true });
    expect(found.bins).toEqual([
      { from: 'b', to: 'b', count: 3 },
      { from: 'a', to: 'a', count: 2 },
      { from: 'c', to: 'c', count: 1 },
    ]);
  });

  test('only the rows that are asked for', () => {
    expect(statistics([1, 2, 3, 4], new Int32(), Uint32Array.from([3, 1]))).toMatchObject({
      rows: 2,
      min: '2',
      max: '4',
      mean: 3,
    });
  });

  test.each([5_000, 100_000, 1_000_000])('%d different values are estimated within 2 %%', (different) => {
    const values = Float64Array.from({ length: different * 2 }, (_, row) => (row % different) * 1.1);
    const table = inSharedMemory(new Table({ x: vectorFromArray(values) }));
    const found = columnStatistics(table, 0, undefined, work);
    expect(found.distinctExact).toBe(false);
    expect(Math.abs(found.distinct - different) / different).toBeLessThan(0.02);
  });

  test('every type has statistics', () => {
    const table = inSharedMemory(everyType());
    const found = Object.fromEntries(
      table.schema.fields.map(({ name }, column) => [name, columnStatistics(table, column, undefined, work)]),
    );
    expect(found.money).toMatchObject({ min: '-0.01', max: '999999999999999999.99', nulls: 0 });
    expect(found.zoned).toMatchObject({
      min: '2020-02-03T05:05:06.123456789+01:00',
      max: '2020-07-06T03:46:40+02:00',
      nulls: 1,
    });
    expect(found.word).toMatchObject({ min: 'blue', max: 'red', distinct: 2 });
    expect(found.deep).toMatchObject({ nulls: 1, bins: [] });
  });
});
