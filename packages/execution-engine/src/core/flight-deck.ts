import type { LogLevel, NodeSession, Value, ValueStore } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { RUNNING_EVENT } from './event-log.js';
import type { Flight, FlightOwner } from './flight.js';
import type { ReadyQueue } from './ready-queue.js';
import type { RunClock } from './run-clock.js';
import type { RunReport } from './run-report.js';
import type { RunValues } from './run-values.js';
import type { EngineServices } from './services.js';
import { WakeTimer } from './wake-timer.js';

/** Progress of one node is shown at most this often. Milliseconds. */
const PROGRESS_MS = 16;
/** A call or session asked to end has this long before it is given up. Milliseconds. */
const GRACE_MS = 450;

/** What the run does about its flights. */
export interface DeckOwner {
  /** A call has settled, or was given up; `failure` is undefined when it went well. */
  onLanded(flight: Flight, failure: unknown): void;
  /** Something may start now. */
  pump(): void;
  /** A session has closed. */
  onClosed(): void;
}

/** The sessions under way: opens, calls and closes them, and ends them at their limit or when the run is cancelled. */
export class FlightDeck implements FlightOwner {
  readonly store: Pick<ValueStore, 'retain' | 'release'>;
  readonly values: (Value | undefined)[];
  private readonly running: Flight[] = [];
  /** By node: when its limit or its grace ends; 0 for never. */
  private deadlines: Float64Array | undefined;
  private readonly timer: WakeTimer;
  private closing = 0;
  private givenUpAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly owner: DeckOwner,
    private readonly services: EngineServices,
    private readonly clock: RunClock,
    private readonly report: RunReport,
    private readonly queue: ReadyQueue,
    values: RunValues,
  ) {
    this.store = values.store;
    this.values = values.slots;
    this.timer = new WakeTimer(services.clock, () => this.onTime());
  }

  /** No call is under way; sessions may still be closing. */
  get isIdle(): boolean {
    return this.running.length === 0;
  }

  start(flight: Flight): void {
    const { index } = flight.node;
    this.report.startTimes[index] = this.clock.fresh();
    flight.place = this.running.length;
    this.running.push(flight);
    this.queue.reserve(flight);
    this.report.state(index, RUNNING_EVENT);
    void this.fly(flight);
  }

  cancelAll(): void {
    for (const flight of [...this.running]) this.end(flight, 'cancel');
    this.giveUpAt(this.clock.now + GRACE_MS);
  }

  /** True when every session has closed; else waits for them, but not for ever. */
  isClosed(): boolean {
    if (this.closing === 0) return true;
    if (this.givenUpAt === Number.POSITIVE_INFINITY) this.giveUpAt(this.clock.now + GRACE_MS);
    return false;
  }

  /** The run is over. */
  stop(): void {
    this.timer.clear();
  }

  onProgress(flight: Flight, fraction: number, message: string | undefined): void {
    if (Number.isNaN(fraction)) return;
    flight.held ??= { shownAt: Number.NEGATIVE_INFINITY, fraction: -1, message: undefined };
    const { held } = flight;
    held.fraction = Math.min(1, Math.max(0, fraction));
    held.message = message;
    const now = this.services.clock.now();
    if (now - held.shownAt >= PROGRESS_MS) this.report.progress(flight, held, now);
    else this.timer.arm(held.shownAt + PROGRESS_MS);
  }

  onLog(flight: Flight, level: LogLevel, text: string): void {
    this.report.said(flight, level, text);
  }

  onLane(flight: Flight, name: string): void {
    if (flight.laneName === name) return;
    flight.laneName = name;
    if (name !== 'main') this.report.lane(flight, name);
  }

  /** The life of one session: open, one call, close. Never rejects. */
  private async fly(flight: Flight): Promise<void> {
    let session: NodeSession;
    try {
      session = await flight.runtime.open(flight.openRequest);
    } catch (thrown) {
      this.land(flight, thrown ?? NO_REASON);
      return;
    }
    let failure: unknown;
    if (flight.ending === undefined && !flight.over) {
      flight.session = session;
      try {
        if (flight.node.timeoutMs > 0) this.setDeadline(flight);
        const call = session.call(flight.request, flight);
        if (this.queue.launched(flight)) this.owner.pump();
        await call;
      } catch (thrown) {
        failure = thrown ?? NO_REASON;
      }
    } else {
      failure = NO_REASON;
    }
    this.closing++;
    this.land(flight, failure);
    try {
      await session.close();
    } catch (thrown) {
      const { message } = toErrorData(thrown);
      this.services.log('warn', `The session of ${flight.node.id} did not close: ${message}`);
    }
    this.closing--;
    this.owner.onClosed();
  }

  private deadlinesOf(): Float64Array {
    this.deadlines ??= new Float64Array(this.report.startTimes.length);
    return this.deadlines;
  }

  private setDeadline(flight: Flight): void {
    const at = this.clock.now + flight.node.timeoutMs;
    this.deadlinesOf()[flight.node.index] = at;
    if (at < this.timer.at) this.timer.arm(at);
  }

  private end(flight: Flight, reason: 'cancel' | 'timeout'): void {
    if (flight.ending !== undefined) return;
    flight.ending = reason;
    const at = this.clock.now + GRACE_MS;
    this.deadlinesOf()[flight.node.index] = at;
    this.timer.arm(at);
    try {
      flight.session?.cancel();
    } catch (thrown) {
      const { message } = toErrorData(thrown);
      this.services.log('warn', `${flight.node.id} could not be cancelled: ${message}`);
    }
  }

  private land(flight: Flight, failure: unknown): void {
    if (flight.over) return;
    this.clock.read();
    const { running } = this;
    const last = running.pop() as Flight;
    if (last !== flight) {
      running[flight.place] = last;
      last.place = flight.place;
    }
    this.queue.giveBack(flight);
    const { held } = flight;
    if (held !== undefined && held.fraction >= 0) this.report.progress(flight, held, this.clock.now);
    if (flight.replaced > 0) {
      flight.log('info', `Outputs were emitted ${flight.replaced + 1} times; a batch run keeps the last.`);
    }
    this.owner.onLanded(flight, failure);
    this.owner.pump();
  }

  /** Whatever has not ended by then is left behind. */
  private giveUpAt(at: number): void {
    this.givenUpAt = at;
    this.timer.arm(at);
  }

  private onTime(): void {
    const now = this.clock.read();
    for (const flight of [...this.running]) {
      const { held, node } = flight;
      if (held !== undefined && held.fraction >= 0) {
        if (now - held.shownAt >= PROGRESS_MS) this.report.progress(flight, held, now);
        else this.timer.arm(held.shownAt + PROGRESS_MS);
      }
      const deadline = this.deadlines?.[node.index] ?? 0;
      if (deadline === 0) continue;
      if (now < deadline) this.timer.arm(deadline);
      else if (flight.ending === undefined) this.end(flight, 'timeout');
      else this.land(flight, NO_REASON);
    }
    if (now < this.givenUpAt) {
      if (this.givenUpAt !== Number.POSITIVE_INFINITY) this.timer.arm(this.givenUpAt);
      return;
    }
    for (const flight of [...this.running]) this.land(flight, NO_REASON);
    if (this.closing > 0) this.services.log('warn', `${this.closing} sessions did not close in time.`);
    this.closing = 0;
    this.owner.onClosed();
  }
}

const NO_REASON = new Error('The call ended without saying why.');
