import type { ValueSummary } from '@atomiton/contracts';
import { useEffect, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { ChartView } from './ChartView';
import { useChart } from './useChart';
import { useLoaded } from './useLoaded';

const MAX_CHARS = 200_000;
const INSPECTOR_HEIGHT = 220;
/** Heading of the result and title of the chart, in pixels. */
const PANEL_HEADINGS = 84;

function pretty(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  } catch {
    return text;
  }
}

/** Plain data: a chart where it is one, else JSON text, cut where it is long. */
export function JsonView({ summary, place }: { summary: ValueSummary; place: 'inspector' | 'panel' }) {
  const { values } = useEditor();
  const chart = useChart(summary);
  const host = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 288, height: 220 });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    // In the panel a chart is as high as the panel; in the inspector the page scrolls anyway.
    const panel = place === 'panel' ? element.closest('.bottom-body') : null;
    const measure = (): void =>
      setSize({
        width: Math.max(160, element.clientWidth),
        height: panel === null ? INSPECTOR_HEIGHT : Math.max(130, panel.clientHeight - PANEL_HEADINGS),
      });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (panel !== null) observer.observe(panel);
    return () => observer.disconnect();
  }, [place]);
  const inline = summary.kind === 'json' && summary.json !== undefined;
  const loaded = useLoaded(inline ? undefined : summary.identity, () =>
    values.text(summary.identity, MAX_CHARS),
  );
  const text = inline
    ? JSON.stringify(summary.json)
    : loaded.state === 'ready'
      ? loaded.value.text
      : undefined;
  const total = !inline && loaded.state === 'ready' ? loaded.value.totalChars : (text?.length ?? 0);
  return (
    <div ref={host} className="json-view">
      {chart === undefined ? null : (
        <ChartView chart={chart} width={size.width} height={size.height} />
      )}
      {chart !== undefined ? null : loaded.state === 'failed' ? (
        <p className="result-note">{messages.result.failed(loaded.message)}</p>
      ) : text === undefined ? (
        <p className="result-note">{messages.result.loading}</p>
      ) : (
        <pre data-testid="value-text">{pretty(text)}</pre>
      )}
      {text !== undefined && total > text.length ? (
        <p className="result-note">{messages.result.cut(text.length, total)}</p>
      ) : null}
    </div>
  );
}
