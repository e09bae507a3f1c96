import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useApp, useDocument, useSession } from '../editor/EditorContext';
import { deleteSelection, duplicateSelection } from '../editor/edits';
import { messages } from '../messages';
import { ColorMenu } from './ColorMenu';
import { commonParameters } from './common-parameters';
import { NodeName } from './NodeName';
import { ParameterForm } from './ParameterForm';
import { PolicyForm } from './PolicyForm';
import { WritableFields } from './WritableFields';

/** Several nodes at once: what they share is set in all of them, in one entry of the history. */
export function SelectionInspector({ ids }: { ids: readonly string[] }) {
  const session = useSession();
  const types = useDocument(
    useShallow((state) => [...new Set(ids.map((id) => state.blueprint.nodes[id]?.type ?? ''))].sort()),
  );
  const catalog = useApp((state) => state.catalog);
  const specs = useMemo(() => commonParameters(types.map((type) => catalog.get(type))), [types, catalog]);
  const limits = new Set(types.map((type) => catalog.get(type)?.timeoutMs));
  const [limit] = limits.size === 1 ? limits : [];
  return (
    <WritableFields>
      <header className="inspector-header">
        <h1>{messages.inspector.several(ids.length)}</h1>
        <p>{messages.inspector.severalHint}</p>
        <div className="chips">
          <button type="button" className="button" onClick={() => duplicateSelection(session)}>
            {messages.inspector.duplicate}
          </button>
          <button type="button" className="button" onClick={() => deleteSelection(session)}>
            {messages.inspector.delete}
          </button>
        </div>
      </header>
      <div className="inspector-body">
        <div className="field">
          <div className="field-head">
            <span className="field-label">{messages.inspector.name}</span>
            <ColorMenu ids={ids} />
          </div>
          <div className="input input-ui">
            <NodeName ids={ids} typeName="" />
          </div>
        </div>
        <PolicyForm ids={ids} timeoutMs={limit} />
        <h2 className="section-heading">{messages.inspector.commonParameters}</h2>
        <ParameterForm ids={ids} specs={specs} none={messages.inspector.noCommon} />
      </div>
    </WritableFields>
  );
}
