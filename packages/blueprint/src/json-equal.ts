/**
 * Whether two JSON values are the same: records whatever the order of their keys, arrays item by item, `-0` apart
 * from `0`. A key whose value is undefined counts as absent. Walks iteratively; parts that are the same object cost nothing.
 */
export function jsonEqual(one: unknown, other: unknown): boolean {
  const open: [unknown, unknown][] = [[one, other]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = pair;
    if (Object.is(left, right)) continue;
    if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
      return false;
    if (Array.isArray(left) !== Array.isArray(right)) return false;
    const before = left as Record<string, unknown>;
    const after = right as Record<string, unknown>;
    const keys = Object.keys(before).filter((key) => before[key] !== undefined);
    if (keys.length !== Object.keys(after).filter((key) => after[key] !== undefined).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(after, key)) return false;
      open.push([before[key], after[key]]);
    }
  }
  return true;
}
