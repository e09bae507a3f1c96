/**
 * A set of small integers that gives out its smallest member: a tree of bitmaps, 32 children a word.
 * `add`, `peek` and `remove` look at one word a level (four levels hold a million), without comparisons or allocation.
 */
export class ReadySet {
  /** Members now. */
  size = 0;
  private readonly levels: Int32Array[] = [];
  private readonly top: number;

  constructor(capacity: number) {
    let words = Math.max(1, Math.ceil(capacity / 32));
    this.levels.push(new Int32Array(words));
    while (words > 1) {
      words = Math.ceil(words / 32);
      this.levels.push(new Int32Array(words));
    }
    this.top = this.levels.length - 1;
  }

  /** Adds what is not yet a member. */
  add(member: number): void {
    this.size++;
    let bit = member;
    for (let level = 0; level <= this.top; level++) {
      const words = this.levels[level] as Int32Array;
      const word = bit >>> 5;
      const before = words[word] as number;
      words[word] = before | (1 << (bit & 31));
      if (before !== 0) return;
      bit = word;
    }
  }

  /** Removes a member. */
  remove(member: number): void {
    this.size--;
    let bit = member;
    for (let level = 0; level <= this.top; level++) {
      const words = this.levels[level] as Int32Array;
      const word = bit >>> 5;
      const after = (words[word] as number) & ~(1 << (bit & 31));
      words[word] = after;
      if (after !== 0) return;
      bit = word;
    }
  }

  /** The smallest member, or -1. */
  peek(): number {
    let word = 0;
    for (let level = this.top; level >= 0; level--) {
      const bits = (this.levels[level] as Int32Array)[word] as number;
      if (bits === 0) return -1;
      word = (word << 5) | (31 - Math.clz32(bits & -bits));
    }
    return word;
  }
}
