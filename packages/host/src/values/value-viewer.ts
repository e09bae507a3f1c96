import { Worker } from 'node:worker_threads';
import type { Payload, Value, ValueStore } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { jsonTextInSlices } from './json-text.js';
import type { TablePage } from './table-page.js';
import type {
  PictureView,
  SharedBytes,
  TextView,
  ViewAnswers,
  ViewRequest,
  ViewResponse,
} from './view-messages.js';

type Question = ViewRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** Memory of the view worker's own heap; the values lie outside it. MB. */
const WORKER_HEAP_MB = 512;

/** The worker is compiled code; sources that are run directly (tests) use the build beside them. */
function workerUrl(): URL {
  const compiled = import.meta.url.endsWith('.js');
  return new URL(compiled ? './view-worker.js' : '../../dist/values/view-worker.js', import.meta.url);
}

function wrongKind(value: Value, expected: string, hint: string): AtomitonError {
  return new AtomitonError({
    kind: 'validation',
    code: 'wrong-kind',
    message: `This value is a ${value.kind}; ${expected} was expected.`,
    hint,
  });
}

/**
 * Makes pages, thumbnails and texts of values in a worker thread, so that the event loop is never held and values
 * themselves never leave. The caller holds every value that it passes until `forget` has settled.
 */
export class ValueViewer {
  private worker: Worker | undefined;
  private nextId = 1;
  private readonly waiting = new Map<
    number,
    { resolve(view: unknown): void; reject(error: AtomitonError): void }
  >();
  private disposed = false;

  constructor(private readonly store: ValueStore) {}

  /**
   * One page of a table; rows beyond its end are simply absent.
   * @param key names the held value; the parsed table is kept under it until `forget`.
   */
  async page(value: Value, key: string, offset: number, limit: number): Promise<TablePage> {
    if (value.kind !== 'table') throw wrongKind(value, 'a table', 'Ask for its text.');
    const bytes = await this.shared(value.payload);
    return this.ask({ ask: 'page', key, bytes, offset, limit });
  }

  /** A picture reduced to at most `maxSize` pixels on its longer side, as PNG. */
  async image(value: Value, maxSize: number): Promise<PictureView> {
    if (value.kind !== 'image') throw wrongKind(value, 'an image', 'Ask for its text, or its page.');
    const { width, height, format } = value;
    return this.ask({
      ask: 'image',
      bytes: await this.shared(value.payload),
      width,
      height,
      format,
      maxSize,
    });
  }

  /** Any value as text, cut at `maxChars`. */
  async text(value: Value, maxChars: number): Promise<TextView> {
    switch (value.kind) {
      case 'json':
        return jsonTextInSlices(value.json, maxChars);
      case 'tensor': {
        const bytes = await this.shared(value.payload);
        return this.ask({ ask: 'tensor-text', bytes, dtype: value.dtype, shape: value.shape, maxChars });
      }
      case 'bytes':
        return this.ask({ ask: 'bytes-text', bytes: await this.shared(value.payload), maxChars });
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

  /** Starts the worker ahead of the first look. */
  warm(): void {
    if (!this.disposed) this.start();
  }

  /** Settles when nothing reads what was viewed under this key any more: its memory may then be released. */
  async forget(key: string): Promise<void> {
    if (this.worker === undefined || this.disposed) return;
    await this.ask({ ask: 'forget', key }).catch(() => undefined);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
    this.failAll('The view of values was closed.');
  }

  private async shared(payload: Payload): Promise<SharedBytes> {
    const { buffer, byteOffset, byteLength } = await this.store.toShared(payload);
    return { buffer, byteOffset, byteLength };
  }

  private ask<Q extends Question>(question: Q): Promise<ViewAnswers[Q['ask']]> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new AtomitonError({ kind: 'cancelled', code: 'closed', message: 'The host was closed.' }));
        return;
      }
      const id = this.nextId++;
      this.waiting.set(id, { resolve: resolve as (view: unknown) => void, reject });
      this.start().postMessage({ ...question, id });
    });
  }

  private start(): Worker {
    if (this.worker !== undefined) return this.worker;
    const worker = new Worker(workerUrl(), {
      name: 'values',
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    });
    worker.unref();
    worker.on('message', (response: ViewResponse) => {
      const asked = this.waiting.get(response.id);
      this.waiting.delete(response.id);
      if (response.ok) asked?.resolve(response.view);
      else asked?.reject(new AtomitonError(response.error));
    });
    const ended = (reason: string) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.failAll(reason);
    };
    worker.on('error', (error) => ended(`The view of values stopped: ${error.message}.`));
    worker.on('exit', () => ended('The view of values stopped.'));
    this.worker = worker;
    return worker;
  }

  private failAll(message: string): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) {
      reject(new AtomitonError({ kind: 'runtime', code: 'view-failed', message, hint: 'Try again.' }));
    }
  }
}
