import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import type { ErrorData } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import type { Piscina } from 'piscina';
import {
  CANCELLED_CALL,
  type FromLane,
  type LaneNode,
  type LaneStart,
  RUNNING_CALL,
  type ToLane,
} from './lane-protocol.js';

/** Time given to node code that looks at `context.cancelled` before its worker is terminated. */
const GRACE_MS = 80;
/** A terminated worker that has not gone by now is given up on. */
const EXIT_TIMEOUT_MS = 5000;

type Done = Extract<FromLane, { t: 'done' }>;
type Report = Extract<FromLane, { t: 'allocate' | 'emit' | 'progress' | 'logs' }>;

/** What a session asks a worker for; the lane adds the number of the call and the node. */
export type LaneRequest =
  | Omit<Extract<ToLane, { t: 'call' }>, 'call' | 'session' | 'node'>
  | Omit<Extract<ToLane, { t: 'snapshot' }>, 'call' | 'session' | 'node'>
  | Omit<Extract<ToLane, { t: 'restore' }>, 'call' | 'session' | 'node'>;

export interface LaneExchange {
  readonly call: number;
  /** Rejects with what the node threw, `cancelled`, `node-crashed`, or a `Requeued` when it may run elsewhere. */
  readonly done: Promise<Done>;
  cancel(): void;
}

interface Pending {
  call: number;
  report: (message: Report) => void;
  resolve: (done: Done) => void;
  reject: (reason: Error) => void;
  /** It changes nothing outside: when its worker goes before it began, it may run elsewhere. */
  repeatable: boolean;
  cancelled: boolean;
  reported: boolean;
}

/** The worker went for another's fault before this exchange began. */
export class Requeued extends Error {}

/**
 * One worker thread that serves exchanges one after another over a port of its own. It lies in a Piscina pool as a task
 * that does not end by itself: Piscina starts and replaces workers, the hop is a bare `postMessage`.
 */
export class Lane {
  readonly ready: Promise<void>;
  /** Settles when the thread has really gone: only then does nothing write into shared memory any more. */
  readonly ended: Promise<void>;
  alive = true;
  /** The worker said that it serves. */
  serves = false;
  /** Why the worker never came to serve. */
  startFailure: unknown;
  /** Called when the last exchange has settled. */
  onEmpty: (() => void) | undefined;
  private readonly port: MessagePort;
  private readonly flags = new Int32Array(new SharedArrayBuffer(8));
  private readonly abort = new AbortController();
  /** In the order in which the worker takes them: the first one runs. */
  private readonly pending = new Map<number, Pending>();
  private readonly knownSessions = new Set<number>();
  private outbox: ToLane[] = [];
  private calls = 1;
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
      if (message.t !== 'ready') {
        this.receive(message);
        return;
      }
      this.serves = true;
      this.worker = pool.threads.find((worker) => worker.threadId === message.threadId);
      reportReady();
    });
    const task = pool.run(start, { transferList: [port2], signal: this.abort.signal });
    this.ended = task.then(
      () => this.end(undefined, closed),
      (thrown: unknown) => this.end(thrown, closed),
    );
    void this.ended.then(() => reportReady());
  }

  /** Exchanges taken and not settled, those given up on included. */
  get depth(): number {
    return this.pending.size;
  }

  /** All exchanges under way may be repeated: one more of that kind may line up. */
  get joinable(): boolean {
    for (const exchange of this.pending.values()) if (!exchange.repeatable) return false;
    return true;
  }

  /** Begins an exchange; it waits in the worker for those before it. */
  start(
    node: LaneNode,
    request: LaneRequest,
    repeatable: boolean,
    report: (message: Report) => void,
  ): LaneExchange {
    const call = this.calls++;
    const { session } = node;
    const known = this.knownSessions.has(session);
    const done = new Promise<Done>((resolve, reject) => {
      const fresh = { repeatable, cancelled: false, reported: false };
      const exchange: Pending = { call, report, resolve, reject, ...fresh };
      if (this.alive) this.pending.set(call, exchange);
      else reject(new Requeued());
    });
    if (this.alive) {
      this.knownSessions.add(session);
      this.send({ ...request, call, session, ...(known ? {} : { node }) });
    }
    return { call, done, cancel: () => this.cancel(call) };
  }

  /** Several messages of one turn travel together. */
  send(message: ToLane): void {
    this.outbox.push(message);
    if (this.outbox.length === 1) queueMicrotask(() => this.flush());
  }

  /** Forgets a session; its state in the worker is dropped. */
  forget(session: number): void {
    if (this.knownSessions.delete(session)) this.send({ t: 'close', session });
  }

  /** Lets an idle worker go. */
  close(): Promise<void> {
    if (this.pending.size > 0) this.terminate();
    else this.send({ t: 'exit' });
    return this.ended;
  }

  terminate(): void {
    this.abort.abort();
  }

  /** The worker broke before it served. */
  failStart(thrown: unknown): void {
    this.startFailure = thrown;
    this.abort.abort();
  }

  private flush(): void {
    const { outbox } = this;
    this.outbox = [];
    if (this.alive) this.port.postMessage(outbox.length === 1 ? outbox[0] : outbox);
  }

  /**
   * Cancels the exchange. The one that runs gets its flag set and a moment, then the thread is terminated, and it
   * rejects once nothing of it runs. One that only waits rejects at once; the worker's answer to it is dropped.
   */
  private cancel(call: number): void {
    const exchange = this.pending.get(call);
    if (exchange === undefined || exchange.cancelled) return;
    exchange.cancelled = true;
    if (this.first() === exchange) this.giveGrace(exchange);
    else exchange.reject(cancelled());
  }

  private giveGrace(exchange: Pending): void {
    Atomics.store(this.flags, CANCELLED_CALL, exchange.call);
    clearTimeout(this.graceTimer);
    this.graceTimer = setTimeout(() => this.terminate(), GRACE_MS);
  }

  private first(): Pending | undefined {
    for (const exchange of this.pending.values()) return exchange;
    return undefined;
  }

  private receive(message: Exclude<FromLane, { t: 'ready' }>): void {
    const exchange = this.pending.get(message.call);
    if (exchange === undefined) return;
    if (message.t === 'done' || message.t === 'error') {
      this.settle(exchange);
      if (exchange.cancelled) exchange.reject(cancelled());
      else if (message.t === 'error') exchange.reject(new AtomitonError(message.error));
      else exchange.resolve(message);
      return;
    }
    if (!exchange.cancelled) {
      exchange.reported = true;
      exchange.report(message);
    } else if ('request' in message) {
      this.send({ t: 'refused', request: message.request, error: cancelled().data });
    }
  }

  private settle(exchange: Pending): void {
    this.pending.delete(exchange.call);
    clearTimeout(this.graceTimer);
    const next = this.first();
    if (next?.cancelled === true) this.giveGrace(next);
    if (next === undefined && this.onEmpty !== undefined) queueMicrotask(this.onEmpty);
  }

  private async end(thrown: unknown, portClosed: Promise<void>): Promise<void> {
    this.alive = false;
    if (!this.serves) this.startFailure ??= thrown ?? new Error('the worker ended');
    await this.threadGone();
    // What the worker sent before it ended is still delivered: close only after it.
    const timer = setTimeout(() => this.port.close(), EXIT_TIMEOUT_MS).unref();
    if (this.worker === undefined) this.port.close();
    await portClosed;
    clearTimeout(timer);
    clearTimeout(this.graceTimer);
    const first = this.first();
    const told = Atomics.load(this.flags, RUNNING_CALL);
    // Someone is always to blame, so that nothing is repeated for ever.
    const running = this.pending.has(told) ? told : first?.call;
    const disposed = this.abort.signal.aborted && first?.cancelled !== true;
    for (const exchange of this.pending.values()) {
      if (exchange.cancelled || disposed) exchange.reject(cancelled());
      else if (exchange.call !== running && exchange.repeatable && !exchange.reported)
        exchange.reject(new Requeued());
      else exchange.reject(this.crash(thrown));
    }
    this.pending.clear();
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
