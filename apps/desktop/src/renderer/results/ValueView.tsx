import type { ValueSummary } from '@atomiton/contracts';
import { messages } from '../messages';
import { BytesViewer } from './BytesViewer';
import { FileFacts } from './FileFacts';
import { TableGrid } from './grid/TableGrid';
import { ImageView } from './ImageView';
import { ImageViewer } from './image/ImageViewer';
import { JsonBrief, JsonPanel } from './JsonView';
import { ListViewer } from './ListViewer';
import { TensorViewer } from './TensorViewer';

interface ValueViewProps {
  summary: ValueSummary;
  place: 'inspector' | 'panel';
  /** What files that are saved are called. */
  name?: string;
  /** What it is the value of: how it is looked at is kept by it while the document is open. */
  of: string;
}

const INSPECTOR_PICTURE = 640;

/** A value as what it is: a grid, a chart, a picture, a tree or a text. Never more of it than is seen. */
export function ValueView({ summary, place, name = 'result', of }: ValueViewProps) {
  const panel = place === 'panel';
  switch (summary.kind) {
    case 'table':
      return <TableGrid summary={summary} place={place} name={name} of={of} />;
    case 'image':
      return panel ? (
        <ImageViewer summary={summary} name={name} />
      ) : (
        <ImageView identity={summary.identity} maxSize={INSPECTOR_PICTURE} label={messages.node.image} />
      );
    case 'json':
      return panel ? <JsonPanel summary={summary} name={name} /> : <JsonBrief summary={summary} />;
    case 'tensor':
      return panel ? (
        <TensorViewer key={summary.identity} tensor={summary} />
      ) : (
        <JsonBrief summary={summary} />
      );
    case 'list':
      return (
        <ListViewer summary={summary}>
          {(item, index) => (
            <ValueView summary={item} place={place} name={`${name} ${String(index + 1)}`} of={of} />
          )}
        </ListViewer>
      );
    case 'file':
      return <FileFacts summary={summary} />;
    case 'bytes':
      return panel ? (
        <BytesViewer key={summary.identity} summary={summary} name={name} />
      ) : (
        <JsonBrief summary={summary} />
      );
  }
}
