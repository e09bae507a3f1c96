import type { ValueSummary } from '@atomiton/contracts';
import { messages } from '../messages';
import { ImageView } from './ImageView';
import { JsonView } from './JsonView';
import { TableView } from './TableView';

interface ValueViewProps {
  summary: ValueSummary;
  place: 'inspector' | 'panel';
}

/** A value as what it is: table pages, a chart, a picture, or text. Never more of it than is seen. */
export function ValueView({ summary, place }: ValueViewProps) {
  switch (summary.kind) {
    case 'table':
      return <TableView key={summary.identity} summary={summary} place={place} />;
    case 'image':
      return (
        <ImageView
          identity={summary.identity}
          maxSize={place === 'inspector' ? 640 : 1400}
          label={messages.node.image}
        />
      );
    case 'json':
    case 'tensor':
    case 'list':
      return <JsonView key={summary.identity} summary={summary} place={place} />;
    case 'file':
      return <p className="result-note mono">{messages.result.file(summary.path)}</p>;
    case 'bytes':
      return <p className="result-note">{messages.result.bytes}</p>;
  }
}
