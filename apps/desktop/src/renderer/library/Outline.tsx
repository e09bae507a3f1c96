import { useVirtualizer } from '@tanstack/react-virtual';
import fuzzysort from 'fuzzysort';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useApp, useDocument } from '../editor/EditorContext';
import { SearchField } from '../fields/SearchField';
import { messages } from '../messages';
import { OutlineItem } from './OutlineItem';

const ROW = 28;

/** Every node of the document in front; press one to go there. */
export function Outline() {
  const nodes = useDocument((state) => state.blueprint.nodes);
  const catalog = useApp((state) => state.catalog);
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const scroll = useRef<HTMLDivElement>(null);
  const entries = useMemo(
    () =>
      Object.entries(nodes).map(([id, node]) => ({
        id,
        definition: catalog.get(node.type),
        name: node.name ?? catalog.get(node.type)?.name ?? node.type,
      })),
    [nodes, catalog],
  );
  const found = useMemo(
    () =>
      query === ''
        ? entries
        : fuzzysort
            .go(query, entries, { keys: ['name', 'id'], threshold: 0.3, limit: 1000 })
            .map(({ obj }) => obj),
    [entries, query],
  );
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  return (
    <section className="side-panel" aria-label={messages.rail.outline}>
      <SearchField
        label={messages.outline.search}
        placeholder={messages.outline.search}
        value={text}
        onChange={setText}
      />
      <div className="side-scroll" ref={scroll}>
        {entries.length === 0 ? <p className="side-empty">{messages.outline.empty}</p> : null}
        {entries.length > 0 && found.length === 0 ? (
          <p className="side-empty">{messages.outline.none}</p>
        ) : null}
        <ul className="library-list" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const entry = found[index];
            return entry === undefined ? null : <OutlineItem key={entry.id} {...entry} top={start} />;
          })}
        </ul>
      </div>
    </section>
  );
}
