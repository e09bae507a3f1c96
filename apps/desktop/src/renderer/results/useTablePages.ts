import { type Identity, toErrorData } from '@atomiton/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import type { TablePage } from './value-cache';

export const PAGE_ROWS = 200;

/** Pages of a table as they are looked at; `row` gives a row once its page is there, and asks for it otherwise. */
export function useTablePages(identity: Identity) {
  const { values } = useEditor();
  const pages = useRef(new Map<number, TablePage>());
  const asked = useRef(new Set<number>());
  const [, setArrived] = useState(0);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const ask = useCallback(
    (page: number): void => {
      if (asked.current.has(page)) return;
      asked.current.add(page);
      values.page(identity, page * PAGE_ROWS, PAGE_ROWS).then(
        (loaded) => {
          pages.current.set(page, loaded);
          if (alive.current) setArrived((count) => count + 1);
        },
        (thrown: unknown) => {
          if (alive.current) setProblem(toErrorData(thrown).message);
        },
      );
    },
    [identity, values],
  );
  const row = useCallback(
    (index: number): TablePage['rows'][number] | undefined =>
      pages.current.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    [],
  );
  return { row, ask, problem };
}
