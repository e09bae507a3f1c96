/** Repeated timings of one thing, in microseconds per item. */
export interface Samples {
  p50: number;
  p99: number;
}

/** One line of the table. */
export interface Row {
  what: string;
  /** µs per item unless `unit` says otherwise. */
  ours: Samples;
  baselineName: string;
  baseline: Samples;
  /** ours.p50 / baseline.p50 where the target is a ratio. */
  target: { kind: 'ratio'; atMost: number } | { kind: 'absolute'; atMost: number } | undefined;
  unit?: string;
}

export function percentiles(samples: number[]): Samples {
  const sorted = [...samples].sort((left, right) => left - right);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Milliseconds from any origin. */
export type Watch = () => number;

export const wallClock: Watch = () => performance.now();

/**
 * Processor time of this process, its collector's threads included: for work that never waits it is the wall time of a
 * quiet machine, and a busy one does not change it.
 */
export const processorTime: Watch = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Times several things alternately in the same run, so that a busy machine slows all of them alike.
 * Each function does `items` items and gives back nothing, or the milliseconds of the part that counts.
 */
export async function alternate(
  items: number,
  rounds: number,
  warmUp: number,
  subjects: (() => Promise<number | undefined>)[],
  watch: Watch = wallClock,
): Promise<Samples[]> {
  const samples: number[][] = subjects.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (let subject = 0; subject < subjects.length; subject++) {
      const start = watch();
      const counted = await subjects[subject]?.();
      const elapsed = counted ?? watch() - start;
      if (round >= 0) samples[subject]?.push((elapsed * 1000) / items);
    }
  }
  return samples.map(percentiles);
}
