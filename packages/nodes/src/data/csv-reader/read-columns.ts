import { openText } from './open-text.js';
import { RowScanner } from './row-scanner.js';
import { detectDelimiter } from './sniff.js';
import { TableBuilder, type TableOptions } from './table-builder.js';

/** How the file is read, as the parameters of a reader say it; `auto` detects. */
export interface ReadColumnsOptions {
  delimiter: string;
  header: 'auto' | 'yes' | 'no';
}

/**
 * Names and types of the columns of a delimited text file, from its first 256 KB at most. Types are those that the rows
 * seen so far have; the rest of the file may widen them.
 * @throws AtomitonError of the kind validation where the file is no delimited text
 */
export async function readColumns(
  path: string,
  { delimiter, header }: ReadColumnsOptions,
): Promise<{ name: string; type: string }[]> {
  const { handle, sample, sizeBytes } = await openText(path);
  await handle.close();
  const bytes = Buffer.from(sample);
  const separator = delimiter === 'auto' ? detectDelimiter(sample) : delimiter;
  const widened: TableOptions['widened'] = new Map();
  for (;;) {
    const table = new TableBuilder({ header, missing: [], widened });
    const scanner = new RowScanner(separator);
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    const copy = Buffer.from(bytes);
    for (let at = mark; ; ) {
      at = scanner.next(copy, at, copy.length, sample.byteLength === sizeBytes);
      if (at < 0 || scanner.problem !== undefined) break;
      if (scanner.row === 1) {
        const { starts, ends, fields } = scanner;
        const cells = Array.from({ length: fields }, (_, index) =>
          copy.toString('utf8', starts[index], ends[index]),
        );
        if (table.start(cells)) continue;
      }
      if (scanner.fields !== table.columns.length) continue;
      for (let index = 0; index < scanner.fields; index++) {
        table.push(index, copy, scanner.starts[index] as number, scanner.ends[index] as number);
      }
    }
    if (!table.needsAnotherPass()) return table.finish().columns;
  }
}
