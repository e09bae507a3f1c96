import { instanceOf } from '@atomiton/contracts';
import { useDeferredValue, useMemo, useState } from 'react';
import { useApp } from '../editor/EditorContext';
import { SearchField } from '../fields/SearchField';
import { messages } from '../messages';
import { LibraryItem } from './LibraryItem';
import { SubgraphLibrary } from './SubgraphLibrary';
import { byCategory, searchNodes } from './search-nodes';

/** All node types, by category; while searching, the best matches first. */
export function Library() {
  const definitions = useApp((state) => state.definitions);
  const [text, setText] = useState('');
  const query = useDeferredValue(text);
  const found = useMemo(() => searchNodes(definitions, query), [definitions, query]);
  const searching = query.trim() !== '';
  const subgraphs = found.filter(({ type }) => instanceOf(type) !== undefined);
  const own = <SubgraphLibrary definitions={subgraphs} />;
  const first = subgraphs.length > 0;
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
        {searching || !first ? null : own}
        {searching ? (
          <ul className="library-list">
            {found.map((definition) => (
              <LibraryItem key={definition.type} definition={definition} />
            ))}
          </ul>
        ) : (
          byCategory(found.filter(({ type }) => instanceOf(type) === undefined)).map(([category, items]) => (
            <div key={category} role="group" aria-label={category}>
              <h2 className="side-heading">
                {category} <span>{items.length}</span>
              </h2>
              <ul className="library-list">
                {items.map((definition) => (
                  <LibraryItem key={definition.type} definition={definition} />
                ))}
              </ul>
            </div>
          ))
        )}
        {searching || first ? null : own}
      </div>
    </section>
  );
}
