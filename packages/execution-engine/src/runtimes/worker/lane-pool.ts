import { availableParallelism, totalmem } from 'node:os';
import { AtomitonError } from '@atomiton/contracts';
import { Piscina } from 'piscina';
import { keepLoopsInterruptible } from './interruptible-loops.js';
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
  /** Repeatable calls of modules that take less than this on average line up in one worker; default 1. Milliseconds. */
  quickMs?: number | undefined;
  /** Handed to every worker at its start. */
  data?: unknown;
}

/** A request for a lane. */
interface Waiting {
  resolve: (lane: Lane) => void;
  reject: (reason: AtomitonError) => void;
  module: string;
  repeatable: boolean;
}

/** Who has a shared lane: one call alone, or several quick ones. */
interface Taken {
  count: number;
  alone: boolean;
}

/** Calls of a module that take less than this on average may line up in one worker. Milliseconds. */
const QUICK_MS = 1;
/** Calls seen before a module counts as quick. */
const QUICK_AFTER = 3;
/** So many calls line up in one worker. */
const MAX_DEPTH = 32;

/**
 * The workers of one runtime: shared lanes, and pinned lanes for nodes with state. A shared lane serves one call at a
 * time; only repeatable calls of modules known to be quick line up, so that a burst of them rides few hops.
 */
export class LanePool {
  private readonly piscina: Piscina;
  private readonly threads: number;
  private readonly maxPinned: number;
  private readonly memoryMb: number;
  private readonly shared = new Map<Lane, Taken>();
  private readonly pinned = new Set<Lane>();
  private readonly idle: Lane[] = [];
  /** The module that a lane ran last: running it again there finds it loaded. */
  private readonly lastModule = new WeakMap<Lane, string>();
  private readonly durations = new Map<string, { meanMs: number; calls: number }>();
  private readonly queue: Waiting[] = [];
  private disposing = false;

  constructor(private readonly options: LanePoolOptions) {
    this.threads = options.threads ?? Math.max(2, availableParallelism());
    this.maxPinned = options.maxPinned ?? 64;
    this.memoryMb = options.memoryMb ?? Math.min(4096, Math.floor(totalmem() / 2 / 1024 / 1024));
    keepLoopsInterruptible();
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
    // Every lane is a task: an error outside any task is that of a worker that did not come up.
    this.piscina.on('error', (thrown: unknown) => {
      for (const lane of [...this.shared.keys(), ...this.pinned]) if (!lane.serves) lane.failStart(thrown);
    });
  }

  /** Starts a first worker, so that the first call does not wait for it. */
  prestart(): void {
    if (this.shared.size === 0 && !this.disposing) this.startShared();
  }

  /**
   * A lane for one call, given back by `giveBack`. `repeatable` says that the call changes nothing outside.
   * `signal.cancel` takes the request back.
   */
  acquire(module: string, repeatable: boolean, signal: { cancel: (() => void) | undefined }): Promise<Lane> {
    return new Promise((resolve, reject) => {
      if (this.disposing) {
        reject(cancelled());
        return;
      }
      const waiting: Waiting = { resolve, reject, module, repeatable };
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

  /** Gives a lane back after its call; once for each `acquire`. */
  giveBack(lane: Lane): void {
    const taken = this.shared.get(lane);
    if (taken === undefined) return;
    taken.count--;
    this.considerIdle(lane);
    this.pump();
  }

  /** Learns how long calls of a module take in the worker; the first one loads it and says nothing. */
  noteDuration(module: string, ms: number): void {
    const known = this.durations.get(module);
    if (known === undefined) {
      this.durations.set(module, { meanMs: 0, calls: 0 });
      return;
    }
    known.calls++;
    known.meanMs += (ms - known.meanMs) / Math.min(known.calls, 16);
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

  /** Why a lane never came to serve. */
  startError(lane: Lane): AtomitonError {
    if (this.disposing) return cancelled();
    const { startFailure } = lane;
    const reason = startFailure instanceof Error ? startFailure.message : String(startFailure);
    return new AtomitonError({
      kind: 'dependency',
      code: 'worker-not-started',
      message: `A worker thread cannot be started from ${this.options.workerUrl.href}: ${reason}.`,
    });
  }

  /** Ends every worker; running calls reject with `cancelled`. */
  async dispose(): Promise<void> {
    this.disposing = true;
    for (const waiting of this.queue.splice(0)) waiting.reject(cancelled());
    const lanes = [...this.shared.keys(), ...this.pinned];
    for (const lane of lanes) lane.terminate();
    await Promise.all(lanes.map((lane) => lane.ended));
    await this.piscina.destroy();
  }

  private pump(): void {
    while (this.queue.length > 0) {
      const waiting = this.queue[0] as Waiting;
      const quick = waiting.repeatable && this.isQuick(waiting.module);
      const lane = this.takeIdle(waiting.module) ?? (quick ? this.leastBusy() : undefined);
      const taken = lane === undefined ? undefined : this.shared.get(lane);
      if (lane === undefined || taken === undefined) break;
      this.queue.shift();
      taken.count++;
      taken.alone = !quick;
      this.lastModule.set(lane, waiting.module);
      waiting.resolve(lane);
    }
    if (this.queue.length === 0) return;
    let wanted = this.queue.length;
    for (const lane of this.shared.keys()) if (!lane.serves) wanted--;
    while (wanted-- > 0 && this.shared.size < this.threads && !this.disposing) this.startShared();
  }

  private isQuick(module: string): boolean {
    const known = this.durations.get(module);
    return (
      known !== undefined && known.calls >= QUICK_AFTER && known.meanMs < (this.options.quickMs ?? QUICK_MS)
    );
  }

  /** The lane with the fewest quick calls in line. */
  private leastBusy(): Lane | undefined {
    let best: Lane | undefined;
    let least = MAX_DEPTH;
    for (const [lane, { count, alone }] of this.shared) {
      if (alone || count >= least || !lane.serves || !lane.alive || !lane.joinable) continue;
      best = lane;
      least = count;
    }
    return best;
  }

  private considerIdle(lane: Lane): void {
    const free = this.shared.get(lane)?.count === 0 && lane.depth === 0 && lane.alive && lane.serves;
    if (free && !this.idle.includes(lane)) this.idle.push(lane);
  }

  /** The free lane that ran this module last, or else any lane last: what ran last is warm. */
  private takeIdle(module: string): Lane | undefined {
    for (let at = this.idle.length - 1; at >= 0; at--) if (!this.idle[at]?.alive) this.idle.splice(at, 1);
    let best = -1;
    for (let at = this.idle.length - 1; at >= 0; at--) {
      const lane = this.idle[at] as Lane;
      if (best < 0 || this.lastModule.get(lane) === module) {
        best = at;
        if (this.lastModule.get(lane) === module) break;
      }
    }
    return best < 0 ? undefined : this.idle.splice(best, 1)[0];
  }

  private startShared(): void {
    const used = new Set([...this.shared.keys()].map((lane) => lane.index));
    let index = 1;
    while (used.has(index)) index++;
    const lane = this.start(index);
    this.shared.set(lane, { count: 0, alone: false });
    lane.onEmpty = () => {
      this.considerIdle(lane);
      this.pump();
    };
    void lane.ready.then(lane.onEmpty);
    void lane.ended.then(() => {
      this.shared.delete(lane);
      if (this.disposing) return;
      if (!lane.serves) {
        // Starting again would fail again.
        for (const waiting of this.queue.splice(0)) waiting.reject(this.startError(lane));
        return;
      }
      this.pump();
      // A replacement stands ready before anyone asks.
      if (this.shared.size === 0) this.startShared();
    });
  }

  private start(index: number): Lane {
    return new Lane(this.piscina, index, this.options.data, this.memoryMb);
  }
}
