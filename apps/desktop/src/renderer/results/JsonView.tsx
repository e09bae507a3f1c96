import type { JsonValue, ValueSummary } from '@atomiton/contracts';
import { useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { ChartPanel } from './ChartPanel';
import { ChartView } from './ChartView';
import { JsonTree } from './json/JsonTree';
import { TextViewer } from './TextViewer';
import { useChart } from './useChart';
import { useElementSize } from './useElementSize';
import { useLoaded } from './useLoaded';

type Json = Extract<ValueSummary, { kind: 'json' }>;

const MAX_CHARS = 20_000;
const INSPECTOR_HEIGHT = 220;

function pretty(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** In the inspector: a chart where it is one, else the beginning of the text. */
export function JsonBrief({ summary }: { summary: ValueSummary }) {
  const { values } = useEditor();
  const chart = useChart(summary);
  const [host, size] = useElementSize();
  const inline = summary.kind === 'json' ? summary.json : undefined;
  const { identity } = summary;
  const loaded = useLoaded(inline === undefined ? identity : undefined, () =>
    values.get('value.text', { identity, maxChars: MAX_CHARS, plain: true }),
  );
  const text =
    inline !== undefined ? pretty(inline) : loaded.state === 'ready' ? loaded.value.text : undefined;
  const total =
    inline === undefined && loaded.state === 'ready' ? loaded.value.totalChars : (text?.length ?? 0);
  return (
    <div ref={host} className="json-view">
      {chart !== undefined ? (
        <ChartView chart={chart} width={Math.max(160, size.width)} height={INSPECTOR_HEIGHT} />
      ) : loaded.state === 'failed' && inline === undefined ? (
        <p className="result-note">{resultMessages.failed(loaded.message)}</p>
      ) : text === undefined ? (
        <p className="result-note">{resultMessages.loading}</p>
      ) : (
        // biome-ignore lint: a long text is scrolled by keyboard
        <pre data-testid="value-text" tabIndex={0}>
          {text}
        </pre>
      )}
      {chart === undefined && text !== undefined && total > text.length ? (
        <p className="result-note">{resultMessages.cut(text.length, total)}</p>
      ) : null}
    </div>
  );
}

/** In the panel: a chart, a tree, a text, or a single value. */
export function JsonPanel({ summary, name }: { summary: Json; name: string }) {
  const { values } = useEditor();
  const chart = useChart(summary);
  const { identity, json } = summary;
  const remote = useLoaded(json === undefined ? identity : undefined, () =>
    values.get('value.tree', { identity, path: [], offset: 0, limit: 1 }),
  );
  if (chart !== undefined) return <ChartPanel chart={chart} name={name} />;
  if (json === undefined) {
    if (remote.state === 'failed')
      return <p className="result-note">{resultMessages.failed(remote.message)}</p>;
    if (remote.state === 'loading') return <p className="result-note">{resultMessages.loading}</p>;
    if (remote.value.kind === 'string')
      return <TextViewer identity={identity} given={undefined} name={name} />;
    return <JsonTree key={identity} identity={identity} name={name} />;
  }
  if (typeof json === 'string') return <TextViewer identity={identity} given={json} name={name} />;
  if (typeof json === 'object' && json !== null)
    return <JsonTree key={identity} identity={identity} name={name} />;
  return (
    <p className="value-single mono" data-testid="value-text">
      {String(json)}
    </p>
  );
}
