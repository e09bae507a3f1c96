import type { SortKey } from '@atomiton/contracts';
import {
  Bool,
  DateDay,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  Table,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrangeRows } from './arrange-rows.js';
import { everyType, inSharedMemory } from './testing/every-type.js';
import { silentJob } from './value-jobs.js';
import { type Work, watchedWork } from './work.js';

const work = (): Work => watchedWork(silentJob().flag, () => undefined);

/** Reference: comparing, with missing values last and NaN above numbers. */
function expected<T>(
  values: readonly (T | null)[],
  descending: boolean,
  compare: (a: T, b: T) => number,
): number[] {
  const rows = values.map((_, row) => row);
  return rows.sort((left, right) => {
    const one = values[left] as T | null;
    const other = values[right] as T | null;
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    return descending ? -compare(one, other) : compare(one, other);
  });
}

function sorted(table: Table, sort: SortKey[], filter = ''): number[] {
  return [...arrangeRows(table, { sort, filter }, work())];
}

const numbers = (a: number, b: number): number => {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
};
const bytesOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The same rows in several record batches. */
function inBatches(make: (from: number, to: number) => Table, rows: number): Table {
  const step = Math.max(1, Math.ceil(rows / 3));
  let table = make(0, Math.min(step, rows));
  for (let from = step; from < rows; from += step)
    table = table.concat(make(from, Math.min(rows, from + step)));
  return inSharedMemory(table);
}

describe('sorting', () => {
  test.each([
    ['float64', fc.double(), () => new Float64(), numbers],
    ['int32', fc.integer(), () => new Int32(), (a: number, b: number) => a - b],
    [
      'int64',
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      () => new Int64(),
      (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
    ],
    ['bool', fc.boolean(), () => new Bool(), (a: boolean, b: boolean) => Number(a) - Number(b)],
    ['text', fc.string({ unit: 'binary', maxLength: 30 }), () => new Utf8(), bytesOrder],
    [
      'dictionary',
      fc.constantFrom('b', 'a', 'ä', '', '😀', '\uffff'),
      () => new Dictionary(new Utf8(), new Int32()),
      bytesOrder,
    ],
  ] as const)('%s: as a comparison sorts, stable, missing values last', (_name, arbitrary, type, compare) => {
    fc.assert(
      fc.property(
        fc.array(fc.option(arbitrary as fc.Arbitrary<unknown>, { nil: null }), {
          minLength: 1,
          maxLength: 80,
        }),
        fc.boolean(),
        (values, descending) => {
          const table = inBatches(
            (from, to) =>
              new Table({ x: vectorFromArray(values.slice(from, to) as never[], type() as never) }),
            values.length,
          );
          expect(sorted(table, [{ column: 0, descending }])).toEqual(
            expected(values, descending, compare as (a: unknown, b: unknown) => number),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('by several columns, the first is the most significant', () => {
    const table = inSharedMemory(
      new Table({
        city: vectorFromArray(['b', 'a', 'b', 'a', null], new Utf8()),
        n: vectorFromArray([1, 2, 3, 4, 5], new Int32()),
      }),
    );
    expect(
      sorted(table, [
        { column: 0, descending: false },
        { column: 1, descending: true },
      ]),
    ).toEqual([3, 1, 2, 0, 4]);
    expect(
      sorted(table, [
        { column: 0, descending: true },
        { column: 1, descending: false },
      ]),
    ).toEqual([0, 2, 1, 3, 4]);
  });

  test('many rows with long common beginnings', () => {
    const rows = 20_000;
    const texts = Array.from({ length: rows }, (_, row) => {
      const key = (row * 7919) % 5000;
      return `the same beginning for all ${key % 3 === 0 ? 'x' : ''}${key}${'\0'.repeat(row % 3)}`;
    });
    const table = inBatches(
      (from, to) => new Table({ t: vectorFromArray(texts.slice(from, to), new Utf8()) }),
      rows,
    );
    for (const descending of [false, true]) {
      expect(sorted(table, [{ column: 0, descending }])).toEqual(expected(texts, descending, bytesOrder));
    }
  });

  test('dates and times by their moment', () => {
    const table = inSharedMemory(
      new Table({
        day: vectorFromArray(
          [new Date('2020-01-01'), new Date('1900-01-01'), new Date('1999-01-01')],
          new DateDay(),
        ),
        at: vectorFromArray([5, -5, 0], new TimestampMicrosecond()),
      }),
    );
    expect(sorted(table, [{ column: 0, descending: false }])).toEqual([1, 2, 0]);
    expect(sorted(table, [{ column: 1, descending: true }])).toEqual([0, 2, 1]);
  });

  test('every type has an order or says that it has none', () => {
    const table = inSharedMemory(everyType());
    const without: string[] = [];
    for (const [column, { name }] of table.schema.fields.entries()) {
      try {
        sorted(table, [{ column, descending: false }]);
      } catch (thrown) {
        expect(thrown).toMatchObject({ data: { code: 'not-ordered' } });
        without.push(name);
      }
    }
    expect(without).toEqual(['block', 'list', 'pair', 'deep', 'map']);
    const money = table.schema.fields.findIndex(({ name }) => name === 'money');
    expect(sorted(table, [{ column: money, descending: false }])).toEqual([1, 0, 2]);
    const natural = table.schema.fields.findIndex(({ name }) => name === 'natural');
    expect(sorted(table, [{ column: natural, descending: false }])).toEqual([1, 0, 2]);
  });
});

describe('filtering', () => {
  const table = inBatches(
    (from, to) =>
      new Table({
        n: vectorFromArray(
          Array.from({ length: to - from }, (_, row) => from + row),
          new Int32(),
        ),
        odd: vectorFromArray(
          Array.from({ length: to - from }, (_, row) => ((from + row) % 2 === 1 ? 'odd' : null)),
          new Utf8(),
        ),
      }),
    10,
  );

  test('keeps the rows for which the text is true, then sorts them', () => {
    expect(sorted(table, [], 'n >= 3 && odd != null')).toEqual([3, 5, 7, 9]);
    expect(sorted(table, [{ column: 0, descending: true }], 'n >= 3 && odd != null')).toEqual([9, 7, 5, 3]);
    expect(sorted(table, [], 'n > 100')).toEqual([]);
  });

  test('a wrong text is refused with its place', () => {
    expect(() => sorted(table, [], 'n >')).toThrow(/line 1/);
    expect(() => sorted(table, [], 'm > 1')).toThrow(/"m"/);
  });
});

test('work ends when it is cancelled and tells how far it is', () => {
  const rows = 300_000;
  const table = inSharedMemory(
    new Table({ x: vectorFromArray(Float64Array.from({ length: rows }, (_, row) => (row * 7919) % rows)) }),
  );
  const { flag } = silentJob();
  Atomics.store(flag, 0, 1);
  const cancelled = watchedWork(flag, () => undefined);
  expect(() =>
    arrangeRows(table, { sort: [{ column: 0, descending: false }], filter: '' }, cancelled),
  ).toThrow('cancelled');
  expect(() => arrangeRows(table, { sort: [], filter: 'x > 5.0' }, cancelled)).toThrow('cancelled');
});

test('a list column can be kept, filtered and paged', () => {
  const table = inSharedMemory(
    new Table({ l: vectorFromArray([[1], [2, 3]], new List(new Field('item', new Int32()))) }),
  );
  expect(sorted(table, [])).toEqual([0, 1]);
});
