import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, expect, it } from 'vitest';
import { callNode } from '../../testing/call-node.js';
import { definition } from './definition.js';
import { run } from './run.js';

interface Case {
  name: string;
  text: string;
  columns: [name: string, type: keyof typeof ARROW_TYPES][];
  rows: (string | number | boolean | null)[][];
}

const ARROW_TYPES = { int64: 'Int64', float64: 'Float64', bool: 'Bool', string: 'Utf8' };
const { cases } = JSON.parse(
  readFileSync(new URL('../../../vectors/csv-rules.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

const folder = mkdtempSync(join(tmpdir(), 'csv-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(cases)('$name', async ({ text, columns, rows }) => {
  const path = join(folder, 'rules.csv');
  writeFileSync(path, text);
  const { table } = (await callNode(definition, run, { parameters: { path } })).outputs;
  if (table?.kind !== 'table') throw new Error('no table');
  const arrow = tableFromIPC(table.bytes);
  expect(arrow.schema.fields.map((field) => [field.name, String(field.type)])).toEqual(
    columns.map(([name, type]) => [name, ARROW_TYPES[type]]),
  );
  const read = Array.from({ length: arrow.numRows }, (_, row) =>
    arrow.schema.fields.map((_field, column) => {
      const cell: unknown = arrow.getChildAt(column)?.get(row);
      return typeof cell === 'bigint' ? Number(cell) : cell;
    }),
  );
  expect(read).toEqual(rows);
});
