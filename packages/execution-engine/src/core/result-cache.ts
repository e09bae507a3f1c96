import type { Value, ValueStore, ValueSummary } from '@atomiton/contracts';
import { holdsMemory } from './memory-held.js';
import { estimateBytes } from './value-summary.js';

/** The outputs of one finished call, held once by the cache while `alive`. */
export interface CachedResult {
  readonly key: string;
  /** In the order of the definition's output ports; undefined where nothing was emitted; empty once dropped. */
  outputs: readonly (Value | undefined)[];
  readonly sizeBytes: number;
  /** False once it was dropped: its values may be gone. */
  alive: boolean;
  /** Made on first use, and used by every later run. */
  summaries: Record<string, ValueSummary> | undefined;
  newer: CachedResult | undefined;
  older: CachedResult | undefined;
}

/** Results by action key, in memory; the least recently used go first when the budget is exceeded. */
export class ResultCache {
  private readonly byKey = new Map<string, CachedResult>();
  private newest: CachedResult | undefined;
  private oldest: CachedResult | undefined;
  private totalBytes = 0;

  constructor(
    private readonly budgetBytes: number,
    private readonly store: Pick<ValueStore, 'retain' | 'release'>,
  ) {}

  get enabled(): boolean {
    return this.budgetBytes > 0;
  }

  get(key: string): CachedResult | undefined {
    return this.byKey.get(key);
  }

  /** Marks a result as used now. */
  touch(result: CachedResult): void {
    if (this.newest === result) return;
    this.unlink(result);
    this.link(result);
  }

  /** Keeps a result, holding its values once more; undefined when it alone exceeds the budget. */
  put(key: string, outputs: readonly (Value | undefined)[]): CachedResult | undefined {
    const known = this.byKey.get(key);
    if (known !== undefined) {
      this.touch(known);
      return known;
    }
    let sizeBytes = 200;
    for (const value of outputs) {
      if (value !== undefined) sizeBytes += estimateBytes(value);
    }
    if (sizeBytes > this.budgetBytes) return undefined;
    for (const value of outputs) {
      if (value !== undefined && holdsMemory(value)) this.store.retain(value);
    }
    const result: CachedResult = {
      key,
      outputs,
      sizeBytes,
      alive: true,
      summaries: undefined,
      newer: undefined,
      older: undefined,
    };
    this.byKey.set(key, result);
    this.link(result);
    this.totalBytes += sizeBytes;
    while (this.totalBytes > this.budgetBytes && this.oldest !== undefined) this.drop(this.oldest);
    return result;
  }

  stats(): { results: number; bytes: number } {
    return { results: this.byKey.size, bytes: this.totalBytes };
  }

  clear(): void {
    while (this.oldest !== undefined) this.drop(this.oldest);
  }

  private drop(result: CachedResult): void {
    this.unlink(result);
    this.byKey.delete(result.key);
    this.totalBytes -= result.sizeBytes;
    result.alive = false;
    for (const value of result.outputs) {
      if (value !== undefined && holdsMemory(value)) this.store.release(value);
    }
    result.outputs = [];
  }

  private link(result: CachedResult): void {
    result.older = this.newest;
    result.newer = undefined;
    if (this.newest !== undefined) this.newest.newer = result;
    this.newest = result;
    this.oldest ??= result;
  }

  private unlink(result: CachedResult): void {
    if (result.newer !== undefined) result.newer.older = result.older;
    else this.newest = result.older;
    if (result.older !== undefined) result.older.newer = result.newer;
    else this.oldest = result.newer;
    result.newer = undefined;
    result.older = undefined;
  }
}
