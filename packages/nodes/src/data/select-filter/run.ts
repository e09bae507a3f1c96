import type { NodeContext, RunNode } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { Data, Table } from 'apache-arrow';
import { makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from 'apache-arrow';
import { openTable, unknownColumn } from '../../tables/table-input.js';
import { compileFilter, type Filter } from './compile-filter.js';
import { gatherRows } from './gather-rows.js';

/** Progress is told and cancel is looked at after this many rows. */
const ROWS_PER_STEP = 65_536;

/** The places of the wanted columns in the table; all of them when none is named. */
function chosenColumns(table: Table, wanted: readonly string[]): number[] {
  if (wanted.length === 0) return table.schema.fields.map((_, index) => index);
  const seen = new Set<string>();
  return wanted.map((name) => {
    const place = table.schema.fields.findIndex((field) => field.name === name);
    if (place < 0) throw unknownColumn(name, table, 'columns');
    if (seen.has(name)) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'duplicate-column',
        message: `The column "${name}" is named twice.`,
        port: 'columns',
        hint: 'Name each column once.',
      });
    }
    seen.add(name);
    return place;
  });
}

/** Row numbers of the batch for which the filter is true, or undefined when these are all. */
function passingRows(
  filter: Filter,
  batch: RecordBatch,
  onStep: (rows: number) => void,
): Uint32Array | undefined {
  filter.bind(batch.data.children as Data[]);
  const rows = new Uint32Array(batch.numRows);
  let count = 0;
  for (let row = 0; row < batch.numRows; row++) {
    if (filter.accepts(row)) rows[count++] = row;
    if ((row + 1) % ROWS_PER_STEP === 0) onStep(row + 1);
  }
  return count === batch.numRows ? undefined : rows.subarray(0, count);
}

function selectColumns(
  batch: RecordBatch,
  schema: Schema,
  places: readonly number[],
  rows: Uint32Array | undefined,
): RecordBatch {
  const children = places.map((place) => {
    const child = batch.data.children[place] as Data;
    return rows === undefined ? child : gatherRows(child, rows);
  });
  const length = rows?.length ?? batch.numRows;
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
  );
}

function stopWhenCancelled(context: NodeContext): void {
  if (!context.cancelled) return;
  throw new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' });
}

export const run: RunNode = async (context) => {
  const { parameters, inputs } = context;
  const table = openTable(inputs.table, 'table');
  const places = chosenColumns(
    table,
    Array.isArray(parameters.columns) ? parameters.columns.map(String) : [],
  );
  const source = String(parameters.filter).trim();
  const filter = source === '' ? undefined : compileFilter(source, table.schema);
  const schema = new Schema(
    places.map((place) => table.schema.fields[place] as Schema['fields'][number]),
    table.schema.metadata,
  );
  const batches: RecordBatch[] = [];
  let seen = 0;
  let kept = 0;
  for (const batch of table.batches) {
    const rows =
      filter === undefined
        ? undefined
        : passingRows(filter, batch, (rowsDone) => {
            stopWhenCancelled(context);
            context.progress((seen + rowsDone) / table.numRows);
          });
    seen += batch.numRows;
    const selected = selectColumns(batch, schema, places, rows);
    kept += selected.numRows;
    if (selected.numRows > 0) batches.push(selected);
    stopWhenCancelled(context);
    context.progress(table.numRows === 0 ? 1 : seen / table.numRows);
  }
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  for (const batch of batches) writer.write(batch);
  writer.finish();
  const stream = writer.toUint8Array(true);
  const bytes = await context.allocate(stream.byteLength);
  bytes.set(stream);
  const columns = schema.fields.map((field) => ({ name: field.name, type: String(field.type) }));
  return {
    table: { kind: 'table', bytes, rows: kept, columns },
    rows: { kind: 'json', json: kept },
  };
};
