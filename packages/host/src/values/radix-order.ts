import type { Work } from './work.js';
import { STEP_ROWS } from './work.js';

const DIGIT = 65_536;

/**
 * Sorts row numbers by keys of 32-bit words, stable and without comparing: one counting pass for each 16 bits that
 * differ (least significant digit first).
 * @param order row numbers; sorted in place.
 * @param words of each row, the least significant word first, compared as unsigned numbers.
 */
export function radixOrder(order: Uint32Array, words: readonly Uint32Array[], work: Work): void {
  const count = order.length;
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(count);
  const counts = new Uint32Array(DIGIT);
  const passes = words.length * 2;
  for (let pass = 0; pass < passes; pass++) {
    const word = words[pass >> 1] as Uint32Array;
    const shift = (pass & 1) * 16;
    counts.fill(0);
    for (let index = 0; index < count; index++) {
      const digit = ((word[from[index] as number] as number) >>> shift) & 0xffff;
      counts[digit] = (counts[digit] as number) + 1;
      if (index % STEP_ROWS === 0) work.step((pass + index / count / 2) / passes);
    }
    const first = count === 0 ? 0 : ((word[from[0] as number] as number) >>> shift) & 0xffff;
    if (counts[first] === count) continue;
    let sum = 0;
    for (let digit = 0; digit < DIGIT; digit++) {
      const here = counts[digit] as number;
      counts[digit] = sum;
      sum += here;
    }
    for (let index = 0; index < count; index++) {
      const row = from[index] as number;
      const digit = ((word[row] as number) >>> shift) & 0xffff;
      const place = counts[digit] as number;
      to[place] = row;
      counts[digit] = place + 1;
      if (index % STEP_ROWS === 0) work.step((pass + 0.5 + index / count / 2) / passes);
    }
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}
