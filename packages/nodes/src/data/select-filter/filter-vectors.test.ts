import { readFileSync } from 'node:fs';
import { AtomitonError } from '@atomiton/contracts';
import type { DataType } from 'apache-arrow';
import {
  Bool,
  DateDay,
  Float64,
  Int64,
  type RecordBatch,
  Table,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { compileFilter } from './compile-filter.js';

type Cell = number | string | boolean | null;

interface Vectors {
  columns: { name: string; type: 'int64' | 'float64' | 'string' | 'bool' | 'date' | 'timestamp' }[];
  rows: Cell[][];
  cases: { filter: string; passes: number[] }[];
  errors: {
    filter: string;
    error: 'syntax' | 'type' | 'unsupported' | 'pattern' | 'column';
    names?: string;
    line?: number;
    column?: number;
    /** Why, as every evaluator says it. */
    says?: string;
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/cel-filter.json', import.meta.url), 'utf8'),
) as Vectors;

const ARROW_TYPES: Record<Vectors['columns'][number]['type'], DataType> = {
  int64: new Int64(),
  float64: new Float64(),
  string: new Utf8(),
  bool: new Bool(),
  date: new DateDay(),
  timestamp: new TimestampMillisecond(),
};

const CODES: Record<Vectors['errors'][number]['error'], string> = {
  syntax: 'filter-syntax',
  type: 'filter-type',
  unsupported: 'filter-unsupported',
  pattern: 'filter-pattern',
  column: 'unknown-column',
};

function arrowValue(type: Vectors['columns'][number]['type'], cell: Cell): unknown {
  if (cell === null) return null;
  if (type === 'int64') return BigInt(cell);
  if (type === 'float64') return Number(cell);
  return type === 'date' || type === 'timestamp' ? new Date(String(cell)) : cell;
}

const table = new Table(
  Object.fromEntries(
    vectors.columns.map(({ name, type }, index) => [
      name,
      vectorFromArray(
        vectors.rows.map((row) => arrowValue(type, row[index] ?? null)),
        ARROW_TYPES[type],
      ),
    ]),
  ),
);

/** The rows that pass, batch by batch. */
function passing(source: string, batches: readonly RecordBatch[]): number[] {
  const filter = compileFilter(source, table.schema);
  let first = 0;
  return batches.flatMap((batch) => {
    filter.bind(batch.data.children);
    const rows = Array.from({ length: batch.numRows }, (_, row) => row).filter((row) => filter.accepts(row));
    const numbers = rows.map((row) => row + first);
    first += batch.numRows;
    return numbers;
  });
}

describe('a filter means what the shared vectors say', () => {
  it.each(vectors.cases)('$filter', ({ filter, passes }) => {
    expect(passing(filter, table.batches)).toEqual(passes);
  });

  it('also where the rows come in several batches that are slices of columns', () => {
    const pieces = [table.slice(0, 3), table.slice(3, 4), table.slice(4)].flatMap((piece) => piece.batches);
    for (const { filter, passes } of vectors.cases) expect(passing(filter, pieces)).toEqual(passes);
  });

  it.each(vectors.errors)('$filter is refused', ({ filter, error, names, line = 1, column, says = '' }) => {
    let caught: unknown;
    try {
      compileFilter(filter, table.schema);
    } catch (thrown) {
      caught = thrown;
    }
    expect(caught).toBeInstanceOf(AtomitonError);
    const { code, message, port, hint } = (caught as AtomitonError).data;
    expect(code).toBe(CODES[error]);
    expect(message).toMatch(
      new RegExp(`^The filter is wrong at line ${line}, column ${column ?? '\\d+'}: .*\\.$`),
    );
    expect(message).toContain(says);
    expect(message).toContain(names ?? '');
    expect([port, typeof hint]).toEqual(['filter', 'string']);
  });
});
