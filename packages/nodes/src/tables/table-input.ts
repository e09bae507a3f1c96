import type { ReceivedValue } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { Table } from 'apache-arrow';
import { tableFromIPC } from 'apache-arrow';

/** Arrow reads 64-bit columns in place, so the stream must begin at a multiple of this. Bytes. */
const ALIGNMENT = 8;

/** Every message of the stream format begins with this continuation marker. */
function beginsAsStream(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 8 && bytes[0] === 0xff && bytes[1] === 0xff && bytes[2] === 0xff && bytes[3] === 0xff
  );
}

/**
 * Opens a table input. Columns are views of the input's memory, which is copied only where it is not aligned.
 * @throws AtomitonError `wrong-input` for another kind of value, `bad-table` for bytes that are no Arrow stream.
 */
export function openTable(input: ReceivedValue | undefined, port: string): Table {
  if (input?.kind !== 'table') {
    throw new AtomitonError({
      kind: 'validation',
      code: 'wrong-input',
      message: `The input "${port}" needs a table; received ${input?.kind ?? 'nothing'}.`,
      port,
      hint: 'Connect a table output.',
    });
  }
  const { bytes } = input;
  try {
    if (!beginsAsStream(bytes)) throw new Error('the first four bytes are not those of an Arrow stream');
    return tableFromIPC(bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice());
  } catch (thrown) {
    throw new AtomitonError({
      kind: 'validation',
      code: 'bad-table',
      message: `The ${bytes.byteLength} bytes at "${port}" are no Arrow table: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      port,
      hint: 'Look at the node that gave them.',
    });
  }
}

/** The error for a column that a table does not have. */
export function unknownColumn(name: string, table: Table, port: string): AtomitonError {
  const names = table.schema.fields.map((field) => `"${field.name}"`);
  const shown =
    names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');
  return new AtomitonError({
    kind: 'validation',
    code: 'unknown-column',
    message: `There is no column "${name}"; the table has ${shown || 'none'}.`,
    port,
    hint: 'Choose one of these columns; names are case-sensitive.',
  });
}
