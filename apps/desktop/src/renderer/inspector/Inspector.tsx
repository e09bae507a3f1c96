import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../editor/EditorContext';
import { loadCodeEditor } from '../fields/CodeField';
import { messages } from '../messages';
import { EdgeInspector } from './EdgeInspector';
import { type InspectorTab, NodeInspector } from './NodeInspector';
import { SelectionInspector } from './SelectionInspector';

/** Parameters and results of what is selected. */
export function Inspector() {
  const session = useSession();
  const nodes = useStore(session.canvas, (state) => state.selectedNodes);
  const edges = useStore(session.canvas, (state) => state.selectedEdges);
  const [tab, setTab] = useState<InspectorTab>('parameters');
  const [node] = nodes;
  const [edge] = edges;
  useEffect(() => {
    // Read while nobody waits for it, so that the first expression is edited at once.
    void loadCodeEditor();
  }, []);
  return (
    <aside className="inspector" aria-label={messages.inspector.label} data-testid="inspector">
      {nodes.length > 1 ? (
        <SelectionInspector key={nodes.join(' ')} ids={nodes} />
      ) : node !== undefined ? (
        <NodeInspector key={node} id={node} tab={tab} onTab={setTab} />
      ) : edge !== undefined ? (
        <EdgeInspector key={edge} to={edge} />
      ) : (
        <p className="inspector-empty">{messages.inspector.nothing}</p>
      )}
    </aside>
  );
}
