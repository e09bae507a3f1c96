import { closeSync, openSync, writeSync } from 'node:fs';
import type { Data, Table } from 'apache-arrow';
import { RecordBatchFileWriter } from 'apache-arrow';
import { cellReader, cellText, WHOLE_CELL } from './cell-reader.js';
import { writeParquet } from './parquet-file.js';
import { plainSchema, rowBatches } from './take-rows.js';
import type { Work } from './work.js';

export type ExportFormat = 'csv' | 'arrow' | 'parquet';

/** RFC 4180. A text that is empty is quoted, a missing cell is not. */
function csvField(text: string, isText: boolean): string {
  if (text === '') return isText ? '""' : '';
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeCsv(table: Table, order: Uint32Array | undefined, file: number, work: Work): void {
  const total = order?.length ?? table.numRows;
  writeSync(file, `${table.schema.fields.map(({ name }) => csvField(name, true)).join(',')}\r\n`);
  let done = 0;
  for (const batch of rowBatches(table, order)) {
    const readers = (batch.data.children as Data[]).map((child) => cellReader(child, WHOLE_CELL));
    const lines: string[] = [];
    for (let row = 0; row < batch.numRows; row++) {
      let line = '';
      for (const [column, read] of readers.entries()) {
        const value = read(row);
        line += `${column === 0 ? '' : ','}${csvField(cellText(value), typeof value === 'string')}`;
      }
      lines.push(line);
      if (lines.length === 4096) {
        writeSync(file, `${lines.join('\r\n')}\r\n`);
        lines.length = 0;
        work.step((done + row) / total);
      }
    }
    if (lines.length > 0) writeSync(file, `${lines.join('\r\n')}\r\n`);
    done += batch.numRows;
    work.step(done / total);
  }
}

/** The Arrow IPC file format (also called Feather version 2). */
async function writeArrow(
  table: Table,
  order: Uint32Array | undefined,
  file: number,
  work: Work,
): Promise<void> {
  const total = Math.max(1, order?.length ?? table.numRows);
  const writer = new RecordBatchFileWriter();
  const chunks = writer[Symbol.asyncIterator]();
  const written = (async () => {
    for (;;) {
      const next = (await chunks.next()) as IteratorResult<Uint8Array, unknown>;
      if (next.done === true) return;
      writeSync(file, next.value);
    }
  })();
  writer.reset(undefined, plainSchema(table));
  let done = 0;
  for (const batch of rowBatches(table, order)) {
    writer.write(batch);
    done += batch.numRows;
    work.step(done / total);
    // The other side takes what was written before the next batch is made.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  writer.finish();
  await written;
}

/**
 * Writes the rows of an arrangement to a file that is there and empty, one batch in memory at a time.
 * @returns rows written.
 * @throws AtomitonError `cancelled`; errors of the file system as they are.
 */
export async function exportTable(
  table: Table,
  order: Uint32Array | undefined,
  format: ExportFormat,
  path: string,
  work: Work,
): Promise<number> {
  const file = openSync(path, 'w');
  try {
    if (format === 'csv') writeCsv(table, order, file, work);
    else if (format === 'arrow') await writeArrow(table, order, file, work);
    else await writeParquet(table, order, file, work);
  } finally {
    closeSync(file);
  }
  return order?.length ?? table.numRows;
}
