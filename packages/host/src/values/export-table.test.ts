import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Float64, Int32, Table, tableFromIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { afterAll, expect, test } from 'vitest';
import { type ExportFormat, exportTable } from './export-table.js';
import { tablePage } from './table-page.js';
import { EVERY_TYPE_CELLS, everyType, inSharedMemory } from './testing/every-type.js';
import { silentJob } from './value-jobs.js';
import { watchedWork } from './work.js';

const folder = mkdtempSync(path.join(tmpdir(), 'atomiton-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const work = watchedWork(silentJob().flag, () => undefined);

async function written(table: Table, format: ExportFormat, order?: Uint32Array): Promise<string> {
  const file = path.join(folder, `${Math.random().toString(36).slice(2)}.${format}`);
  expect(await exportTable(table, order, format, file, work)).toBe(order?.length ?? table.numRows);
  return file;
}

/** What another program finds in the file. */
async function inDuckDb(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** 200,000 rows in 25 batches, with missing values. */
function large(): Table {
  const part = (from: number) =>
    new Table({
      id: vectorFromArray(
        Array.from({ length: 8000 }, (_, row) => from + row),
        new Int32(),
      ),
      half: vectorFromArray(
        Array.from({ length: 8000 }, (_, row) => ((from + row) % 7 === 0 ? null : (from + row) / 2)),
        new Float64(),
      ),
      name: vectorFromArray(
        Array.from({ length: 8000 }, (_, row) => `name, ${from + row}`),
        new Utf8(),
      ),
    });
  let table = part(0);
  for (let from = 8000; from < 200_000; from += 8000) table = table.concat(part(from));
  return inSharedMemory(table);
}

test('an Arrow file holds every type as it was, dictionaries written out', async () => {
  const file = await written(inSharedMemory(everyType()), 'arrow');
  const back = tableFromIPC(readFileSync(file));
  const { columns, rows } = tablePage(back, 0, 10);
  for (const [column, { name }] of columns.entries()) {
    expect(
      rows.map((row) => row[column]),
      name,
    ).toEqual(EVERY_TYPE_CELLS[name]);
  }
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  expect(types).toMatchObject({
    word: 'Utf8',
    money: 'Decimal[22e+2]',
    zoned: 'Timestamp<NANOSECOND, Europe/Oslo>',
  });
});

test('a Parquet file is read by DuckDB with the same values', async () => {
  const file = await written(inSharedMemory(everyType()), 'parquet');
  const rows = await inDuckDb(
    `select whole::varchar "whole", "natural"::varchar "natural", small, count, "real"::varchar "real",
       single::varchar "single", flag, "text", word, "day"::varchar "day", "dayMs"::varchar "dayMs",
       epoch_us(naive)::varchar "naive", epoch_ns(zoned)::varchar "zoned", epoch_ms(utc)::varchar "utc",
       "time"::varchar "time", money::varchar "money", hex(bytes) "bytes", "list"::varchar "list", deep::varchar "deep"
     from read_parquet('${file}')`,
  );
  expect(rows[0]).toMatchObject({
    whole: '9007199254740993',
    natural: '18446744073709551615',
    small: -128,
    count: 4294967295,
    real: '1.5',
    single: '0.5',
    flag: true,
    text: 'é "quoted", new\nline',
    word: 'red',
    day: '2013-01-02',
    dayMs: '2013-01-02',
    naive: '1580702706123456',
    // DuckDB keeps microseconds of moments with a zone.
    zoned: '1580702706123456000',
    utc: '1580702706000',
    time: '01:02:03.000001',
    money: '123.45',
    bytes: '00FF',
    list: '[1,null,3]',
    deep: '[{"a":1,"b":["x",null]}]',
  });
  expect(rows[1]).toMatchObject({ whole: '-5', real: 'nan', single: '-inf', text: '', money: '-0.01' });
  expect(rows[2]).toMatchObject({
    whole: null,
    real: null,
    text: null,
    money: '999999999999999999.99',
    list: null,
  });
});

test.each(['csv', 'parquet', 'arrow'] as const)(
  '%s: a view in another order over many batches',
  async (format) => {
    const table = large();
    const order = Uint32Array.from({ length: 150_000 }, (_, index) => 199_999 - index);
    const file = await written(table, format, order);
    const wanted = { rows: '150000', ids: String(order.reduce((sum, row) => sum + row, 0)) };
    let halves = 0;
    let missing = 0;
    for (const row of order) {
      if (row % 7 === 0) missing++;
      else halves += row / 2;
    }
    if (format === 'arrow') {
      const back = tableFromIPC(readFileSync(file));
      expect(back.numRows).toBe(150_000);
      for (const at of [0, 65_535, 65_536, 149_999]) {
        const row = order[at] as number;
        expect(tablePage(back, at, 1).rows[0]).toEqual([row, row % 7 === 0 ? null : row / 2, `name, ${row}`]);
      }
      return;
    }
    const [found] = await inDuckDb(
      `select count(*)::varchar "rows", sum(id)::varchar ids, sum(half) halves, count(*) - count(half) missing,
       count(*) filter (name = 'name, ' || id) named from read_${format}('${file}')`,
    );
    expect(found).toMatchObject(wanted);
    expect(Number(found?.halves)).toBeCloseTo(halves, 3);
    expect([Number(found?.missing), Number(found?.named)]).toEqual([missing, 150_000]);
    // An aggregate reads in any order, a limit in that of the file.
    for (const at of [0, 65_535, 65_536, 149_999]) {
      expect(await inDuckDb(`select id from read_${format}('${file}') limit 1 offset ${at}`)).toEqual([
        { id: expect.toSatisfy((id) => Number(id) === order[at]) },
      ]);
    }
  },
);

test('CSV: quoted where it has to be; a missing text is not an empty one', async () => {
  const table = inSharedMemory(
    new Table({ 'a,b': vectorFromArray(['x"y', '', null, 'line\nend'], new Utf8()) }),
  );
  expect(readFileSync(await written(table, 'csv'), 'utf8')).toBe(
    '"a,b"\r\n"x""y"\r\n""\r\n\r\n"line\nend"\r\n',
  );
});

test('an empty view is a file with its columns', async () => {
  const table = large();
  const none = new Uint32Array(0);
  expect(readFileSync(await written(table, 'csv', none), 'utf8')).toBe('id,half,name\r\n');
  expect(tableFromIPC(readFileSync(await written(table, 'arrow', none))).schema.fields).toHaveLength(3);
  expect(
    await inDuckDb(`describe select * from read_parquet('${await written(table, 'parquet', none)}')`),
  ).toHaveLength(3);
});
