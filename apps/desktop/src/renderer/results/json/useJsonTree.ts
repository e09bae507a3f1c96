import type { Identity, JsonEntry, JsonPath } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { type OpenContainer, pathKey, TREE_PAGE, TreeLines } from './visible-entries';

/** Entries of one container that are kept; further ones are fetched again when they are seen. */
const MAX_ENTRIES = 20_000;

type Opened = ReadonlyMap<string, OpenContainer>;

function withPage(
  open: Opened,
  path: JsonPath,
  offset: number,
  page: { total: number; entries: readonly JsonEntry[] },
): Opened {
  const key = pathKey(path);
  const entries = new Map(open.get(key)?.entries);
  for (const [index, entry] of page.entries.entries()) entries.set(offset + index, entry);
  if (entries.size > MAX_ENTRIES) {
    for (const [place, entry] of entries) {
      if (entries.size <= MAX_ENTRIES) break;
      if (!open.has(pathKey([...path, entry.key]))) entries.delete(place);
    }
  }
  return new Map(open).set(key, { total: page.total, entries });
}

/** The opened part of a JSON value, fetched by page. A component shows one value for its whole life. */
export function useJsonTree(identity: Identity) {
  const { values } = useEditor();
  const [open, setOpen] = useState<Opened>(new Map());
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const asked = useRef(new Set<string>());

  const fetchPage = useCallback(
    async (path: JsonPath, place: number): Promise<void> => {
      const offset = Math.floor(place / TREE_PAGE) * TREE_PAGE;
      const key = `${pathKey(path)} ${offset}`;
      if (asked.current.has(key)) return;
      asked.current.add(key);
      try {
        const page = await values.get('value.tree', { identity, path, offset, limit: TREE_PAGE });
        setOpen((before) => withPage(before, path, offset, page));
      } catch (thrown) {
        setProblem(toErrorData(thrown).message);
      } finally {
        asked.current.delete(key);
      }
    },
    [values, identity],
  );

  useEffect(() => {
    queueMicrotask(() => void fetchPage([], 0));
  }, [fetchPage]);

  const toggle = useCallback(
    (path: JsonPath, wanted: boolean): void => {
      if (wanted) void fetchPage(path, 0);
      else {
        setOpen((before) => {
          const after = new Map(before);
          after.delete(pathKey(path));
          return after;
        });
      }
    },
    [fetchPage],
  );

  /** Opens everything above an entry. */
  const reveal = useCallback(
    async (path: JsonPath, places: readonly number[]): Promise<void> => {
      for (let depth = 0; depth < path.length; depth++)
        await fetchPage(path.slice(0, depth), places[depth] ?? 0);
    },
    [fetchPage],
  );

  const lines = useMemo(() => new TreeLines(open), [open]);
  return { lines, problem, toggle, reveal, fetchPage };
}
