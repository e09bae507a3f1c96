import { Worker } from 'node:worker_threads';
import { AtomitonError } from '@atomiton/contracts';
import type { ViewAnswers, ViewQuestion, ViewQuestions, ViewResponse } from './view-messages.js';

/** Memory of a view worker's own heap; the values lie outside it. MB. */
const WORKER_HEAP_MB = 768;

interface Waiting {
  resolve(view: unknown): void;
  reject(error: AtomitonError): void;
  onProgress: ((fraction: number) => void) | undefined;
}

/** The worker is compiled code; sources that are run directly (tests) use the build beside them. */
function workerUrl(): URL {
  const compiled = import.meta.url.endsWith('.js');
  return new URL(compiled ? './view-worker.js' : '../../dist/values/view-worker.js', import.meta.url);
}

/** One worker thread that looks at values: it begins with the first question, and anew when it has died. */
export class ViewLane {
  private worker: Worker | undefined;
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();
  private disposed = false;

  /** @param name of the thread. */
  constructor(private readonly name: string) {}

  get isStarted(): boolean {
    return this.worker !== undefined;
  }

  /** Starts the worker ahead of the first question. */
  warm(): void {
    if (!this.disposed) this.start();
  }

  ask<Q extends ViewQuestion>(
    ask: Q,
    question: ViewQuestions[Q],
    onProgress?: (fraction: number) => void,
  ): Promise<ViewAnswers[Q]> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new AtomitonError({ kind: 'cancelled', code: 'closed', message: 'The host was closed.' }));
        return;
      }
      const id = this.nextId++;
      this.waiting.set(id, { resolve: resolve as (view: unknown) => void, reject, onProgress });
      this.start().postMessage({ ...question, ask, id });
    });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
    this.failAll('The view of values was closed.');
  }

  private start(): Worker {
    if (this.worker !== undefined) return this.worker;
    const worker = new Worker(workerUrl(), {
      name: this.name,
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    });
    worker.unref();
    worker.on('message', (response: ViewResponse) => this.receive(response));
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

  private receive(response: ViewResponse): void {
    const asked = this.waiting.get(response.id);
    if ('progress' in response) {
      asked?.onProgress?.(response.progress);
      return;
    }
    this.waiting.delete(response.id);
    if (response.ok) asked?.resolve(response.view);
    else asked?.reject(new AtomitonError(response.error));
  }

  private failAll(message: string): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) {
      reject(new AtomitonError({ kind: 'runtime', code: 'view-failed', message, hint: 'Try again.' }));
    }
  }
}
