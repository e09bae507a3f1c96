import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AtomitonError, JsonValue } from '@atomiton/contracts';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { NodeCall } from '../../testing/call-node.js';
import { callNode } from '../../testing/call-node.js';
import { definition } from './definition.js';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'csv-reader-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function written(content: string | Uint8Array): string {
  const path = join(folder, `file-${files++}.csv`);
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Uint8Array, parameters: Record<string, JsonValue> = {}) {
  const call = await callNode(definition, run, { parameters: { path: written(content), ...parameters } });
  return { call, ...decoded(call) };
}

function decoded(call: NodeCall) {
  const { table } = call.outputs;
  if (table?.kind !== 'table') throw new Error('no table');
  const arrow = tableFromIPC(table.bytes);
  const columns = arrow.schema.fields.map((field) => [field.name, String(field.type)]);
  const rows = Array.from({ length: arrow.numRows }, (_, row) =>
    arrow.schema.fields.map((field) => {
      const cell: unknown = arrow.getChild(field.name)?.get(row);
      return typeof cell === 'bigint' ? Number(cell) : cell;
    }),
  );
  expect(table.rows).toBe(arrow.numRows);
  expect(table.columns.map(({ name, type }) => [name, type])).toEqual(columns);
  return { columns, rows };
}

describe('CSV reader', () => {
  it('finds header, delimiter and types', async () => {
    const { columns, rows } = await read('city;mean;n;late;code\nOslo;1.5;3;true;007\nRome;;4;false;010\n');
    expect(columns).toEqual([
      ['city', 'Utf8'],
      ['mean', 'Float64'],
      ['n', 'Int64'],
      ['late', 'Bool'],
      ['code', 'Utf8'],
    ]);
    expect(rows).toEqual([
      ['Oslo', 1.5, 3, true, '007'],
      ['Rome', null, 4, false, '010'],
    ]);
  });

  it.each([
    [',', 'a,b\n1,2\n'],
    [';', 'a;b\n1,5;2,5\n'],
    ['\t', 'a\tb\n1\t2\n'],
    ['|', 'a|b\n1|2\n'],
  ])('detects the delimiter %j', async (_, text) => {
    expect((await read(text)).columns.map(([name]) => name)).toEqual(['a', 'b']);
  });

  it('reads quotes, doubled quotes and line breaks in fields', async () => {
    const { rows } = await read('a,b\r\n"x, ""y""\nz",2\r\n');
    expect(rows).toEqual([['x, "y"\nz', 2]]);
  });

  it('names columns of a file without a header, and repeated or empty names', async () => {
    expect((await read('1,2\n3,4\n')).columns.map(([name]) => name)).toEqual(['column_1', 'column_2']);
    expect((await read('a,a,\n1,2,3\n', { header: 'yes' })).columns.map(([name]) => name)).toEqual([
      'a',
      'a_2',
      'column_3',
    ]);
  });

  it('takes a header whose first name is empty, as data frames write it', async () => {
    const { columns, rows } = await read(',mean,n\n0,1.5,2\n1,2.5,\n');
    expect(columns).toEqual([
      ['column_1', 'Int64'],
      ['mean', 'Float64'],
      ['n', 'Int64'],
    ]);
    expect(rows).toEqual([
      [0, 1.5, 2],
      [1, 2.5, null],
    ]);
    expect((await read('1,,3\n4,5,6\n')).rows).toHaveLength(2);
  });

  it('skips a byte order mark', async () => {
    expect((await read('\uFEFFa,b\n1,2\n')).columns[0]).toEqual(['a', 'Int64']);
  });

  it('widens a column without losing the spelling of earlier cells', async () => {
    const lines = Array.from({ length: 3000 }, (_, row) => `${row},${row}`);
    const { columns, rows } = await read(`a,b\n${lines.join('\n')}\nx,0.5\n`);
    expect(columns).toEqual([
      ['a', 'Utf8'],
      ['b', 'Float64'],
    ]);
    expect(rows[2999]).toEqual(['2999', 2999]);
    expect(rows[3000]).toEqual(['x', 0.5]);
  });

  it('keeps 64-bit integers exactly', async () => {
    const call = await callNode(definition, run, { parameters: { path: written('n\n9007199254740993\n') } });
    const { table } = call.outputs;
    expect(table?.kind === 'table' && tableFromIPC(table.bytes).getChild('n')?.get(0)).toBe(
      9007199254740993n,
    );
  });

  it('reads the given words as missing', async () => {
    const { columns, rows } = await read('d\n1\nNA\n', { nullValues: ['NA'], header: 'yes' });
    expect(columns).toEqual([['d', 'Int64']]);
    expect(rows).toEqual([[1], [null]]);
  });

  it('reports progress that ends at 1', async () => {
    const { call } = await read(`a,b\n${'1,2\n'.repeat(1_000_000)}`);
    expect(call.progress.length).toBeGreaterThan(3);
    expect(call.progress.at(-1)).toBe(1);
    expect([...call.progress].sort((a, b) => a - b)).toEqual(call.progress);
  });

  it('stops in the middle when cancelled, and gives no half table', async () => {
    let asked = 0;
    const calling = callNode(definition, run, {
      parameters: { path: written(`a,b\n${'1,2\n'.repeat(1_000_000)}`) },
      cancelled: () => ++asked > 2,
    });
    await expect(calling).rejects.toMatchObject({ data: { kind: 'cancelled' } });
    expect(asked).toBe(3);
  });

  it('gives back every table it is given', async () => {
    const cell = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `~${text.replaceAll('\0', '')}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async (cells) => {
        const quoted = cells.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const { rows } = await read(`left,right\n${quoted.join('\n')}\n`, { header: 'yes', delimiter: ',' });
        expect(rows).toEqual(cells.map((row) => row.map((text) => Buffer.from(text).toString())));
      }),
      { numRuns: 60 },
    );
  });
});

describe('CSV reader, bad input', () => {
  const big = `a,b\n${'1,2\n'.repeat(400_000)}`;
  it.each<[string, string | Uint8Array, string, RegExp]>([
    ['0 bytes', '', 'empty-file', /is empty: 0 bytes/],
    ['only blank lines', '\n\n\n', 'empty-file', /only blank lines/],
    ['a ragged row', 'a,b\n1,2\n3\n', 'ragged-row', /^Row 3 of .* has 1 fields; 2 were expected: \["3"\]/],
    [
      'more columns than can be held',
      `${'a,'.repeat(10_000)}a\n`,
      'too-many-columns',
      /^The first row of .* has 10001 fields; at most 10000 columns are read\.$/,
    ],
    ['a long row', 'a,b\n1,2,3\n', 'ragged-row', /^Row 2 of .* has 3 fields; 2 were expected/],
    ['UTF-16 with a mark', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), 'wrong-encoding', /UTF-16/],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'wrong-encoding', /UTF-16/],
    ['Latin-1', Buffer.from('city\nMünchen\n', 'latin1'), 'wrong-encoding', /byte 6 is 0xfc/],
    [
      'Latin-1 far into the file',
      Buffer.from(`${big}\xfc,1\n`, 'latin1'),
      'wrong-encoding',
      /byte 1600004 is 0xfc/,
    ],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
      'not-text',
      /begins with 89 50 4e 47/,
    ],
    ['a zero byte far into the file', `${big}\0,1\n`, 'not-text', /zero byte at 1600004/],
    ['an open quote', 'a,b\n"1,2\n', 'bad-quoting', /^Row 2 of .* never closed/],
    ['text behind a quote', 'a,b\n1,2\n"1"x,2\n', 'bad-quoting', /^Row 3 of .* behind a closing quote/],
  ])('%s is named', async (_, content, code, message) => {
    await expect(read(content)).rejects.toMatchObject({
      data: {
        kind: 'validation',
        code,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/\w/),
      },
    });
    expect((await read('a\n1\n')).rows).toEqual([[1]]);
  });

  it('leaves ragged rows out when told to', async () => {
    const { rows, call } = await read('a,b\n1,2\n3\n4,5\n', { raggedRows: 'skip' });
    expect(rows).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(call.logs).toContainEqual({ level: 'warn', text: '1 rows of another length were left out.' });
  });

  it.skipIf(process.platform === 'win32')('names a pipe instead of waiting for it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reading = callNode(definition, run, { parameters: { path: pipe } });
    await expect(reading).rejects.toMatchObject({ data: { code: 'not-a-file', port: 'path' } });
  });

  it.skipIf(process.platform === 'win32')('names a circle of links and how to get out of it', async () => {
    const [one, other] = [join(folder, 'one.csv'), join(folder, 'other.csv')];
    symlinkSync(one, other);
    symlinkSync(other, one);
    const { data } = await callNode(definition, run, { parameters: { path: one } }).then(
      () => {
        throw new Error('it was read');
      },
      (thrown: AtomitonError) => thrown,
    );
    expect(data).toMatchObject({ code: 'link-loop', port: 'path' });
    expect(data.message).toContain('circle of links');
    expect(data.hint).toContain('leads back to itself');
  });

  it('names a missing file and a folder', async () => {
    const missing = join(folder, 'none.csv');
    const reading = callNode(definition, run, { parameters: { path: missing } });
    await expect(reading).rejects.toMatchObject({
      data: { code: 'file-not-found', message: `There is no file ${missing}.` },
    });
    mkdirSync(join(folder, 'sub'));
    const directory = callNode(definition, run, { parameters: { path: join(folder, 'sub') } });
    await expect(directory).rejects.toMatchObject({ data: { code: 'is-a-folder' } });
  });
});
