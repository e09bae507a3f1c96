import type { JsonValue, RunNode } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { Table, Vector } from 'apache-arrow';
import { DataType } from 'apache-arrow';
import { openTable, unknownColumn } from '../../tables/table-input.js';

/** More points than this are not drawn: no screen could show them apart. */
export const MAX_POINTS = 5_000;

function isNumeric(column: Vector): boolean {
  return DataType.isInt(column.type) || DataType.isFloat(column.type);
}

function columnNamed(table: Table, name: string, port: string): Vector {
  const column = table.getChild(name);
  if (column !== null) return column;
  throw unknownColumn(name, table, port);
}

function firstNumeric(table: Table, except: string): string {
  const field = table.schema.fields.find(
    ({ name }) => name !== except && isNumeric(columnNamed(table, name, 'y')),
  );
  if (field !== undefined) return field.name;
  throw new AtomitonError({
    kind: 'validation',
    code: 'no-numeric-column',
    message: `The table has no numeric column to draw; it has ${table.schema.fields.map(({ name, type }) => `"${name}" (${String(type)})`).join(', ') || 'no column'}.`,
    port: 'y',
    hint: 'Group or convert a column to numbers first.',
  });
}

function cell(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  return String(value);
}

/** A height: 64-bit integers as the nearest double, which is finer than any screen; missing and NaN as a gap. */
function height(value: unknown): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function heights(column: Vector, rows: number): JsonValue[] {
  return Array.from({ length: rows }, (_, row) => height(column.get(row)));
}

function pick(column: Vector, rows: number): JsonValue[] {
  return Array.from({ length: rows }, (_, row) => {
    const value: unknown = column.get(row);
    return DataType.isTimestamp(column.type) || DataType.isDate(column.type)
      ? value === null
        ? null
        : new Date(Number(value)).toISOString()
      : cell(value);
  });
}

export const run: RunNode = ({ parameters, inputs, log }) => {
  const table = openTable(inputs.table, 'table');
  const firstColumn = table.schema.fields[0]?.name ?? '';
  const x = parameters.x === '' ? firstColumn : String(parameters.x);
  const xColumn = columnNamed(table, x, 'x');
  const chosen = Array.isArray(parameters.y) ? parameters.y.map(String) : [];
  const names = chosen.length === 0 ? [firstNumeric(table, x)] : chosen;
  const isGuessed = chosen.length === 0;
  const rows = Math.min(table.numRows, MAX_POINTS);
  if (rows < table.numRows) {
    log(
      'warn',
      `The table has ${table.numRows} rows; the first ${MAX_POINTS} are drawn. Group or sample it to see all.`,
    );
  }
  const series = names.map((name) => {
    const column = columnNamed(table, name, 'y');
    if (isNumeric(column)) return { name, values: heights(column, rows) };
    throw new AtomitonError({
      kind: 'validation',
      code: 'not-numeric',
      message: `Column "${name}" holds ${String(column.type)}, which cannot be drawn as a height.`,
      port: 'y',
      hint: 'Choose a numeric column for Y.',
    });
  });
  const title = String(parameters.title);
  return {
    chart: {
      kind: 'json',
      json: {
        kind: String(parameters.kind),
        title,
        x: { label: x, values: pick(xColumn, rows) },
        series,
        // Nobody named a column: who looks at the chart is told which one it is.
        ...(isGuessed ? { guessed: names } : {}),
      },
    },
  };
};
