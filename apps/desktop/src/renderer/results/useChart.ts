import type { JsonValue, ValueSummary } from '@atomiton/contracts';
import { useMemo } from 'react';
import { useEditor } from '../editor/EditorContext';
import { type ChartData, readChart } from './chart-data';
import { useLoaded } from './useLoaded';

const MAX_CHARS = 4_000_000;

/** The chart in a value, read from the summary or, where it is large, from the host. */
export function useChart(summary: ValueSummary | undefined): ChartData | undefined {
  const { values } = useEditor();
  const inline = summary?.kind === 'json' ? summary.json : undefined;
  // Only a text that may be a chart is fetched: large values of other shapes stay with the host.
  const mayBeChart = summary?.kind === 'json' && /^\{"(kind|title|x|series)"/.test(summary.text);
  const remote = mayBeChart && inline === undefined ? summary.identity : undefined;
  const loaded = useLoaded(remote, () =>
    values.get('value.text', { identity: remote ?? '', maxChars: MAX_CHARS }),
  );
  const identity = summary?.identity;
  // biome-ignore lint: the identity stands for the inline value
  return useMemo(() => {
    if (inline !== undefined) return readChart(inline);
    if (remote === undefined || loaded.state !== 'ready') return undefined;
    if (loaded.value.text.length < loaded.value.totalChars) return undefined;
    return readChart(JSON.parse(loaded.value.text) as JsonValue);
  }, [identity, loaded]);
}
