import {
  Bool,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  makeVector,
  Struct,
  Table,
  TimestampMicrosecond,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import { expect, test } from 'vitest';
import { tablePage } from './table-page.js';

/** As it comes over an edge: an IPC stream in shared memory. */
function shared(table: Table): Table {
  const bytes = tableToIPC(table, 'stream');
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  memory.set(bytes);
  return tableFromIPC(memory);
}

test('cells of every kind become JSON', () => {
  const decimal = makeData({
    type: new Decimal(2, 20, 128),
    length: 3,
    nullCount: 0,
    data: new Uint32Array([12345, 0, 0, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 7, 0, 0, 0]),
  });
  const table = new Table({
    whole: vectorFromArray([1n, 2n ** 60n, null], new Int64()),
    real: vectorFromArray([1.5, Number.NaN, Number.POSITIVE_INFINITY], new Float64()),
    flag: vectorFromArray([true, false, null], new Bool()),
    word: vectorFromArray(['é', 'x'.repeat(3000), null], new Dictionary(new Utf8(), new Int32())),
    day: vectorFromArray([new Date('2013-01-02'), new Date(0), null], new DateDay()),
    moment: vectorFromArray([Date.UTC(2020, 1, 3, 4, 5, 6), 0, null], new TimestampMicrosecond()),
    list: vectorFromArray([[1, 2], [], null], new List(new Field('item', new Int32()))),
    pair: vectorFromArray(
      [{ a: 1, b: 'y' }, { a: 2, b: 'z' }, null],
      new Struct([new Field('a', new Int32()), new Field('b', new Utf8())]),
    ),
    money: new Vector([decimal]),
  });
  const page = tablePage(shared(table), 0, 10);
  expect(page.total).toBe(3);
  expect(page.columns.map(({ name }) => name)).toEqual([
    'whole',
    'real',
    'flag',
    'word',
    'day',
    'moment',
    'list',
    'pair',
    'money',
  ]);
  expect(page.columns[0]?.type).toBe('Int64');
  expect(page.rows[0]).toEqual([
    1,
    1.5,
    true,
    'é',
    '2013-01-02',
    '2020-02-03T04:05:06',
    [1, 2],
    { a: 1, b: 'y' },
    '123.45',
  ]);
  expect(page.rows[1]?.slice(0, 3)).toEqual(['1152921504606846976', 'NaN', false]);
  expect(String(page.rows[1]?.[3])).toHaveLength(2001);
  expect(page.rows[1]?.[8]).toBe('-0.01');
  expect(page.rows[2]).toEqual([null, 'Infinity', null, null, null, null, null, null, '0.07']);
  expect(JSON.parse(JSON.stringify(page))).toEqual(page);
});

test('a page is exactly the rows asked for, across record batches', () => {
  const part = (from: number) =>
    new Table({ n: makeVector(Int32Array.from({ length: 10 }, (_, index) => from + index)) });
  const table = shared(part(0).concat(part(10), part(20)));
  expect(table.batches.length).toBe(3);
  expect(tablePage(table, 8, 4).rows).toEqual([[8], [9], [10], [11]]);
  expect(tablePage(table, 29, 100).rows).toEqual([[29]]);
  expect(tablePage(table, 30, 100)).toMatchObject({ rows: [], numbers: [], total: 30 });
});
