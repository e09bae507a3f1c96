import type { NodeDefinition } from '@atomiton/contracts';
import type { ReactNode } from 'react';
import { shownText } from '../document/shown-text';
import { useEditor } from '../editor/EditorContext';
import { activeSession } from '../editor/editor';
import { addNode } from '../editor/edits';
import { messages } from '../messages';
import { languageOf } from '../node/languages';
import { nodeIcon } from '../node/node-icons';
import { NODE_DRAG_TYPE } from './node-drag';

/** One node type: drag it to the canvas, or press it to add one in the middle. */
export function LibraryItem({ definition, children }: { definition: NodeDefinition; children?: ReactNode }) {
  const editor = useEditor();
  const Icon = nodeIcon(definition);
  const language = languageOf(definition);
  const name = shownText(definition.name);
  const add = (): void => {
    const session = activeSession(editor);
    if (session === undefined || editor.view === undefined) return;
    addNode(session, definition, editor.view.middle());
  };
  return (
    <li className={children === undefined ? undefined : 'library-subgraph'}>
      <button
        type="button"
        className="library-item"
        data-node-type={definition.type}
        draggable
        title={shownText(definition.description)}
        aria-label={messages.library.add(name, language.name)}
        onClick={add}
        onDragStart={(event) => {
          event.dataTransfer.setData(NODE_DRAG_TYPE, definition.type);
          event.dataTransfer.effectAllowed = 'copy';
        }}
      >
        <Icon aria-hidden size={16} strokeWidth={1.7} />
        <span className="library-name">{name}</span>
        <span className="language-badge">{language.badge}</span>
      </button>
      {children}
    </li>
  );
}
