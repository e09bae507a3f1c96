import { useVirtualizer } from '@tanstack/react-virtual';
import fuzzysort from 'fuzzysort';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { nodeTree } from '../document/node-tree';
import { shownText } from '../document/shown-text';
import { useApp, useDocument } from '../editor/EditorContext';
import { SearchField } from '../fields/SearchField';
import { messages } from '../messages';
import { OutlineItem } from './OutlineItem';

const ROW = 28;
/** Nodes of a document with its subgraphs opened; more are not listed. */
const MOST = 200_000;

/** Every node of the document in front, those inside subgraphs below their instance; press one to go there. */
export function Outline() {
  const root = useDocument((state) => state.root);
  const level = useDocument((state) => state.level);
  const catalog = useApp((state) => state.catalog);
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const query = useDeferredValue(text.trim());
  const scroll = useRef<HTMLDivElement>(null);
  const searching = query !== '';
  const entries = useMemo(() => {
    /** The way to the graph on the canvas is open unless it was closed. */
    const way = new Set<string>();
    let prefix = '';
    for (const { instance } of level) {
      if (instance === undefined) break;
      way.add(`${prefix}${instance}`);
      prefix += `${instance}/`;
    }
    const isOpen = (path: string): boolean => searching || (opened.get(path) ?? way.has(path));
    return nodeTree(root, isOpen, MOST).map(({ path, node, depth, opens }) => ({
      path,
      depth,
      open: opens ? isOpen(path) : undefined,
      definition: catalog.get(node.type),
      name: shownText(node.name ?? catalog.get(node.type)?.name ?? node.type),
    }));
  }, [root, level, catalog, opened, searching]);
  const found = useMemo(
    () =>
      searching
        ? fuzzysort
            .go(query, entries, { keys: ['name', 'path'], threshold: 0.3, limit: 1000 })
            .map(({ obj }) => ({ ...obj, open: undefined, depth: 0 }))
        : entries,
    [entries, query, searching],
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
            return entry === undefined ? null : (
              <OutlineItem
                key={entry.path}
                {...entry}
                top={start}
                onOpen={(open) => setOpened(new Map(opened).set(entry.path, open))}
              />
            );
          })}
        </ul>
      </div>
    </section>
  );
}
