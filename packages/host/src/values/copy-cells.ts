import { AtomitonError } from '@atomiton/contracts';
import type { Table } from 'apache-arrow';
import { cellText, WHOLE_CELL } from './cell-reader.js';
import { columnReader } from './table-columns.js';
import type { ColumnSpan } from './table-page.js';
import type { Work } from './work.js';

/** What a clipboard takes without the window standing still. Characters. */
const MAX_COPY_CHARS = 8_000_000;

/** Tabs, line ends and quotes are quoted as spreadsheets do. */
function tsvField(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A rectangle of cells as tab-separated lines.
 * @throws AtomitonError `too-much-to-copy`, `cancelled`.
 */
export function copyCells(
  table: Table,
  order: Uint32Array | undefined,
  rows: ColumnSpan,
  columns: ColumnSpan,
  header: boolean,
  work: Work,
): string {
  const total = order?.length ?? table.numRows;
  const end = Math.min(total, rows.first + rows.count);
  const fields = table.schema.fields.slice(columns.first, columns.first + columns.count);
  const readers = fields.map((_, index) => columnReader(table, columns.first + index, WHOLE_CELL));
  const lines: string[] = header ? [fields.map(({ name }) => tsvField(name)).join('\t')] : [];
  let chars = 0;
  for (let index = rows.first; index < end; index++) {
    const row = order?.[index] ?? index;
    const line = readers.map((read) => tsvField(cellText(read(row)))).join('\t');
    chars += line.length + 1;
    if (chars > MAX_COPY_CHARS) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'too-much-to-copy',
        message: `${end - rows.first} rows are more than the clipboard takes; the first ${index - rows.first} would fill it.`,
        hint: 'Copy fewer rows, or export them to a file.',
      });
    }
    lines.push(line);
    if (index % 1024 === 0) work.step((index - rows.first) / (end - rows.first));
  }
  return lines.join('\n');
}
