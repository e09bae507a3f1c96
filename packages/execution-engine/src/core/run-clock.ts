import type { Clock } from './services.js';

/** The time of one run, read as seldom as possible: a look at the clock costs more than starting a node. */
export class RunClock {
  /** Milliseconds on the engine's clock when it was last read. */
  now = 0;
  startedAt = 0;
  /** `now` was read in this very turn. */
  private isFresh = false;

  constructor(private readonly clock: Clock) {}

  begin(): void {
    this.startedAt = this.read();
  }

  read(): number {
    this.now = this.clock.now();
    this.isFresh = true;
    return this.now;
  }

  /** The time, read unless that was done in this turn. */
  fresh(): number {
    return this.isFresh ? this.now : this.read();
  }

  /** The turn is over: code of others runs next. */
  stale(): void {
    this.isFresh = false;
  }
}
