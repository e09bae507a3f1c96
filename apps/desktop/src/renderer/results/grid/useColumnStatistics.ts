import type { ColumnStatistics, Identity } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { useEffect, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { runJob } from '../run-job';
import type { Loaded } from '../useLoaded';

/** Statistics of the columns that are seen, one after another, while they are asked for. */
export function useColumnStatistics(
  identity: Identity,
  filter: string,
  on: boolean,
  columns: { first: number; end: number },
): (column: number) => Loaded<ColumnStatistics> | undefined {
  const { client } = useEditor();
  const [found, setFound] = useState<{ key: string; byColumn: Map<number, Loaded<ColumnStatistics>> }>({
    key: '',
    byColumn: new Map(),
  });
  const key = `${identity} ${filter}`;
  const { first, end } = columns;
  const known = useRef(found);
  known.current = found;
  useEffect(() => {
    if (!on) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const note = (column: number, loaded: Loaded<ColumnStatistics>): void => {
      if (signal.aborted) return;
      setFound((before) => {
        const byColumn = new Map(before.key === key ? before.byColumn : []);
        byColumn.set(column, loaded);
        return { key, byColumn };
      });
    };
    const work = async (): Promise<void> => {
      for (let column = first; column < end && !signal.aborted; column++) {
        if (known.current.key === key && known.current.byColumn.has(column)) continue;
        try {
          const value = await runJob(client, 'value.statistics', { identity, column, filter }, { signal });
          note(column, { state: 'ready', value });
        } catch (thrown) {
          note(column, { state: 'failed', message: toErrorData(thrown).message });
        }
      }
    };
    void work();
    return () => controller.abort();
  }, [client, identity, filter, on, first, end, key]);
  return (column) => {
    if (!on) return undefined;
    return (found.key === key ? found.byColumn.get(column) : undefined) ?? { state: 'loading' };
  };
}
