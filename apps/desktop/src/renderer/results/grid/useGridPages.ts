import type { JsonValue } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import type { TablePage } from '../value-cache';
import type { ShownRows } from './useArrangement';

export const PAGE_ROWS = 100;
export const PAGE_COLUMNS = 24;
/** Pages kept by the grid: some screens around what is seen. */
const MAX_PAGES = 48;
/** Pages asked for at once; a fast scroll skips those that have gone by. */
const MAX_ASKED = 6;

export interface GridRow {
  /** Where the row lies in the table, from 0. */
  number: number;
  cell(column: number): JsonValue | undefined;
}

/** Where rows and columns are seen; ends do not belong to it. */
export interface SeenCells {
  firstRow: number;
  endRow: number;
  firstColumn: number;
  endColumn: number;
}

function pageKey(row: number, column: number): string {
  return `${Math.floor(row / PAGE_ROWS)} ${Math.floor(column / PAGE_COLUMNS)}`;
}

/** The pages that cover what is seen, from the top. */
export function pagesOf(seen: SeenCells): { row: number; column: number }[] {
  const pages: { row: number; column: number }[] = [];
  const firstColumn = Math.floor(seen.firstColumn / PAGE_COLUMNS);
  const lastColumn = Math.floor(Math.max(seen.firstColumn, seen.endColumn - 1) / PAGE_COLUMNS);
  for (let row = Math.floor(seen.firstRow / PAGE_ROWS); row * PAGE_ROWS < seen.endRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      pages.push({ row: row * PAGE_ROWS, column: column * PAGE_COLUMNS });
    }
  }
  return pages;
}

/** Cells of what is shown, fetched by page where they are seen. */
export function useGridPages(shown: ShownRows, seen: SeenCells) {
  const { values } = useEditor();
  const [pages, setPages] = useState<{ of: ShownRows; byKey: Map<string, TablePage> }>({
    of: shown,
    byKey: new Map(),
  });
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const asked = useRef(new Set<string>());
  const current = useRef(shown);
  if (current.current !== shown) {
    current.current = shown;
    asked.current = new Set();
  }

  useEffect(() => {
    if (shown.rows === 0) return;
    const wanted = asked.current;
    const known = pages.of === shown ? pages.byKey : undefined;
    for (const { row, column } of pagesOf(seen)) {
      const key = pageKey(row, column);
      if (known?.has(key) === true || wanted.has(key) || wanted.size >= MAX_ASKED) continue;
      wanted.add(key);
      values
        .get('value.page', {
          identity: shown.identity,
          ...shown.arrangement,
          offset: row,
          limit: PAGE_ROWS,
          columns: { first: column, count: PAGE_COLUMNS },
        })
        .then(
          (page) => {
            wanted.delete(key);
            if (current.current !== shown) return;
            setProblem(undefined);
            setPages((before) => {
              const byKey = new Map(before.of === shown ? before.byKey : []);
              byKey.set(key, page);
              for (const oldest of byKey.keys()) {
                if (byKey.size <= MAX_PAGES) break;
                byKey.delete(oldest);
              }
              return { of: shown, byKey };
            });
          },
          (thrown: unknown) => {
            if (current.current !== shown) return;
            setProblem(toErrorData(thrown).message);
          },
        );
    }
  }, [values, shown, seen, pages, attempt]);

  /** The cells of a row; undefined until its page is there. Older ones stay until the first newer page comes. */
  const row = useCallback(
    (index: number): GridRow | undefined => {
      const at = index % PAGE_ROWS;
      const first = pages.byKey.get(pageKey(index, seen.firstColumn));
      const number = first?.numbers[at];
      if (number === undefined) return undefined;
      return {
        number,
        cell: (column) => pages.byKey.get(pageKey(index, column))?.rows[at]?.[column % PAGE_COLUMNS],
      };
    },
    [pages, seen.firstColumn],
  );

  const retry = useCallback(() => {
    asked.current = new Set();
    setProblem(undefined);
    setAttempt((count) => count + 1);
  }, []);

  return { row, problem, retry, isCurrent: pages.of === shown };
}
