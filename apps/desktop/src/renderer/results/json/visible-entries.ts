import type { JsonEntry, JsonPath } from '@atomiton/contracts';

export const TREE_PAGE = 200;

/** The entries of an opened object or list, as far as they are known: by place. */
export interface OpenContainer {
  total: number;
  entries: ReadonlyMap<number, JsonEntry>;
}

/** One line of the tree. `entry` is absent until its page is there. */
export interface TreeLine {
  path: JsonPath;
  depth: number;
  /** Place among its siblings, from 0. */
  place: number;
  siblings: number;
  entry: JsonEntry | undefined;
  open: boolean;
}

export function pathKey(path: JsonPath): string {
  return JSON.stringify(path);
}

interface OpenChild {
  place: number;
  path: JsonPath;
  lines: number;
}

/**
 * The lines of a tree whose containers may hold millions of entries: only the opened ones are counted one by one.
 * Lines are found by their number without listing them.
 */
export class TreeLines {
  private readonly childrenOf = new Map<string, OpenChild[]>();
  readonly count: number;

  constructor(private readonly open: ReadonlyMap<string, OpenContainer>) {
    this.count = this.measure([]);
  }

  /** Lines below an opened container, its own not counted. */
  private measure(path: JsonPath): number {
    const container = this.open.get(pathKey(path));
    if (container === undefined) return 0;
    let lines = container.total;
    const children: OpenChild[] = [];
    for (const [place, entry] of [...container.entries].sort(([left], [right]) => left - right)) {
      const inner = [...path, entry.key];
      const below = this.open.has(pathKey(inner)) ? this.measure(inner) : 0;
      if (below === 0) continue;
      lines += below;
      children.push({ place, path: inner, lines: below });
    }
    this.childrenOf.set(pathKey(path), children);
    return lines;
  }

  /** The line with this number, from 0. */
  at(number: number): TreeLine | undefined {
    let path: JsonPath = [];
    let left = number;
    for (let depth = 0; ; depth++) {
      const key = pathKey(path);
      const container = this.open.get(key);
      if (container === undefined || left < 0) return undefined;
      let skipped = 0;
      let inside: OpenChild | undefined;
      for (const child of this.childrenOf.get(key) ?? []) {
        const line = child.place + skipped;
        if (left <= line) break;
        if (left <= line + child.lines) {
          inside = child;
          left -= line + 1;
          break;
        }
        skipped += child.lines;
      }
      if (inside !== undefined) {
        path = inside.path;
        continue;
      }
      const place = left - skipped;
      if (place >= container.total) return undefined;
      const entry = container.entries.get(place);
      const inner = entry === undefined ? [...path, place] : [...path, entry.key];
      return {
        path: inner,
        depth,
        place,
        siblings: container.total,
        entry,
        open: entry !== undefined && this.open.has(pathKey(inner)),
      };
    }
  }

  /** The number of the line of an entry whose containers are all open. `places` are those of its steps. */
  numberOf(path: JsonPath, places: readonly number[]): number {
    let number = -1;
    for (const [depth, place] of places.entries()) {
      const children = this.childrenOf.get(pathKey(path.slice(0, depth))) ?? [];
      number += 1 + place;
      for (const child of children) if (child.place < place) number += child.lines;
    }
    return number;
  }
}
