import type { ValueSummary } from '@atomiton/contracts';
import { useEditor } from '../../editor/EditorContext';
import { messages } from '../../messages';
import { resultMessages } from '../../messages-results';
import { ChartView } from '../ChartView';
import { formatBytes, formatNumber } from '../format';
import { ImageView } from '../ImageView';
import { TableBrief } from '../TableBrief';
import { useChart } from '../useChart';
import { useLoaded } from '../useLoaded';

const PICTURE = 288;
const CHART_HEIGHT = 150;
const TEXT_CHARS = 600;

function TextStart({ identity }: { identity: string }) {
  const { values } = useEditor();
  const loaded = useLoaded(identity, () =>
    values.get('value.text', { identity, maxChars: TEXT_CHARS, plain: true }),
  );
  if (loaded.state === 'failed')
    return <p className="result-note">{resultMessages.failed(loaded.message)}</p>;
  return <pre>{loaded.state === 'ready' ? loaded.value.text : resultMessages.loading}</pre>;
}

/** How a value begins. */
export function ProbeBody({ summary }: { summary: ValueSummary }) {
  const chart = useChart(summary);
  switch (summary.kind) {
    case 'table':
      return <TableBrief key={summary.identity} summary={summary} rows={6} columns={4} />;
    case 'image':
      return <ImageView identity={summary.identity} maxSize={PICTURE} label={messages.node.image} />;
    case 'json':
      if (chart !== undefined) return <ChartView chart={chart} width={PICTURE} height={CHART_HEIGHT} small />;
      if (typeof summary.json === 'number')
        return <p className="display-value">{formatNumber(summary.json)}</p>;
      return <TextStart identity={summary.identity} />;
    case 'tensor':
    case 'bytes':
    case 'list':
      return <TextStart identity={summary.identity} />;
    case 'file':
      return (
        <p className="result-note mono">
          {summary.path} · {formatBytes(summary.sizeBytes)}
        </p>
      );
  }
}
