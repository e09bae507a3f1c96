import type {
  Arrangement,
  ImageValue,
  Payload,
  TableValue,
  TensorValue,
  Value,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { ExportFormat } from './export-table.js';
import type { CellPlace } from './find-cell.js';
import type { Region } from './image-region.js';
import { jsonTextInSlices } from './json-text.js';
import { isPlain, RowOrders } from './row-orders.js';
import type { ColumnSpan, TablePage } from './table-page.js';
import { type Job, silentJob } from './value-jobs.js';
import { ViewLane } from './view-lane.js';
import type { PictureView, PixelsView, SharedBytes, TextView, ViewAnswers } from './view-messages.js';

/** A value that is held while it is looked at. `key` names it; its parsed form is kept under it until `forget`. */
export interface Looked {
  value: Value;
  key: string;
}

const NAMES: Record<Value['kind'], string> = {
  json: 'JSON',
  bytes: 'bytes',
  table: 'a table',
  tensor: 'a tensor',
  image: 'an image',
  file: 'a file',
  list: 'a list',
};

/** @throws AtomitonError `wrong-kind`. */
export function expectKind<K extends Value['kind']>(value: Value, kind: K): Extract<Value, { kind: K }> {
  if (value.kind === kind) return value as Extract<Value, { kind: K }>;
  throw new AtomitonError({
    kind: 'validation',
    code: 'wrong-kind',
    message: `This value is ${NAMES[value.kind]}; ${NAMES[kind]} was expected.`,
    hint: 'Ask for its text.',
  });
}

/**
 * Makes pages, orders, statistics, thumbnails and texts of values in two worker threads, so that the event loop is
 * never held, values themselves never leave, and a page never waits for a sort. The caller holds every value that it
 * passes until `forget` has settled.
 */
export class ValueViewer {
  /** Answers within milliseconds. */
  private readonly quick = new ViewLane('values');
  /** May take seconds; one question after another. */
  private readonly slow = new ViewLane('values, long');
  private readonly orders = new RowOrders();
  private disposed = false;

  constructor(private readonly store: ValueStore) {}

  /** Puts the rows of a table in order, for the pages that follow. @returns how many there are. */
  async arrange(looked: Looked, arrangement: Arrangement, job: Job): Promise<number> {
    const { rows } = expectKind(looked.value, 'table');
    return (await this.orderOf(looked, arrangement, job))?.length ?? rows;
  }

  /** One page of a table; rows beyond its end are simply absent. */
  async page(
    looked: Looked,
    arrangement: Arrangement,
    offset: number,
    limit: number,
    columns?: ColumnSpan,
  ): Promise<TablePage> {
    const order = await this.orderOf(looked, arrangement, silentJob());
    return this.quick.ask('page', { ...(await this.table(looked)), order, offset, limit, columns });
  }

  async cell(looked: Looked, arrangement: Arrangement, at: CellPlace, maxChars: number): Promise<TextView> {
    const order = await this.orderOf(looked, arrangement, silentJob());
    return this.quick.ask('cell', { ...(await this.table(looked)), order, ...at, maxChars });
  }

  async statistics(
    looked: Looked,
    column: number,
    filter: string,
    job: Job,
  ): Promise<ViewAnswers['statistics']> {
    const order = await this.orderOf(looked, { sort: [], filter }, job);
    const question = { ...(await this.table(looked)), order, column, flag: job.flag };
    return this.slow.ask('statistics', question, job.onProgress);
  }

  async find(
    looked: Looked,
    arrangement: Arrangement,
    search: { text: string; from: CellPlace; backwards: boolean },
    job: Job,
  ): Promise<CellPlace | null> {
    const order = await this.orderOf(looked, arrangement, job);
    const question = { ...(await this.table(looked)), order, ...search, flag: job.flag };
    return this.slow.ask('find', question, job.onProgress);
  }

  async copy(
    looked: Looked,
    arrangement: Arrangement,
    part: { rows: ColumnSpan; columns: ColumnSpan; header: boolean },
    job: Job,
  ): Promise<string> {
    const order = await this.orderOf(looked, arrangement, job);
    const question = { ...(await this.table(looked)), order, ...part, flag: job.flag };
    return this.slow.ask('copy', question, job.onProgress);
  }

  /** Writes an arrangement to a file. @returns rows written. */
  async export(
    looked: Looked,
    arrangement: Arrangement,
    format: ExportFormat,
    path: string,
    job: Job,
  ): Promise<number> {
    const order = await this.orderOf(looked, arrangement, job);
    const question = { ...(await this.table(looked)), order, format, path, flag: job.flag };
    return this.slow.ask('export', question, job.onProgress);
  }

  /** A picture reduced to at most `maxSize` pixels on its longer side, as PNG. */
  async image(value: Value, maxSize: number): Promise<PictureView> {
    return this.quick.ask('image', { ...(await this.picture(value)), maxSize });
  }

  async tile(value: Value, region: Region): Promise<PictureView> {
    return this.quick.ask('tile', { ...(await this.picture(value)), region });
  }

  async pixels(value: Value, region: Region): Promise<PixelsView> {
    return this.quick.ask('pixels', { ...(await this.picture(value)), region });
  }

  async saveImage(value: Value, path: string): Promise<void> {
    await this.slow.ask('save-image', { ...(await this.picture(value)), path });
  }

  async tensor(value: Value, job: Job): Promise<ViewAnswers['tensor']> {
    return this.slow.ask('tensor', { ...(await this.elements(value)), flag: job.flag }, job.onProgress);
  }

  async slice(
    value: Value,
    part: { index: number[]; rows: ColumnSpan; columns: ColumnSpan },
  ): Promise<ViewAnswers['slice']> {
    return this.quick.ask('slice', { ...(await this.elements(value)), ...part });
  }

  async slicePicture(value: Value, index: number[], maxSize: number): Promise<PictureView> {
    return this.quick.ask('slice-picture', { ...(await this.elements(value)), index, maxSize });
  }

  /** At most 64 KB of a value's bytes. */
  async bytes(value: Value, offset: number, length: number): Promise<{ base64: string; totalBytes: number }> {
    const { buffer, byteOffset, byteLength } = await this.shared(expectKind(value, 'bytes').payload);
    const from = Math.min(offset, byteLength);
    const part = new Uint8Array(buffer, byteOffset + from, Math.min(length, byteLength - from));
    return { base64: Buffer.from(part).toString('base64'), totalBytes: byteLength };
  }

  async saveBytes(value: Value, path: string): Promise<void> {
    const bytes = await this.shared(expectKind(value, 'bytes').payload);
    await this.slow.ask('save-bytes', { bytes, path });
  }

  /** Any value as text, cut at `maxChars`; a plain text as it is where `plain`. */
  async text(value: Value, maxChars: number, plain = false): Promise<TextView> {
    switch (value.kind) {
      case 'json':
        if (plain && typeof value.json === 'string') {
          return { text: value.json.slice(0, maxChars), totalChars: value.json.length };
        }
        return jsonTextInSlices(value.json, maxChars);
      case 'tensor':
        return this.quick.ask('tensor-text', { ...(await this.elements(value)), maxChars });
      case 'bytes':
        return this.quick.ask('bytes-text', { bytes: await this.shared(value.payload), maxChars });
      case 'table':
        return jsonTextInSlices({ rows: value.rows, columns: value.columns }, maxChars);
      case 'image':
        return jsonTextInSlices({ width: value.width, height: value.height, format: value.format }, maxChars);
      case 'file':
        return jsonTextInSlices(
          {
            path: value.path,
            sizeBytes: value.sizeBytes,
            modified: new Date(value.modifiedMs).toISOString(),
          },
          maxChars,
        );
      case 'list':
        return jsonTextInSlices(
          value.items.map((item) => ({ kind: item.kind, identity: item.identity })),
          maxChars,
        );
    }
  }

  /** Memory of the orders of rows that are kept. Bytes. */
  get orderBytes(): number {
    return this.orders.bytes;
  }

  /** Starts the worker ahead of the first look. */
  warm(): void {
    this.quick.warm();
  }

  /** Settles when nothing reads what was viewed under this key any more: its memory may then be released. */
  async forget(key: string): Promise<void> {
    this.orders.forget(key);
    if (this.disposed) return;
    const lanes = [this.quick, this.slow].filter((lane) => lane.isStarted);
    await Promise.all(lanes.map((lane) => lane.ask('forget', { key }).catch(() => undefined)));
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await Promise.all([this.quick.dispose(), this.slow.dispose()]);
  }

  /** The rows of an arrangement; undefined for a table in its own order. */
  private async orderOf(
    looked: Looked,
    arrangement: Arrangement,
    job: Job,
  ): Promise<Uint32Array | undefined> {
    if (isPlain(arrangement)) return undefined;
    const table = await this.table(looked);
    return this.orders.get(looked.key, arrangement, job, (asked) =>
      this.slow.ask('arrange', { ...table, arrangement, flag: asked.flag }, asked.onProgress),
    );
  }

  private async table({ value, key }: Looked): Promise<{ key: string; bytes: SharedBytes }> {
    const { payload }: TableValue = expectKind(value, 'table');
    return { key, bytes: await this.shared(payload) };
  }

  private async picture(value: Value) {
    const { width, height, format, payload }: ImageValue = expectKind(value, 'image');
    return { bytes: await this.shared(payload), width, height, format };
  }

  private async elements(value: Value) {
    const { dtype, shape, payload }: TensorValue = expectKind(value, 'tensor');
    return { bytes: await this.shared(payload), dtype, shape };
  }

  private async shared(payload: Payload): Promise<SharedBytes> {
    const { buffer, byteOffset, byteLength } = await this.store.toShared(payload);
    return { buffer, byteOffset, byteLength };
  }
}
