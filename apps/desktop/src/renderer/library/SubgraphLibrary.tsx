import { instanceOf, type NodeDefinition } from '@atomiton/contracts';
import { Download, FolderInput, Library as LibraryIcon, LogIn, Trash2, Upload } from 'lucide-react';
import { useEffect } from 'react';
import { wayTo } from '../document/levels';
import { shownText } from '../document/shown-text';
import { useApp, useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import {
  dropSaved,
  exportSubgraph,
  importSubgraph,
  insertSaved,
  keepSubgraph,
  loadSaved,
} from '../editor/subgraph-files';
import { deleteSubgraph } from '../editor/subgraphs';
import { messages } from '../messages';
import { LibraryItem } from './LibraryItem';

const text = messages.subgraphs.library;

/** The subgraphs of the document in front, and those saved for every document. */
export function SubgraphLibrary({ definitions }: { definitions: readonly NodeDefinition[] }) {
  const editor = useEditor();
  const saved = useApp((state) => state.savedSubgraphs);
  useEffect(() => {
    void loadSaved(editor);
  }, [editor]);
  return (
    <>
      <section aria-label={text.heading}>
        <h2 className="side-heading">
          <span className="side-heading-name">{text.heading}</span>
          <span>{definitions.length}</span>
          <button
            type="button"
            className="icon-button side-heading-action"
            aria-label={text.importFile}
            title={text.importFile}
            onClick={() => void importSubgraph(editor)}
          >
            <FolderInput aria-hidden size={13} />
          </button>
        </h2>
        <ul className="library-list">
          {definitions.map((definition) => (
            <DocumentSubgraph key={definition.type} definition={definition} />
          ))}
        </ul>
      </section>
      {saved.length === 0 ? null : (
        <section aria-label={text.saved}>
          <h2 className="side-heading">
            {text.saved} <span>{saved.length}</span>
          </h2>
          <ul className="library-list">
            {saved.map(({ id, file }) => {
              const name = shownText(file.subgraphs[file.main]?.name ?? id);
              return (
                <li key={id} className="library-subgraph">
                  <button
                    type="button"
                    className="library-item"
                    aria-label={text.insert(name)}
                    onClick={() => insertSaved(editor, file)}
                  >
                    <LibraryIcon aria-hidden size={16} strokeWidth={1.7} />
                    <span className="library-name">{name}</span>
                  </button>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={text.remove(name)}
                    title={text.remove(name)}
                    onClick={() => void dropSaved(editor, id)}
                  >
                    <Trash2 aria-hidden size={13} />
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

function DocumentSubgraph({ definition }: { definition: NodeDefinition }) {
  const editor = useEditor();
  const session = activeSession(editor);
  const id = instanceOf(definition.type);
  if (session === undefined || id === undefined) return null;
  const name = shownText(definition.name);
  const actions = [
    {
      label: text.open(name),
      Icon: LogIn,
      run: () => {
        const { root, level } = session.document.getState();
        session.enter(wayTo(root, id, level));
      },
    },
    { label: text.save(name), Icon: Download, run: () => void keepSubgraph(editor, session, id) },
    { label: text.export(name), Icon: Upload, run: () => void exportSubgraph(editor, session, id) },
    { label: text.delete(name), Icon: Trash2, run: () => void deleteSubgraph(editor, session, id) },
  ];
  return (
    <LibraryItem definition={definition}>
      {actions.map(({ label, Icon, run }) => (
        <button
          key={label}
          type="button"
          className="icon-button"
          aria-label={label}
          title={label}
          onClick={run}
        >
          <Icon aria-hidden size={13} />
        </button>
      ))}
    </LibraryItem>
  );
}
