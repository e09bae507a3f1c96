import type { NodeContext, RunNode } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { Field, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, Table } from 'apache-arrow';
import { CsvError, parse } from 'csv-parse';
import type { ColumnType } from './column.js';
import { ColumnBuilder } from './column.js';
import type { TextFile } from './open-text.js';
import { invalidUtf8At, openText } from './open-text.js';
import { detectDelimiter, looksLikeHeader } from './sniff.js';

const CHUNK_BYTES = 1 << 20;

interface Plan {
  path: string;
  delimiter: string;
  header: string;
  skipRagged: boolean;
  missing: ReadonlySet<string>;
  /** Types that an earlier pass found too narrow, by column. */
  widened: Map<number, ColumnType>;
}

function refuse(code: string, message: string, hint: string): AtomitonError {
  return new AtomitonError({ kind: 'validation', code, message, hint, port: 'path' });
}

function shown(row: readonly string[]): string {
  const text = JSON.stringify(row);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** Names for the columns: the header's, with repeats numbered and blanks filled in. */
function columnNames(row: readonly string[], isHeader: boolean): string[] {
  const taken = new Set<string>();
  return row.map((cell, index) => {
    const wanted = isHeader && cell.trim() !== '' ? cell.trim() : `column_${index + 1}`;
    let name = wanted;
    for (let copy = 2; taken.has(name); copy++) name = `${wanted}_${copy}`;
    taken.add(name);
    return name;
  });
}

class Reading {
  columns: ColumnBuilder[] = [];
  skipped = 0;
  needsAnotherPass = false;
  readonly #plan: Plan;
  #row = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  take(row: string[]): void {
    this.#row++;
    if (this.#row === 1 && this.#start(row)) return;
    if (row.length !== this.columns.length) {
      if (this.#plan.skipRagged) {
        this.skipped++;
        return;
      }
      throw refuse(
        'ragged-row',
        `Row ${this.#row} of ${this.#plan.path} has ${row.length} fields; ${this.columns.length} were expected: ${shown(row)}.`,
        'Correct the row, choose the right delimiter, or leave such rows out.',
      );
    }
    for (let index = 0; index < row.length; index++) {
      const cell = row[index] ?? '';
      const column = this.columns[index] as ColumnBuilder;
      const widening = column.push(cell, cell === '' || this.#plan.missing.has(cell));
      if (widening === undefined) continue;
      this.#plan.widened.set(index, widening.to);
      this.needsAnotherPass = true;
      this.columns[index] = new ColumnBuilder(column.name, widening.to);
    }
  }

  /** Makes the columns; true when the first row was the header. */
  #start(row: string[]): boolean {
    const { header, widened } = this.#plan;
    const isHeader = header === 'yes' || (header === 'auto' && looksLikeHeader(row));
    this.columns = columnNames(row, isHeader).map(
      (name, index) => new ColumnBuilder(name, widened.get(index)),
    );
    return isHeader;
  }
}

/** Checks chunks for UTF-8 across their borders. */
class Utf8Check {
  #tail = Buffer.alloc(0);
  #offset = 0;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  take(chunk: Buffer, isLast: boolean): void {
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    let end = bytes.length;
    if (!isLast) {
      let back = 0;
      while (back < 3 && back < end && ((bytes[end - 1 - back] ?? 0) & 0xc0) === 0x80) back++;
      if (((bytes[end - 1 - back] ?? 0) & 0xc0) === 0xc0) end -= back + 1;
    }
    const wrong = invalidUtf8At(bytes.subarray(0, end));
    if (wrong !== -1) {
      const byte = (bytes[wrong] ?? 0).toString(16).padStart(2, '0');
      throw refuse(
        'wrong-encoding',
        `${this.#path} is not UTF-8 text: byte ${this.#offset + wrong} is 0x${byte}.`,
        'Save it again as UTF-8 (it may be Latin-1 or Windows-1252).',
      );
    }
    this.#offset += end;
    this.#tail = Buffer.from(bytes.subarray(end));
  }
}

function parserProblem(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof CsvError)) return thrown;
  const line = typeof thrown.lines === 'number' ? ` near line ${thrown.lines}` : '';
  return refuse(
    'bad-quoting',
    `${path} is not well-formed CSV${line}: ${thrown.message}`,
    'Close the quote, double quotes inside quoted fields, or choose the right delimiter.',
  );
}

async function readOnce(file: TextFile, plan: Plan, context: NodeContext): Promise<Reading> {
  const reading = new Reading(plan);
  const parser = parse({
    delimiter: plan.delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const failure = new Promise<never>((_, reject) => {
    parser.once('error', reject);
  });
  failure.catch(() => undefined);
  const drain = (): void => {
    for (let row = parser.read() as string[] | null; row !== null; row = parser.read() as string[] | null) {
      reading.take(row);
    }
  };
  let taken: (problem?: unknown) => void = () => undefined;
  const ended = new Promise<void>((resolve) => parser.once('end', resolve));
  parser.on('readable', () => {
    try {
      drain();
    } catch (thrown) {
      taken(thrown);
    }
  });
  const broken = new Promise<never>((_, reject) => {
    taken = reject;
  });
  broken.catch(() => undefined);
  const utf8 = new Utf8Check(plan.path);
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let position = 0;
  while (position < file.sizeBytes && !context.cancelled) {
    const { bytesRead } = await file.handle.read(buffer, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    const chunk = Buffer.from(buffer.subarray(0, bytesRead));
    position += bytesRead;
    utf8.take(chunk, position >= file.sizeBytes);
    const zero = chunk.indexOf(0);
    if (zero !== -1) {
      throw refuse(
        'not-text',
        `${plan.path} has a zero byte at ${position - bytesRead + zero}: it is not text.`,
        'Choose a CSV file.',
      );
    }
    const written = new Promise<void>((resolve) => {
      parser.write(chunk, () => resolve());
    });
    await Promise.race([written, failure, broken]);
    context.progress(Math.min(1, position / file.sizeBytes));
  }
  parser.end();
  await Promise.race([ended, failure, broken]);
  return reading;
}

export const run: RunNode = async (context) => {
  const { parameters } = context;
  const path = String(parameters.path);
  const file = await openText(path);
  try {
    const plan: Plan = {
      path,
      delimiter:
        parameters.delimiter === 'auto' ? detectDelimiter(file.sample) : String(parameters.delimiter),
      header: String(parameters.header),
      skipRagged: parameters.raggedRows === 'skip',
      missing: new Set(Array.isArray(parameters.nullValues) ? parameters.nullValues.map(String) : []),
      widened: new Map(),
    };
    let reading = await readOnce(file, plan, context);
    while (reading.needsAnotherPass) {
      const wider = [...plan.widened].map(
        ([index, type]) => `${reading.columns[index]?.name ?? index} as ${type}`,
      );
      context.log('debug', `Reading again: ${wider.join(', ')}.`);
      reading = await readOnce(file, plan, context);
    }
    if (reading.columns.length === 0) {
      throw refuse(
        'empty-file',
        `${path} has no rows: only blank lines.`,
        'Choose a file with at least one row.',
      );
    }
    if (reading.skipped > 0) context.log('warn', `${reading.skipped} rows of another length were left out.`);
    return { table: await toDraft(reading.columns, context) };
  } catch (thrown) {
    throw parserProblem(thrown, path);
  } finally {
    await file.handle.close();
  }
};

async function toDraft(columns: readonly ColumnBuilder[], context: NodeContext) {
  const children = columns.map((column) => column.finish());
  const fields = children.map((child, index) => new Field(columns[index]?.name ?? '', child.type, true));
  const schema = new Schema(fields);
  const length = children[0]?.length ?? 0;
  const batch = new RecordBatch(
    schema,
    makeData({ type: new Struct(fields), length, nullCount: 0, children }),
  );
  const stream = RecordBatchStreamWriter.writeAll(new Table([batch])).toUint8Array(true);
  const bytes = await context.allocate(stream.byteLength);
  bytes.set(stream);
  return {
    kind: 'table' as const,
    bytes,
    rows: length,
    columns: fields.map((field) => ({ name: field.name, type: String(field.type) })),
  };
}
