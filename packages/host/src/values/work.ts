import { AtomitonError } from '@atomiton/contracts';

/** Rows between two looks at the clock and at the cancel flag. */
export const STEP_ROWS = 32_768;
const REPORT_EVERY_MS = 100;

/** A long piece of work that tells how far it is and ends when it is asked to. */
export interface Work {
  /**
   * To be called every few ten thousand rows.
   * @param fraction of this part of the work, 0 to 1.
   * @throws AtomitonError `cancelled`.
   */
  step(fraction: number): void;
  /** A part of this work: its 0 to 1 is our `from` to `to`. */
  part(from: number, to: number): Work;
}

export function cancelledError(): AtomitonError {
  return new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'This was cancelled.' });
}

/** @param flag one shared number; anything but 0 ends the work. */
export function watchedWork(flag: Int32Array, report: (fraction: number) => void): Work {
  let last = performance.now();
  const between = (from: number, to: number): Work => ({
    step(fraction) {
      if (Atomics.load(flag, 0) !== 0) throw cancelledError();
      const now = performance.now();
      if (now - last < REPORT_EVERY_MS) return;
      last = now;
      report(Math.min(1, Math.max(0, from + (to - from) * fraction)));
    },
    part: (start, end) => between(from + (to - from) * start, from + (to - from) * end),
  });
  return between(0, 1);
}
