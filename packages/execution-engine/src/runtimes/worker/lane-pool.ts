import { availableParallelism, totalmem } from 'node:os';
import { AtomitonError } from '@atomiton/contracts';
import { Piscina } from 'piscina';
import { cancelled, Lane } from './lane.js';

/**
 * A worker at its limit is given 16 MB more to stop in. One collection of the young generation may promote a third of
 * its size at once: were that more than the 16 MB, V8 would abort the whole process.
 */
const YOUNG_GENERATION_MB = 24;

export interface LanePoolOptions {
  /** The worker's file: it exports `serve(start: LaneStart): Promise<void>`. */
  workerUrl: URL;
  /** Workers for stateless nodes. Default: one a processor core, at least two. */
  threads?: number | undefined;
  /** Further workers, one for each open stateful node. */
  maxPinned?: number | undefined;
  /** JavaScript heap of a worker; shared memory is not counted. Megabytes. */
  memoryMb?: number | undefined;
  /** Handed to every worker at its start. */
  data?: unknown;
}

/** A request for a free lane. */
interface Waiting {
  resolve: (lane: Lane) => void;
  reject: (reason: AtomitonError) => void;
  module: string;
}

/** The workers of one runtime: shared lanes, one call at a time each, and pinned lanes for nodes with state. */
export class LanePool {
  private readonly piscina: Piscina;
  private readonly threads: number;
  private readonly maxPinned: number;
  private readonly memoryMb: number;
  private readonly shared = new Set<Lane>();
  private readonly pinned = new Set<Lane>();
  private readonly idle: Lane[] = [];
  /** The module that a lane ran last: running it again there finds it loaded. */
  private readonly lastModule = new WeakMap<Lane, string>();
  private readonly queue: Waiting[] = [];
  private disposing = false;

  constructor(private readonly options: LanePoolOptions) {
    this.threads = options.threads ?? Math.max(2, availableParallelism());
    this.maxPinned = options.maxPinned ?? 64;
    this.memoryMb = options.memoryMb ?? Math.min(4096, Math.floor(totalmem() / 2 / 1024 / 1024));
    this.piscina = new Piscina({
      filename: options.workerUrl.href,
      name: 'serve',
      minThreads: 0,
      maxThreads: this.threads + this.maxPinned,
      idleTimeout: 0,
      atomics: 'disabled',
      recordTiming: false,
      execArgv: ['--enable-source-maps'],
      resourceLimits: {
        maxOldGenerationSizeMb: this.memoryMb,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
        stackSizeMb: 4,
      },
    });
    // Errors of workers without a running call end their lane; the next call gets a new one.
    this.piscina.on('error', () => undefined);
  }

  /** Starts a first worker, so that the first call does not wait for it. */
  prestart(): void {
    if (this.shared.size === 0 && !this.disposing) this.startShared();
  }

  /** A lane for one call. `signal.cancel` takes the request back. */
  acquire(module: string, signal: { cancel?: (() => void) | undefined }): Promise<Lane> {
    return new Promise((resolve, reject) => {
      if (this.disposing) {
        reject(cancelled());
        return;
      }
      const waiting: Waiting = { resolve, reject, module };
      this.queue.push(waiting);
      signal.cancel = () => {
        const at = this.queue.indexOf(waiting);
        if (at === -1) return;
        this.queue.splice(at, 1);
        reject(cancelled());
      };
      this.pump();
    });
  }

  /** Gives a lane back after its call. */
  giveBack(lane: Lane): void {
    if (!lane.alive || !this.shared.has(lane)) return;
    this.idle.push(lane);
    this.pump();
  }

  /** A lane of one's own, for a node with state. Closed by its owner. */
  pin(): Lane {
    if (this.disposing) throw cancelled();
    if (this.pinned.size >= this.maxPinned) {
      throw new AtomitonError({
        kind: 'resource',
        code: 'too-many-stateful-nodes',
        message: `${this.maxPinned} nodes with state are open, no worker is left for one more.`,
        hint: 'Close other runs, or use fewer stateful nodes.',
      });
    }
    const lane = this.start(this.threads + this.pinned.size + 1);
    this.pinned.add(lane);
    void lane.ended.then(() => this.pinned.delete(lane));
    return lane;
  }

  /** Ends every worker; running calls reject with `cancelled`. */
  async dispose(): Promise<void> {
    this.disposing = true;
    for (const waiting of this.queue.splice(0)) waiting.reject(cancelled());
    const lanes = [...this.shared, ...this.pinned];
    for (const lane of lanes) lane.terminate();
    await Promise.all(lanes.map((lane) => lane.ended));
    await this.piscina.destroy();
  }

  private pump(): void {
    while (this.queue.length > 0) {
      const waiting = this.queue[0] as Waiting;
      const lane = this.takeIdle(waiting.module);
      if (lane === undefined) break;
      this.queue.shift();
      this.lastModule.set(lane, waiting.module);
      waiting.resolve(lane);
    }
    const booting = [...this.shared].filter((lane) => !this.started.has(lane)).length;
    let wanted = this.queue.length - booting;
    while (wanted-- > 0 && this.shared.size < this.threads && !this.disposing) this.startShared();
  }

  private readonly started = new WeakSet<Lane>();

  private takeIdle(module: string): Lane | undefined {
    for (let at = this.idle.length - 1; at >= 0; at--) if (!this.idle[at]?.alive) this.idle.splice(at, 1);
    const same = this.idle.findIndex((lane) => this.lastModule.get(lane) === module);
    return this.idle.splice(same === -1 ? this.idle.length - 1 : same, 1)[0];
  }

  private startShared(): void {
    const used = new Set([...this.shared].map((lane) => lane.index));
    let index = 1;
    while (used.has(index)) index++;
    const lane = this.start(index);
    this.shared.add(lane);
    void lane.ready.then(() => {
      this.started.add(lane);
      this.giveBack(lane);
    });
    void lane.ended.then(() => {
      this.shared.delete(lane);
      if (this.disposing) return;
      this.pump();
      // A replacement stands ready before anyone asks.
      if (this.shared.size === 0 && this.started.has(lane)) this.startShared();
    });
  }

  private start(index: number): Lane {
    return new Lane(this.piscina, index, this.options.data, this.memoryMb);
  }
}
