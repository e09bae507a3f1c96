import type { Clock } from './services.js';

/** One timer for everything a run waits for: whoever has the earliest wish sets it. */
export class WakeTimer {
  /** When it goes off; infinite when it is not set. */
  at = Number.POSITIVE_INFINITY;
  private handle: unknown;

  constructor(
    private readonly clock: Clock,
    private readonly onTime: () => void,
  ) {}

  /** Goes off at `at` or earlier. */
  arm(at: number): void {
    if (at >= this.at) return;
    this.clear();
    this.at = at;
    const delayMs = Math.max(0, Math.ceil(at - this.clock.now()));
    this.handle = this.clock.setTimer(delayMs, () => {
      this.handle = undefined;
      this.at = Number.POSITIVE_INFINITY;
      this.onTime();
    });
  }

  clear(): void {
    if (this.handle !== undefined) this.clock.clearTimer(this.handle);
    this.handle = undefined;
    this.at = Number.POSITIVE_INFINITY;
  }
}
