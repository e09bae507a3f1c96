import { gatherRows } from '@atomiton/nodes/tables';
import type { Data, DataType, Table } from 'apache-arrow';
import { Field, makeData, RecordBatch, Schema, Struct } from 'apache-arrow';
import { concatColumns, plainColumn, plainType } from './concat-columns.js';
import { partFinder } from './table-columns.js';

/** Rows written out at a time. */
const BATCH_ROWS = 65_536;

/** The columns as they are written out: dictionaries are replaced by their values. */
export function plainSchema(table: Table): Schema {
  return new Schema(
    table.schema.fields.map(
      (field) => new Field(field.name, plainType(field.type as DataType), field.nullable, field.metadata),
    ),
    table.schema.metadata,
  );
}

/** Which rows of which batch, and where they belong among the rows asked for. */
interface Share {
  batch: number;
  rows: Uint32Array;
  places: Uint32Array;
}

function sharesOf(rows: Uint32Array, starts: readonly { firstRow: number }[]): Share[] {
  const find = partFinder(starts);
  const byBatch = new Map<number, { rows: number[]; places: number[] }>();
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as number;
    const batch = find(row);
    const share = byBatch.get(batch) ?? { rows: [], places: [] };
    byBatch.set(batch, share);
    share.rows.push(row - (starts[batch]?.firstRow ?? 0));
    share.places.push(place);
  }
  return [...byBatch].map(([batch, share]) => ({
    batch,
    rows: Uint32Array.from(share.rows),
    places: Uint32Array.from(share.places),
  }));
}

/**
 * The rows of a table in the given order (all of them where absent) as record batches of at most 65,536 rows, one in
 * memory at a time.
 */
export function* rowBatches(table: Table, order: Uint32Array | undefined): Generator<RecordBatch> {
  const schema = plainSchema(table);
  const total = order?.length ?? table.numRows;
  let firstRow = 0;
  const starts = table.batches.map((batch) => {
    const start = { firstRow };
    firstRow += batch.numRows;
    return start;
  });
  for (let offset = 0; offset < total; offset += BATCH_ROWS) {
    const end = Math.min(total, offset + BATCH_ROWS);
    const rows =
      order?.subarray(offset, end) ??
      Uint32Array.from({ length: end - offset }, (_, index) => offset + index);
    const shares = sharesOf(rows, starts);
    const inverse = new Uint32Array(rows.length);
    let at = 0;
    for (const { places } of shares) for (const place of places) inverse[place] = at++;
    const children = schema.fields.map((_, column) => {
      const parts = shares.map((share) =>
        plainColumn(table.batches[share.batch]?.data.children[column] as Data, share.rows),
      );
      const joined = concatColumns(parts);
      return shares.length === 1 ? joined : gatherRows(joined, inverse);
    });
    yield new RecordBatch(
      schema,
      makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children }),
    );
  }
}
