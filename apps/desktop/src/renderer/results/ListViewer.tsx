import type { ValueSummary } from '@atomiton/contracts';
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { formatSummary } from './format';
import { useLoaded } from './useLoaded';

/** So many items are named at a time. */
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
  const { identity, length } = summary;
  const offset = Math.floor(chosen / SHOWN) * SHOWN;
  const loaded = useLoaded(`${identity} ${offset}`, () =>
    values.get('value.items', { identity, offset, limit: SHOWN }),
  );
  const choose = (at: number): void => {
    if (Number.isInteger(at)) setChosen(Math.min(Math.max(0, at), Math.max(0, length - 1)));
  };
  if (loaded.state === 'failed')
    return <p className="result-note">{resultMessages.failed(loaded.message)}</p>;
  if (loaded.state === 'loading') return <p className="result-note">{resultMessages.loading}</p>;
  const item = loaded.value.items[chosen - offset];
  return (
    <div className="list-viewer">
      <div className="list-choice">
        <span className="input input-select">
          <select
            aria-label={resultMessages.list.label}
            value={chosen}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {loaded.value.items.map((one, index) => (
              // biome-ignore lint: items have no other identity
              <option key={index} value={offset + index}>
                {resultMessages.list.item(offset + index, formatSummary(one))}
              </option>
            ))}
          </select>
          <ChevronDown aria-hidden size={14} />
        </span>
        {length > SHOWN ? (
          <label>
            {resultMessages.list.number(length)}
            <span className="input">
              <input
                type="number"
                min={1}
                max={length}
                value={chosen + 1}
                onChange={(event) => choose(Number(event.target.value) - 1)}
              />
            </span>
          </label>
        ) : null}
      </div>
      {item === undefined ? null : children(item, chosen)}
    </div>
  );
}
