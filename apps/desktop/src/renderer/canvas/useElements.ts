import { useStore as useFlowStore } from '@xyflow/react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../editor/EditorContext';
import { type Elements, elementsNear, WHOLE_UP_TO, windowKey, windowRectangle } from './elements-in-view';
import type { FlowEdge, FlowNode } from './flow-model';

/** The nodes and edges that React Flow is given: all of a document of ordinary size, else those near the view. */
export function useElements(): Elements {
  const session = useSession();
  const nodes = useStore(session.canvas, (state) => state.nodes) as FlowNode[];
  const edges = useStore(session.canvas, (state) => state.edges) as FlowEdge[];
  const large = nodes.length > WHOLE_UP_TO;
  const key = useFlowStore((state) => (large ? windowKey(state) : ''));
  return useMemo(
    () => (large ? elementsNear(nodes, edges, windowRectangle(key)) : { nodes, edges, far: false }),
    [nodes, edges, large, key],
  );
}
