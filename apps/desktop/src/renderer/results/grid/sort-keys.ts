import type { SortKey } from '@atomiton/contracts';

/** What a click on a header does: ascending, descending, not sorted; with `add` beside the keys that are there. */
export function cycleSort(sort: readonly SortKey[], column: number, add: boolean): SortKey[] {
  const present = sort.find((key) => key.column === column);
  const others = add ? sort.filter((key) => key.column !== column) : [];
  if (present === undefined) return [...others, { column, descending: false }];
  const next = present.descending ? [] : [{ column, descending: true }];
  if (!add) return next;
  return sort.flatMap((key) => (key.column === column ? next : [key]));
}

/** Sorts by a column, alone or as a further key. */
export function setSort(
  sort: readonly SortKey[],
  column: number,
  descending: boolean,
  add: boolean,
): SortKey[] {
  const others = add ? sort.filter((key) => key.column !== column) : [];
  return [...others, { column, descending }];
}
