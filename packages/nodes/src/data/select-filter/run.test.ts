import type { Draft, JsonValue } from '@atomiton/contracts';
import {
  Bool,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { callNode } from '../../testing/call-node.js';
import { definition } from './definition.js';
import { run } from './run.js';

const cities = new Table({
  city: vectorFromArray(
    ['Oslo', null, 'Rome', 'a text of more than 32 characters, moved in one piece'],
    new Utf8(),
  ),
  people: vectorFromArray([700_000n, 5n, null, 2n ** 60n], new Int64()),
  mean: vectorFromArray([1.5, null, Number.NaN, -2], new Float64()),
  coast: vectorFromArray([true, null, false, true], new Bool()),
  kind: vectorFromArray(['big', 'small', 'big', null], new Dictionary(new Utf8(), new Int32())),
  place: vectorFromArray(
    [{ x: 1, n: 'one' }, null, { x: null, n: 'three' }, { x: 4, n: null }],
    new Struct([new Field('x', new Float64()), new Field('n', new Utf8())]),
  ),
  long: vectorFromArray(['ä', 'b', 'cc', null], new LargeUtf8()),
  tags: vectorFromArray([['a', 'b'], null, [], ['c']], new List(new Field('item', new Utf8()))),
});

function draftOf(table: Table, bytes = tableToIPC(table, 'stream')): Draft {
  return { kind: 'table', bytes, rows: table.numRows, columns: [] };
}

async function filtered(parameters: Record<string, JsonValue>, input = draftOf(cities)) {
  const call = await callNode(definition, run, { parameters, inputs: { table: input } });
  const output = call.outputs.table;
  if (output?.kind !== 'table') throw new Error('no table');
  const table = tableFromIPC(output.bytes);
  const rows = table.toArray().map((row) => JSON.parse(JSON.stringify(row, plain)) as unknown);
  return { call, output, table, rows };
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

describe('select and filter', () => {
  it('passes everything on when nothing is asked for', async () => {
    const { output, rows } = await filtered({});
    expect(output.rows).toBe(4);
    expect(rows).toEqual(cities.toArray().map((row) => JSON.parse(JSON.stringify(row, plain))));
  });

  it('keeps rows of every column type, missing values included', async () => {
    const { call, output, rows } = await filtered({ filter: 'people == null || people > 1000000' });
    expect(rows).toEqual([
      {
        city: 'Rome',
        people: null,
        mean: null,
        coast: false,
        kind: 'big',
        place: { x: null, n: 'three' },
        long: 'cc',
        tags: [],
      },
      {
        city: 'a text of more than 32 characters, moved in one piece',
        people: '1152921504606846976',
        mean: -2,
        coast: true,
        kind: null,
        place: { x: 4, n: null },
        long: null,
        tags: ['c'],
      },
    ]);
    expect(call.outputs.rows).toEqual({ kind: 'json', json: 2 });
    expect(output.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'city: Utf8',
      'people: Int64',
      'mean: Float64',
      'coast: Bool',
      'kind: Dictionary<Int32, Utf8>',
      'place: Struct<{x:Float64, n:Utf8}>',
      'long: LargeUtf8',
      'tags: List<Utf8>',
    ]);
  });

  it('keeps the named columns in their order; the filter sees the others too', async () => {
    const { rows } = await filtered({ columns: ['coast', 'city'], filter: 'kind == "big" && mean == mean' });
    expect(rows).toEqual([{ coast: true, city: 'Oslo' }]);
  });

  it('gives an empty table with its columns when no row is left', async () => {
    const { output, table } = await filtered({ columns: ['city'], filter: 'false' });
    expect([output.rows, table.numRows, table.schema.fields.map(({ name }) => name)]).toEqual([
      0,
      0,
      ['city'],
    ]);
  });

  it('takes tables of several batches, and tells progress after each', async () => {
    const batches = [cities, cities, cities].flatMap((part) => part.batches);
    const { call, rows } = await filtered(
      { columns: ['city'], filter: 'city == "Oslo"' },
      draftOf(new Table(cities.schema, batches)),
    );
    expect(rows).toEqual([{ city: 'Oslo' }, { city: 'Oslo' }, { city: 'Oslo' }]);
    expect(call.progress).toEqual([4 / 12, 8 / 12, 1]);
  });

  it('reads shared memory, also where it does not begin at a multiple of eight', async () => {
    const stream = tableToIPC(cities, 'stream');
    for (const offset of [0, 8, 3]) {
      const shared = new Uint8Array(new SharedArrayBuffer(stream.length + offset), offset);
      shared.set(stream);
      const { rows } = await filtered({ columns: ['city'], filter: 'people > 6' }, draftOf(cities, shared));
      expect(rows).toHaveLength(2);
    }
  });

  it('stops when the call is cancelled', async () => {
    const many = new Table({ n: vectorFromArray(new Int32Array(200_000)) });
    let asked = 0;
    const calling = callNode(definition, run, {
      parameters: { filter: 'n == 0' },
      inputs: { table: draftOf(many) },
      cancelled: () => ++asked > 1,
    });
    await expect(calling).rejects.toMatchObject({ data: { kind: 'cancelled' } });
    expect(asked).toBe(2);
  });

  it.each<[string, Record<string, JsonValue>, Record<string, string>]>([
    [
      'an unknown column',
      { columns: ['town'] },
      {
        code: 'unknown-column',
        port: 'columns',
        message:
          'There is no column "town"; the table has "city", "people", "mean", "coast", "kind", "place", "long", "tags".',
      },
    ],
    ['a column named twice', { columns: ['city', 'city'] }, { code: 'duplicate-column', port: 'columns' }],
    [
      'an unknown name in the filter, with its place',
      { filter: 'mean > 1 &&\n  town == "Oslo"' },
      {
        code: 'unknown-column',
        port: 'filter',
        message:
          'The filter is wrong at line 2, column 3: "town" is no column; the table has "city", "people", "mean", "coast", "kind", "place", "long", "tags".',
      },
    ],
    [
      'a filter that is not CEL, with the place',
      { filter: 'mean > > 1' },
      {
        code: 'filter-syntax',
        message: 'The filter is wrong at line 1, column 8: a value is missing between ">" and ">".',
      },
    ],
    [
      'a filter over a column that cannot be compared',
      { filter: 'tags == null' },
      {
        code: 'filter-unsupported',
        message:
          'The filter is wrong at line 1, column 1: Column "tags" of type List<Utf8> is not available in a filter over columns.',
      },
    ],
    [
      'a filter nested too deeply',
      { filter: `${'('.repeat(4999)}1${')'.repeat(4999)}` },
      { code: 'filter-syntax' },
    ],
  ])('refuses %s', async (_name, parameters, data) => {
    await expect(filtered(parameters)).rejects.toMatchObject({ data });
  });

  it.each<[string, Record<string, Draft>, string]>([
    ['another kind of value', { table: { kind: 'json', json: 7 } }, 'wrong-input'],
    [
      'bytes that are no table',
      { table: { ...draftOf(cities), bytes: Uint8Array.of(1, 2, 3, 4, 5) } as Draft },
      'bad-table',
    ],
  ])('refuses %s', async (_name, inputs, code) => {
    await expect(callNode(definition, run, { inputs })).rejects.toMatchObject({
      data: { code, port: 'table' },
    });
  });
});
