import { randomBytes } from 'node:crypto';
import { AtomitonError } from '@atomiton/contracts';
import type { BlockStore } from './held-blocks.js';
import type { Hello } from './message.js';
import { type Launch, NodeProcess } from './node-process.js';

export interface ProcessPoolOptions {
  /** `python` or `go`. */
  label: string;
  launch: Launch;
  store: BlockStore;
  /** At most so many processes. */
  size: number;
  /** So many are kept started while the pool lives. */
  prestart: number;
  /** Called when a process has ended, before its replacement starts. */
  onEnd?(process: NodeProcess): void;
}

/** What the pool has to know of a session in order to choose a process for it. */
export interface PoolClient {
  /** The process that holds its state: no other will do. */
  readonly bound: NodeProcess | undefined;
  /** The process that ran it last and may have a model loaded. */
  readonly preferred: NodeProcess | undefined;
  /** Its next process becomes its own for as long as its state lives. */
  readonly isStateful: boolean;
}

interface Waiter {
  client: PoolClient;
  resolve(process: NodeProcess): void;
  reject(error: AtomitonError): void;
}

/** Up to `size` children of one environment, each with one operation at a time. A child that ends is replaced. */
export class ProcessPool {
  private readonly processes = new Set<NodeProcess>();
  /** Processes that have said hello and are lent to nobody. */
  private readonly idle = new Set<NodeProcess>();
  private readonly starting = new Set<NodeProcess>();
  private readonly waiters: Waiter[] = [];
  /** How many stateful sessions live in a process. */
  private readonly residents = new Map<NodeProcess, number>();
  private readonly tag = randomBytes(3).toString('hex');
  private counter = 0;
  private readonly ended = { pipeBytes: 0, identityUs: 0 };
  private disposed = false;

  constructor(private readonly options: ProcessPoolOptions) {}

  /** Bytes through pipes, both ways, and time spent on identities (µs), of all processes there ever were. */
  get totals(): { pipeBytes: number; identityUs: number } {
    const totals = { ...this.ended };
    for (const process of this.processes) {
      totals.pipeBytes += process.pipeBytes;
      totals.identityUs += process.identityUs;
    }
    return totals;
  }

  get living(): ReadonlySet<NodeProcess> {
    return this.processes;
  }

  /** Starts the processes that are kept ready and waits for the first. Rejects when it does not start. */
  async prestart(): Promise<Hello> {
    const { prestart, size } = this.options;
    while (this.processes.size < Math.min(Math.max(1, prestart), size)) this.start();
    const [first] = this.processes;
    if (first === undefined) throw closedError();
    return first.ready;
  }

  /** Lends a process at once where one is idle that suits; `give` returns it. */
  takeNow(client: PoolClient): NodeProcess | undefined {
    if (this.disposed) throw closedError();
    const fit = this.waiters.length === 0 ? this.choose(client) : undefined;
    if (fit !== undefined) this.idle.delete(fit);
    return fit;
  }

  /** Lends a process as soon as there is one; `give` returns it. */
  take(client: PoolClient, signal: { onCancel(listener: () => void): void }): Promise<NodeProcess> {
    return new Promise((resolve, reject) => {
      if (this.disposed) throw closedError();
      const waiter: Waiter = { client, resolve, reject };
      this.waiters.push(waiter);
      signal.onCancel(() => {
        const index = this.waiters.indexOf(waiter);
        if (index === -1) return;
        this.waiters.splice(index, 1);
        reject(
          new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The call was cancelled.' }),
        );
      });
      this.serve();
    });
  }

  /** Takes a process at once where it is idle, for a message between calls. */
  takeIdle(process: NodeProcess): boolean {
    return this.idle.delete(process);
  }

  give(process: NodeProcess): void {
    if (process.hasEnded || this.disposed) return;
    this.idle.add(process);
    this.serve();
  }

  /** A stateful session begins or ceases to live in a process. */
  addResident(process: NodeProcess, change: 1 | -1): void {
    this.residents.set(process, (this.residents.get(process) ?? 0) + change);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    for (const waiter of this.waiters.splice(0)) waiter.reject(closedError());
    await Promise.all([...this.processes].map((process) => process.close()));
  }

  private start(): void {
    const prefix = `p${this.tag}-${this.counter++}-`;
    const { label, launch, store } = this.options;
    const process = new NodeProcess({ label, launch, store, prefix, onEnd: (ended) => this.onEnd(ended) });
    this.processes.add(process);
    this.starting.add(process);
    process.ready.then(
      () => {
        this.starting.delete(process);
        if (this.disposed) return;
        this.idle.add(process);
        this.serve();
      },
      (error: AtomitonError) => {
        this.starting.delete(process);
        // With nobody else alive or on the way, whoever waits would wait for ever.
        if (this.processes.size > 0) return;
        for (const waiter of this.waiters.splice(0)) waiter.reject(error);
      },
    );
  }

  private onEnd(process: NodeProcess): void {
    this.processes.delete(process);
    this.idle.delete(process);
    this.residents.delete(process);
    this.ended.pipeBytes += process.pipeBytes;
    this.ended.identityUs += process.identityUs;
    this.options.onEnd?.(process);
    // A process that never worked is not replaced before someone asks: it would end the same way again and again.
    if (this.disposed || process.hello === undefined) return;
    if (this.processes.size < Math.min(this.options.prestart, this.options.size)) this.start();
    this.serve();
  }

  /** Gives idle processes to those who wait, in their order. */
  private serve(): void {
    if (this.disposed) return;
    for (let index = 0; index < this.waiters.length; ) {
      const waiter = this.waiters[index] as Waiter;
      const fit = this.choose(waiter.client);
      if (fit === undefined) {
        index++;
        continue;
      }
      this.waiters.splice(index, 1);
      this.idle.delete(fit);
      waiter.resolve(fit);
    }
    const unbound = this.waiters.filter(({ client }) => client.bound === undefined).length;
    while (this.starting.size < unbound && this.processes.size < this.options.size) this.start();
  }

  /**
   * The idle process that suits a client, or undefined when it has to wait: its own; the one it ran in last; one where
   * no state lives (others may be ended at any time by the cancel of their guest); a new one; any.
   */
  private choose(client: PoolClient): NodeProcess | undefined {
    const { bound, preferred } = client;
    if (bound !== undefined && !bound.hasEnded) return this.idle.has(bound) ? bound : undefined;
    const isFree = (process: NodeProcess) => (this.residents.get(process) ?? 0) === 0;
    if (preferred !== undefined && this.idle.has(preferred) && isFree(preferred)) return preferred;
    for (const process of this.idle) if (isFree(process)) return process;
    if (this.processes.size < this.options.size) return undefined;
    let best: NodeProcess | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const process of this.idle) {
      const count = this.residents.get(process) ?? 0;
      if (count >= fewest) continue;
      best = process;
      fewest = count;
    }
    return best;
  }
}

function closedError(): AtomitonError {
  return new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The runtime was closed.' });
}
