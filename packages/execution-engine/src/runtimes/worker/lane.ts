import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { ErrorData } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { Piscina } from 'piscina';
import { CANCELLED_FLAG, type FromLane, type LaneStart, type ToLane } from './lane-protocol.js';

/** Time given to node code that looks at `context.cancelled` before its worker is terminated. */
const GRACE_MS = 80;
/** A terminated worker that has not gone by now is given up on. */
const EXIT_TIMEOUT_MS = 5000;

/** What one exchange with a worker reports on the way. */
export interface ExchangeHandlers {
  message(message: Extract<FromLane, { t: 'allocate' | 'emit' | 'progress' | 'logs' }>): void;
}

interface Exchange {
  call: number;
  handlers: ExchangeHandlers;
  resolve: (done: Extract<FromLane, { t: 'done' }>) => void;
  reject: (reason: AtomitonError) => void;
  cancelled: boolean;
}

/**
 * One worker thread that serves one exchange at a time over a port of its own. It lies in a Piscina pool as a task that
 * does not end by itself: Piscina starts and replaces workers, the hop is a bare `postMessage`.
 */
export class Lane {
  readonly ready: Promise<void>;
  /** Settles when the thread has really gone: only then does nothing write into shared memory any more. */
  readonly ended: Promise<void>;
  alive = true;
  private readonly port: MessagePort;
  private readonly flags = new Int32Array(new SharedArrayBuffer(8));
  private readonly abort = new AbortController();
  private exchange: Exchange | undefined;
  private worker: Worker | undefined;
  private graceTimer: NodeJS.Timeout | undefined;

  constructor(
    pool: Piscina,
    /** Counts from 1 within its pool. */
    readonly index: number,
    data: unknown,
    private readonly memoryMb: number,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const start: LaneStart = { port: port2, flags: this.flags.buffer as SharedArrayBuffer, data };
    let reportReady: () => void;
    this.ready = new Promise((resolve) => {
      reportReady = resolve;
    });
    const closed = new Promise<void>((resolve) => port1.once('close', resolve));
    port1.on('message', (message: FromLane) => {
      if (message.t === 'ready') {
        this.worker = pool.threads.find((worker) => worker.threadId === message.threadId);
        reportReady();
      } else this.receive(message);
    });
    const task = pool.run(start, { transferList: [port2], signal: this.abort.signal });
    this.ended = task.then(
      () => this.end(undefined, closed),
      (thrown: unknown) => this.end(thrown, closed),
    );
    void this.ended.then(() => reportReady());
  }

  /** Runs one exchange. Rejects with what the node threw, or with `node-crashed` when its worker ended. */
  run(
    message: Extract<ToLane, { call: number }>,
    handlers: ExchangeHandlers,
  ): Promise<Extract<FromLane, { t: 'done' }>> {
    return new Promise((resolve, reject) => {
      this.exchange = { call: message.call, handlers, resolve, reject, cancelled: false };
      if (this.alive) this.port.postMessage(message);
      else this.fail(crashed('its worker had ended before the call began'));
    });
  }

  send(message: ToLane): void {
    if (this.alive) this.port.postMessage(message);
  }

  /** Sets the flag, waits a moment, then terminates the thread. The exchange rejects once nothing of it runs. */
  cancel(): void {
    const { exchange } = this;
    if (exchange === undefined || exchange.cancelled) return;
    exchange.cancelled = true;
    Atomics.store(this.flags, CANCELLED_FLAG, 1);
    this.graceTimer = setTimeout(() => this.terminate(), GRACE_MS);
  }

  /** Lets an idle worker go. */
  close(): Promise<void> {
    if (this.exchange !== undefined) this.terminate();
    else this.send({ t: 'exit' });
    return this.ended;
  }

  terminate(): void {
    this.abort.abort();
  }

  private receive(message: Exclude<FromLane, { t: 'ready' }>): void {
    const { exchange } = this;
    if (exchange === undefined || message.call !== exchange.call) return;
    if (message.t === 'done' || message.t === 'error') {
      if (exchange.cancelled) this.fail(cancelled());
      else if (message.t === 'error') this.fail(new AtomitonError(message.error));
      else {
        this.exchange = undefined;
        exchange.resolve(message);
      }
      return;
    }
    if (!exchange.cancelled) exchange.handlers.message(message);
  }

  private fail(reason: AtomitonError): void {
    const { exchange } = this;
    this.exchange = undefined;
    clearTimeout(this.graceTimer);
    Atomics.store(this.flags, CANCELLED_FLAG, 0);
    exchange?.reject(reason);
  }

  private async end(thrown: unknown, portClosed: Promise<void>): Promise<void> {
    this.alive = false;
    await this.threadGone();
    // What the worker sent before it ended is still delivered: close only after it.
    const timer = setTimeout(() => this.port.close(), EXIT_TIMEOUT_MS).unref();
    if (this.worker === undefined) this.port.close();
    await portClosed;
    clearTimeout(timer);
    if (this.exchange === undefined) return;
    this.fail(this.exchange.cancelled || this.abort.signal.aborted ? cancelled() : this.crash(thrown));
  }

  private threadGone(): Promise<void> {
    const { worker } = this;
    // A thread that has ended has the id -1.
    if (worker === undefined || worker.threadId === -1) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, EXIT_TIMEOUT_MS).unref();
      worker.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      void worker.terminate();
    });
  }

  private crash(thrown: unknown): AtomitonError {
    if (!(thrown instanceof Error)) return crashed('its worker ended in the middle of the call');
    if ('code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return crashed(`it used more than the ${this.memoryMb} MB that a worker has`, {
        kind: 'resource',
        hint: 'Process the data in parts, or use memory from context.allocate, which is not counted.',
      });
    }
    const exit = /exited with code: (-?\d+)/.exec(thrown.message);
    if (exit !== null) return crashed(`it ended its worker with exit code ${exit[1]}`);
    return crashed(`it threw outside the call: ${thrown.message}`, { stack: thrown.stack });
  }
}

export function cancelled(): AtomitonError {
  return new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The call was cancelled.' });
}

function crashed(what: string, more: Partial<ErrorData> = {}): AtomitonError {
  return new AtomitonError({
    kind: 'runtime',
    code: 'node-crashed',
    message: `The node's code crashed: ${what}.`,
    ...more,
  });
}
