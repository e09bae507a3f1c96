import { useStore } from 'zustand';
import { useSession } from '../editor/EditorContext';
import { messages } from '../messages';
import { EdgeInspector } from './EdgeInspector';
import { NodeInspector } from './NodeInspector';
import { SelectionInspector } from './SelectionInspector';

/** Parameters and results of what is selected. */
export function Inspector() {
  const session = useSession();
  const nodes = useStore(session.canvas, (state) => state.selectedNodes);
  const edges = useStore(session.canvas, (state) => state.selectedEdges);
  const [node] = nodes;
  const [edge] = edges;
  return (
    <aside className="inspector" aria-label={messages.inspector.label} data-testid="inspector">
      {nodes.length > 1 ? (
        <SelectionInspector count={nodes.length} />
      ) : node !== undefined ? (
        <NodeInspector key={node} id={node} />
      ) : edge !== undefined ? (
        <EdgeInspector key={edge} to={edge} />
      ) : (
        <p className="inspector-empty">{messages.inspector.nothing}</p>
      )}
    </aside>
  );
}
