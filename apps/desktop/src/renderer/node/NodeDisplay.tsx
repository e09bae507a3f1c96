import type { NodeDefinition, ValueSummary } from '@atomiton/contracts';
import { memo } from 'react';
import { messages } from '../messages';
import { ChartView } from '../results/ChartView';
import { formatNumber, formatSummary } from '../results/format';
import { ImageView } from '../results/ImageView';
import { TableBrief } from '../results/TableBrief';
import { useChart } from '../results/useChart';
import type { NodeRun } from '../stores/run-state';
import { NODE_WIDTH } from './node-geometry';

const PADDING = 12;
const CAPTION_HEIGHT = 14;
const THUMBNAIL_PIXELS = 384;
const TABLE_ROWS = 4;
const TABLE_COLUMNS = 3;

function ChartOnNode({ summary, height }: { summary: ValueSummary | undefined; height: number }) {
  const chart = useChart(summary);
  if (chart === undefined) return <span className="display-empty">{messages.node.noChart}</span>;
  const { guessed } = chart;
  const captionHeight = guessed === undefined ? 0 : CAPTION_HEIGHT;
  return (
    <>
      <ChartView chart={chart} width={NODE_WIDTH - 2 * PADDING} height={height - 12 - captionHeight} small />
      {guessed === undefined ? null : (
        <span className="display-caption" title={messages.node.guessedHint}>
          {messages.node.guessed(guessed.join(', '))}
        </span>
      )}
    </>
  );
}

function ValueOnNode({ summary }: { summary: ValueSummary | undefined }) {
  if (summary === undefined) return <span className="display-empty">{messages.node.noValue}</span>;
  if (summary.kind === 'image') {
    return <ImageView identity={summary.identity} maxSize={THUMBNAIL_PIXELS} label={messages.node.image} />;
  }
  if (summary.kind === 'table')
    return <TableBrief summary={summary} rows={TABLE_ROWS} columns={TABLE_COLUMNS} />;
  if (summary.kind !== 'json') return <span className="display-value">{formatSummary(summary)}</span>;
  if (typeof summary.json === 'number') {
    return <span className="display-value">{formatNumber(summary.json)}</span>;
  }
  const text = typeof summary.json === 'string' ? summary.json : summary.text;
  return <span className="display-text">{text}</span>;
}

/** The result on the node itself. The last good one stays, marked as previous, until a new one comes. */
export const NodeDisplay = memo(function NodeDisplay({
  definition,
  run,
  height,
}: {
  definition: NodeDefinition;
  run: NodeRun | undefined;
  height: number;
}) {
  const port = definition.outputs[0]?.name ?? '';
  const current = run?.outputs?.[port];
  const summary = current ?? run?.previous?.outputs[port];
  const previous = current === undefined && summary !== undefined;
  return (
    <div className="node-display" data-kind={definition.display} data-previous={previous} style={{ height }}>
      {definition.display === 'chart' ? (
        <ChartOnNode summary={summary} height={height} />
      ) : definition.display === 'image' && summary?.kind === 'image' ? (
        <ImageView identity={summary.identity} maxSize={THUMBNAIL_PIXELS} label={messages.node.image} />
      ) : definition.display === 'image' ? (
        <span className="display-empty">{messages.node.noImage}</span>
      ) : (
        <ValueOnNode summary={summary} />
      )}
      {previous ? <span className="display-previous">{messages.node.previousShort}</span> : null}
    </div>
  );
});
