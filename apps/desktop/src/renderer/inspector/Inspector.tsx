import { isBoundaryType } from '@atomiton/blueprint';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useDocument, useSession } from '../editor/EditorContext';
import { loadCodeEditor } from '../fields/CodeField';
import { messages } from '../messages';
import { EdgeInspector } from './EdgeInspector';
import { FollowingNotice } from './FollowingNotice';
import { InterfaceEditor } from './InterfaceEditor';
import { ItemsInspector } from './ItemsInspector';
import { type InspectorTab, NodeInspector } from './NodeInspector';
import { SelectionInspector } from './SelectionInspector';

/** Parameters and results of what is selected. */
export function Inspector() {
  const session = useSession();
  const nodes = useStore(session.canvas, (state) => state.selectedNodes);
  const edges = useStore(session.canvas, (state) => state.selectedEdges);
  const items = useStore(session.canvas, (state) => state.selectedItems);
  const [tab, setTab] = useState<InspectorTab>('parameters');
  const [node] = nodes;
  const [edge] = edges;
  const isBoundary = useDocument((state) => isBoundaryType(state.blueprint.nodes[node ?? '']?.type ?? ''));
  useEffect(() => {
    // Read while nobody waits for it, so that the first expression is edited at once.
    void loadCodeEditor();
  }, []);
  return (
    <aside className="inspector" aria-label={messages.inspector.label} data-testid="inspector">
      <FollowingNotice />
      {nodes.length > 1 ? (
        <SelectionInspector key={nodes.join(' ')} ids={nodes} />
      ) : node !== undefined && isBoundary ? (
        <InterfaceEditor />
      ) : node !== undefined ? (
        <NodeInspector key={node} id={node} tab={tab} onTab={setTab} />
      ) : items.length > 0 ? (
        <ItemsInspector items={items} />
      ) : edge !== undefined ? (
        <EdgeInspector key={edge} to={edge} />
      ) : (
        <Nothing />
      )}
    </aside>
  );
}

/** With nothing selected: the interface of the subgraph on the canvas, or a hint. */
function Nothing() {
  const inside = useDocument((state) => state.level.length > 0);
  return inside ? <InterfaceEditor /> : <p className="inspector-empty">{messages.inspector.nothing}</p>;
}
