import fuzzysort from 'fuzzysort';
import type { ReactNode } from 'react';

/** Something that the palette finds and does. */
export interface PaletteEntry {
  /** Unique in the palette. */
  id: string;
  title: string;
  /** A second line in grey, searched too. */
  detail?: string | undefined;
  /** Further words that find it. */
  keywords?: string | undefined;
  keys?: string | undefined;
  badge?: string | undefined;
  icon?: ReactNode;
  run: () => void;
}

export interface PaletteGroup {
  id: string;
  heading: string;
  entries: readonly PaletteEntry[];
  /** How many are shown before anything is typed. */
  first: number;
}

/** How many of one group are shown while searching. */
const MOST_FOUND = 12;
const THRESHOLD = 0.3;

/** What of the groups fits the text; while searching the group with the best hit comes first. */
export function findEntries(groups: readonly PaletteGroup[], text: string): PaletteGroup[] {
  const query = text.trim();
  if (query === '') {
    return groups
      .map((group) => ({ ...group, entries: group.entries.slice(0, group.first) }))
      .filter(({ entries }) => entries.length > 0);
  }
  return groups
    .map((group) => {
      const found = fuzzysort.go(query, group.entries, {
        keys: ['title', 'detail', 'keywords'],
        // A hit in the title is worth more than one beside it.
        scoreFn: (hit) =>
          Math.max(hit[0]?.score ?? 0, 0.7 * (hit[1]?.score ?? 0), 0.7 * (hit[2]?.score ?? 0)),
        threshold: THRESHOLD,
        limit: MOST_FOUND,
      });
      return { group: { ...group, entries: found.map(({ obj }) => obj) }, score: found[0]?.score ?? 0 };
    })
    .filter(({ group }) => group.entries.length > 0)
    .sort((left, right) => right.score - left.score)
    .map(({ group }) => group);
}
