import { Field, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, Table } from 'apache-arrow';
import type { ColumnType } from './column.js';
import { ColumnBuilder } from './column.js';
import { looksLikeHeader } from './sniff.js';

const QUOTE = 0x22;

export interface TableOptions {
  header: 'auto' | 'yes' | 'no';
  /** Texts that are read as missing in every column; the empty field without quotes always is. */
  missing: readonly string[];
  /** Types that an earlier pass over the file found too narrow, by column. Written to when this pass finds more. */
  widened: Map<number, ColumnType>;
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

/** Collects rows of fields into typed columns. */
export class TableBuilder {
  columns: ColumnBuilder[] = [];
  #mustWiden = false;
  readonly #options: TableOptions;
  readonly #missing: readonly Buffer[];

  constructor(options: TableOptions) {
    this.#options = options;
    this.#missing = options.missing.map((text) => Buffer.from(text));
  }

  /** Makes the columns from the first row. @returns true when it was the header, false when it holds data. */
  start(cells: readonly string[]): boolean {
    const { header, widened } = this.#options;
    const isHeader = header === 'yes' || (header === 'auto' && looksLikeHeader(cells));
    this.columns = columnNames(cells, isHeader).map(
      (name, index) => new ColumnBuilder(name, widened.get(index), cells.length),
    );
    return isHeader;
  }

  /** One field of a row that has exactly one field per column. */
  push(index: number, bytes: Buffer, start: number, end: number): void {
    const column = this.columns[index] as ColumnBuilder;
    if (
      (start === end && bytes[start - 1] !== QUOTE) ||
      (this.#missing.length > 0 && this.#isMissing(bytes, start, end))
    ) {
      column.pushMissing();
      return;
    }
    const widening = column.push(bytes, start, end);
    if (widening === undefined) return;
    this.#options.widened.set(index, widening.to);
    this.#mustWiden = true;
    this.columns[index] = new ColumnBuilder(column.name, widening.to, this.columns.length);
  }

  /** Asked at the end of the file: a column turned out wider than it began, the file has to be read again. */
  needsAnotherPass(): boolean {
    this.columns.forEach((column, index) => {
      if (!column.isTextAfterAll) return;
      this.#options.widened.set(index, 'utf8');
      this.#mustWiden = true;
    });
    return this.#mustWiden;
  }

  #isMissing(bytes: Buffer, start: number, end: number): boolean {
    return this.#missing.some(
      (word) => word.length === end - start && bytes.compare(word, 0, word.length, start, end) === 0,
    );
  }

  /** The table as one Arrow IPC stream. */
  finish(): { stream: Uint8Array; rows: number; columns: { name: string; type: string }[] } {
    const children = this.columns.map((column) => column.finish());
    const fields = children.map(
      (child, index) => new Field(this.columns[index]?.name ?? '', child.type, true),
    );
    const rows = children[0]?.length ?? 0;
    const struct = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
    const batch = new RecordBatch(new Schema(fields), struct);
    const stream = RecordBatchStreamWriter.writeAll(new Table([batch])).toUint8Array(true);
    return { stream, rows, columns: fields.map((field) => ({ name: field.name, type: String(field.type) })) };
  }
}
