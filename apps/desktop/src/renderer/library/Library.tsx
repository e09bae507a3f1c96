import { useDeferredValue, useMemo, useState } from 'react';
import { useApp } from '../editor/EditorContext';
import { SearchField } from '../fields/SearchField';
import { messages } from '../messages';
import { LibraryItem } from './LibraryItem';
import { byCategory, searchNodes } from './search-nodes';

/** All node types, by category; while searching, the best matches first. */
export function Library() {
  const definitions = useApp((state) => state.definitions);
  const [text, setText] = useState('');
  const query = useDeferredValue(text);
  const found = useMemo(() => searchNodes(definitions, query), [definitions, query]);
  const searching = query.trim() !== '';
  return (
    <section className="side-panel" aria-label={messages.rail.library}>
      <SearchField
        label={messages.library.searchLabel}
        placeholder={messages.library.search(definitions.length)}
        value={text}
        onChange={setText}
      />
      <div className="side-scroll">
        {found.length === 0 && searching ? <p className="side-empty">{messages.library.none}</p> : null}
        {searching ? (
          <ul className="library-list">
            {found.map((definition) => (
              <LibraryItem key={definition.type} definition={definition} />
            ))}
          </ul>
        ) : (
          byCategory(found).map(([category, items]) => (
            <section key={category} aria-label={category}>
              <h2 className="side-heading">
                {category} <span>{items.length}</span>
              </h2>
              <ul className="library-list">
                {items.map((definition) => (
                  <LibraryItem key={definition.type} definition={definition} />
                ))}
              </ul>
            </section>
          ))
        )}
      </div>
    </section>
  );
}
