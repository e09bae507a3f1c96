import { parseSourceRef, parseTargetRef } from '@atomiton/contracts';
import { select } from '../canvas/canvas-store';
import type { DocumentSession } from '../document/document-session';

export type Reach = 'upstream' | 'downstream' | 'connected';

/** Selects the selected nodes and all that feed them, that they feed, or both ways. Linear in the document. */
export function selectReach(session: DocumentSession, reach: Reach): void {
  const { edges } = session.document.getState().blueprint;
  const next = new Map<string, string[]>();
  const lead = (from: string, to: string): void => {
    const present = next.get(from);
    if (present === undefined) next.set(from, [to]);
    else present.push(to);
  };
  for (const [to, edge] of Object.entries(edges)) {
    const source = parseSourceRef(edge.from).node;
    const target = parseTargetRef(to).node;
    if (reach !== 'upstream') lead(source, target);
    if (reach !== 'downstream') lead(target, source);
  }
  const { selectedNodes } = session.canvas.getState();
  const reached = new Set(selectedNodes);
  const open = [...reached];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const other of next.get(node) ?? []) {
      if (reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  select(session.canvas, reached);
}

/** Selects everything on the canvas. */
export function selectAll(session: DocumentSession): void {
  const { nodes, edges, items } = session.canvas.getState();
  const ids = (elements: readonly { id: string }[]): string[] => elements.map(({ id }) => id);
  select(session.canvas, ids(nodes), ids(edges), ids(items));
}

/** Adds a node to the selection, first: whoever walks on begins there. */
export function addToSelection(session: DocumentSession, node: string): void {
  const { selectedNodes, selectedEdges, selectedItems } = session.canvas.getState();
  select(session.canvas, [node, ...selectedNodes], selectedEdges, selectedItems);
}
