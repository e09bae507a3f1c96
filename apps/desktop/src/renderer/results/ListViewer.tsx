import type { ValueSummary } from '@atomiton/contracts';
import { type ReactNode, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { formatSummary } from './format';
import { useLoaded } from './useLoaded';

const SHOWN = 200;

interface ListViewerProps {
  summary: Extract<ValueSummary, { kind: 'list' }>;
  /** Draws the item that is looked at. */
  children: (item: ValueSummary, index: number) => ReactNode;
}

/** A list whose items are tables, pictures and the like: one of them is looked at. */
export function ListViewer({ summary, children }: ListViewerProps) {
  const { values } = useEditor();
  const [chosen, setChosen] = useState(0);
  const { identity } = summary;
  const loaded = useLoaded(identity, () => values.get('value.items', { identity, offset: 0, limit: SHOWN }));
  if (loaded.state === 'failed')
    return <p className="result-note">{resultMessages.failed(loaded.message)}</p>;
  if (loaded.state === 'loading') return <p className="result-note">{resultMessages.loading}</p>;
  const item = loaded.value.items[Math.min(chosen, loaded.value.items.length - 1)];
  return (
    <div className="list-viewer">
      <select
        className="select"
        aria-label={resultMessages.list.label}
        value={chosen}
        onChange={(event) => setChosen(Number(event.target.value))}
      >
        {loaded.value.items.map((one, index) => (
          // biome-ignore lint: items have no other identity
          <option key={index} value={index}>
            {resultMessages.list.item(index, formatSummary(one))}
          </option>
        ))}
      </select>
      {item === undefined ? null : children(item, chosen)}
    </div>
  );
}
