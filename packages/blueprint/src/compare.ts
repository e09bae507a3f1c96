/** Order of two texts by UTF-16 code unit: the same in every locale and language, unlike `localeCompare`. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The own keys of a record in canonical order. */
export function sortedKeys(record: object): string[] {
  return Object.keys(record).sort(compareText);
}
