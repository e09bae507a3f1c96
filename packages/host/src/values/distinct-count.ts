/** Registers: 2^14, an error of about 0.8 % (standard deviation). */
const PRECISION = 14;
const REGISTERS = 1 << PRECISION;
/** Up to this many different values are counted exactly. */
export const EXACT_LIMIT = 4096;

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How often a value was seen, and where first. */
export interface Occurrence {
  count: number;
  row: number;
}

/**
 * Counts different values: exactly up to 4,096, beyond that by HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007)
 * over a 64-bit hash (murmur3 finalisers over 32-bit words).
 */
export class DistinctCount {
  private readonly registers = new Uint8Array(REGISTERS);
  /** By 53 bits of the hash; given up when there are too many. */
  private exact: Map<number, Occurrence> | undefined = new Map();
  private one = 0;
  private other = 0;

  /** Begins the next value. */
  begin(): void {
    this.one = 0x9747b28c;
    this.other = 0x3c6ef372;
  }

  /** A 32-bit part of the value. */
  part(word: number): void {
    this.one = mix(Math.imul(this.one, 31) ^ word);
    this.other = mix(Math.imul(this.other ^ word, 0x9e3779b1) + 0x7f4a7c15);
  }

  /** The value is complete. */
  end(row: number): void {
    const { one, other } = this;
    const register = one >>> (32 - PRECISION);
    const rest = ((one << PRECISION) >>> 0) | (other >>> (32 - PRECISION));
    const rank = rest === 0 ? 33 : Math.clz32(rest) + 1;
    if (rank > (this.registers[register] as number)) this.registers[register] = rank;
    if (this.exact === undefined) return;
    const key = one * 2_097_152 + (other >>> 11);
    const known = this.exact.get(key);
    if (known !== undefined) known.count++;
    else if (this.exact.size === EXACT_LIMIT) this.exact = undefined;
    else this.exact.set(key, { count: 1, row });
  }

  get isExact(): boolean {
    return this.exact !== undefined;
  }

  /** Every different value, while they are counted exactly. */
  occurrences(): Occurrence[] | undefined {
    return this.exact === undefined ? undefined : [...this.exact.values()];
  }

  count(): number {
    if (this.exact !== undefined) return this.exact.size;
    let sum = 0;
    let empty = 0;
    for (const rank of this.registers) {
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const estimate = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
    const corrected =
      estimate <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : estimate;
    return Math.round(corrected);
  }
}
