import type { NodeContext, RunNode } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { TextFile } from './open-text.js';
import { openText } from './open-text.js';
import type { QuotingProblem } from './row-scanner.js';
import { RowScanner } from './row-scanner.js';
import { detectDelimiter } from './sniff.js';
import type { TableOptions } from './table-builder.js';
import { TableBuilder } from './table-builder.js';
import { Utf8Check } from './utf8-check.js';

const READ_BYTES = 1 << 20;
/** A row longer than this is taken for a forgotten quote. */
const MAX_ROW_BYTES = 64 << 20;

/** Arrow's JavaScript library compares every column with every other one: beyond this it takes minutes. */
const MAX_COLUMNS = 10_000;

interface Reading extends TableOptions {
  path: string;
  delimiter: string;
  skipRagged: boolean;
}

function refuse(code: string, message: string, hint: string): AtomitonError {
  return new AtomitonError({ kind: 'validation', code, message, hint, port: 'path' });
}

function shown(cells: readonly string[]): string {
  const text = JSON.stringify(cells);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function quotingError(problem: QuotingProblem, path: string): AtomitonError {
  return problem.what === 'open-quote'
    ? refuse(
        'bad-quoting',
        `Row ${problem.row} of ${path} opens a quote that is never closed.`,
        'Close the quote, or double it where it is part of the text.',
      )
    : refuse(
        'bad-quoting',
        `Row ${problem.row} of ${path} has text directly behind a closing quote.`,
        'Double quotes inside quoted fields, or choose the right delimiter.',
      );
}

/** Takes complete rows out of the buffer and puts them into the table. */
class RowReader {
  readonly table: TableBuilder;
  skipped = 0;
  readonly #scanner: RowScanner;
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#scanner = new RowScanner(reading.delimiter);
    this.table = new TableBuilder(reading);
  }

  /** @returns the offset of the first byte that belongs to no complete row yet. */
  take(bytes: Buffer, from: number, to: number, isLast: boolean): number {
    let at = from;
    for (;;) {
      const end = this.#scanner.next(bytes, at, to, isLast);
      if (this.#scanner.problem !== undefined) throw quotingError(this.#scanner.problem, this.#reading.path);
      if (end < 0) return ~end;
      at = end;
      if (this.#scanner.row === 1) {
        this.#checkWidth();
        if (this.table.start(this.#cells(bytes))) continue;
      }
      this.#takeRow(bytes);
    }
  }

  #checkWidth(): void {
    if (this.#scanner.fields <= MAX_COLUMNS) return;
    throw refuse(
      'too-many-columns',
      `The first row of ${this.#reading.path} has ${this.#scanner.fields} fields; at most ${MAX_COLUMNS} columns are read.`,
      'Choose the right delimiter, or pick columns with the Large CSV processor.',
    );
  }

  #takeRow(bytes: Buffer): void {
    const { fields, starts, ends, row } = this.#scanner;
    const { table } = this;
    if (fields === table.columns.length) {
      for (let index = 0; index < fields; index++) {
        table.push(index, bytes, starts[index] as number, ends[index] as number);
      }
      return;
    }
    if (this.#reading.skipRagged) {
      this.skipped++;
      return;
    }
    throw refuse(
      'ragged-row',
      `Row ${row} of ${this.#reading.path} has ${fields} fields; ${table.columns.length} were expected: ${shown(this.#cells(bytes))}.`,
      'Correct the row, choose the right delimiter, or leave such rows out.',
    );
  }

  #cells(bytes: Buffer): string[] {
    const { fields, starts, ends } = this.#scanner;
    return Array.from({ length: fields }, (_, index) => bytes.toString('utf8', starts[index], ends[index]));
  }
}

/** Reads the whole file once in pieces of 1 MB; only a row that is not complete yet is carried over. */
async function readOnce(file: TextFile, reading: Reading, context: NodeContext): Promise<RowReader> {
  const rows = new RowReader(reading);
  const utf8 = new Utf8Check(reading.path);
  let buffer = Buffer.alloc(2 * READ_BYTES);
  let held = 0;
  let position = 0;
  for (let isLast = false; !isLast; ) {
    if (context.cancelled) {
      throw new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' });
    }
    const { bytesRead } = await file.handle.read(buffer, held, READ_BYTES, position);
    position += bytesRead;
    isLast = bytesRead === 0 || position >= file.sizeBytes;
    const fresh = buffer.subarray(held, held + bytesRead);
    utf8.take(fresh, isLast);
    const hasMark = position === bytesRead && fresh[0] === 0xef && fresh[1] === 0xbb && fresh[2] === 0xbf;
    const end = held + bytesRead;
    const rest = rows.take(buffer, hasMark ? 3 : 0, end, isLast);
    buffer.copy(buffer, 0, rest, end);
    held = end - rest;
    if (held > MAX_ROW_BYTES) {
      throw refuse(
        'row-too-long',
        `A row of ${reading.path} is longer than ${MAX_ROW_BYTES >> 20} MB; it ends near byte ${position}.`,
        'Look for a quote that is never closed.',
      );
    }
    if (buffer.length - held < READ_BYTES) {
      const larger = Buffer.alloc(buffer.length * 2);
      buffer.copy(larger, 0, 0, held);
      buffer = larger;
    }
    context.progress(Math.min(1, position / file.sizeBytes));
  }
  return rows;
}

export const run: RunNode = async (context) => {
  const { parameters } = context;
  const path = String(parameters.path);
  const file = await openText(path);
  try {
    const reading: Reading = {
      path,
      delimiter:
        parameters.delimiter === 'auto' ? detectDelimiter(file.sample) : String(parameters.delimiter),
      header: parameters.header === 'yes' || parameters.header === 'no' ? parameters.header : 'auto',
      skipRagged: parameters.raggedRows === 'skip',
      missing: Array.isArray(parameters.nullValues) ? parameters.nullValues.map(String) : [],
      widened: new Map(),
    };
    let rows = await readOnce(file, reading, context);
    while (rows.table.needsAnotherPass()) {
      const wider = [...reading.widened].map(
        ([index, type]) => `${rows.table.columns[index]?.name ?? index} as ${type}`,
      );
      context.log('debug', `Reading again: ${wider.join(', ')}.`);
      rows = await readOnce(file, reading, context);
    }
    if (rows.table.columns.length === 0) {
      throw refuse(
        'empty-file',
        `${path} has no rows: only blank lines.`,
        'Choose a file with at least one row.',
      );
    }
    if (rows.skipped > 0) context.log('warn', `${rows.skipped} rows of another length were left out.`);
    const { stream, ...shape } = rows.table.finish();
    const bytes = await context.allocate(stream.byteLength);
    bytes.set(stream);
    return { table: { kind: 'table', bytes, ...shape } };
  } finally {
    await file.handle.close();
  }
};
