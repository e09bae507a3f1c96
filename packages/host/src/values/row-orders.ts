import type { Arrangement } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import type { Job } from './value-jobs.js';

/** Memory of the orders kept, 4 bytes a row. */
const MAX_BYTES = 256_000_000;

interface Kept {
  value: string;
  order: Promise<Uint32Array>;
  bytes: number;
}

/** True where rows are looked at as they lie in the table. */
export function isPlain({ sort, filter }: Arrangement): boolean {
  return sort.length === 0 && filter === '';
}

/** The rows of arrangements, worked out once and kept while there is room: the longest unused goes first. */
export class RowOrders {
  private readonly kept = new Map<string, Kept>();

  /**
   * @param value key of the held table.
   * @param arrange works the order out.
   * @throws what `arrange` throws; work that somebody else has cancelled is begun again.
   */
  async get(
    value: string,
    arrangement: Arrangement,
    job: Job,
    arrange: (job: Job) => Promise<Uint32Array>,
  ): Promise<Uint32Array> {
    const key = `${value} ${JSON.stringify([arrangement.sort, arrangement.filter])}`;
    for (;;) {
      const known = this.kept.get(key);
      if (known === undefined) return this.begin(key, value, () => arrange(job));
      this.kept.delete(key);
      this.kept.set(key, known);
      try {
        return await known.order;
      } catch (thrown) {
        if (toErrorData(thrown).kind !== 'cancelled' || Atomics.load(job.flag, 0) !== 0) throw thrown;
      }
    }
  }

  /** Forgets the orders of a table. */
  forget(value: string): void {
    for (const [key, entry] of this.kept) if (entry.value === value) this.kept.delete(key);
  }

  /** Memory of the orders kept. Bytes. */
  get bytes(): number {
    let bytes = 0;
    for (const entry of this.kept.values()) bytes += entry.bytes;
    return bytes;
  }

  private async begin(key: string, value: string, arrange: () => Promise<Uint32Array>): Promise<Uint32Array> {
    const entry: Kept = { value, order: arrange(), bytes: 0 };
    this.kept.set(key, entry);
    try {
      const order = await entry.order;
      entry.bytes = order.byteLength;
      this.trim(key);
      return order;
    } catch (thrown) {
      if (this.kept.get(key) === entry) this.kept.delete(key);
      throw thrown;
    }
  }

  private trim(latest: string): void {
    let bytes = this.bytes;
    for (const [key, entry] of this.kept) {
      if (bytes <= MAX_BYTES) return;
      if (key === latest || entry.bytes === 0) continue;
      bytes -= entry.bytes;
      this.kept.delete(key);
    }
  }
}
