import { type PointerEvent, useCallback, useMemo, useRef } from 'react';
import { useSession } from '../editor/EditorContext';
import { type CanvasState, select } from './canvas-store';

interface Base {
  mode: 'replace' | 'add' | 'remove';
  nodes: readonly string[];
  edges: readonly string[];
  items: readonly string[];
}

/** Groups all of whose members are selected. */
function wholeGroups({ items, selectedNodes }: CanvasState): string[] {
  const chosen = new Set(selectedNodes);
  return items.flatMap(({ id, data }) =>
    data.part === 'groups' &&
    data.item.members.length > 0 &&
    data.item.members.every((node) => chosen.has(node))
      ? [id]
      : [],
  );
}

function without(ids: readonly string[], gone: readonly string[]): string[] {
  const set = new Set(gone);
  return ids.filter((id) => !set.has(id));
}

/** Box selection: Shift drags a new one, Ctrl+Shift adds to what is selected, Alt+Shift takes from it. */
export function useBoxSelect() {
  const session = useSession();
  const base = useRef<Base | undefined>(undefined);

  const onPointerDownCapture = useCallback(
    (event: PointerEvent) => {
      const { selectedNodes: nodes, selectedEdges: edges, selectedItems: items } = session.canvas.getState();
      const mode = event.ctrlKey || event.metaKey ? 'add' : event.altKey ? 'remove' : 'replace';
      base.current = event.shiftKey ? { mode, nodes, edges, items } : undefined;
      // React Flow compares with what was drawn last: a node that is selected already would not be boxed.
      const onPane = event.target instanceof Element && event.target.matches('.react-flow__pane');
      if (event.shiftKey && onPane) select(session.canvas, []);
    },
    [session],
  );

  const onSelectionEnd = useCallback(() => {
    const before = base.current;
    base.current = undefined;
    if (before === undefined) return;
    const boxed = session.canvas.getState();
    const items = [...boxed.selectedItems, ...wholeGroups(boxed)];
    const { selectedNodes, selectedEdges } = boxed;
    if (before.mode === 'add') {
      select(
        session.canvas,
        [...before.nodes, ...selectedNodes],
        [...before.edges, ...selectedEdges],
        [...before.items, ...items],
      );
    } else if (before.mode === 'remove') {
      select(
        session.canvas,
        without(before.nodes, selectedNodes),
        without(before.edges, selectedEdges),
        without(before.items, items),
      );
    } else select(session.canvas, selectedNodes, selectedEdges, items);
  }, [session]);

  return useMemo(() => ({ onPointerDownCapture, onSelectionEnd }), [onPointerDownCapture, onSelectionEnd]);
}
