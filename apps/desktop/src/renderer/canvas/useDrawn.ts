import { useStore as useFlowStore } from '@xyflow/react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../editor/EditorContext';
import { windowKey, windowRectangle } from './elements-in-view';
import type { CanvasItem } from './layout-items';
import { useElements } from './useElements';

/** With more groups and notes than this only those near the view are drawn. */
const ALL_UP_TO = 100;

/** What React Flow is given: groups, nodes and notes, and edges. Groups come first, so that Tab reaches them first. */
export function useDrawn() {
  const { nodes, edges, far } = useElements();
  const items = useStore(useSession().canvas, (state) => state.items);
  const many = items.length > ALL_UP_TO;
  const key = useFlowStore((state) => (many ? windowKey(state) : ''));
  const drawn = useMemo((): CanvasItem[] => {
    const area = many ? windowRectangle(key) : undefined;
    if (area === undefined) return [...items, ...nodes];
    const near = items.filter(
      ({ position: { x, y }, width = 0, height = 0, selected }) =>
        selected === true ||
        (x <= area.right && y <= area.bottom && x + width >= area.left && y + height >= area.top),
    );
    return [...near, ...nodes];
  }, [items, nodes, many, key]);
  return { nodes: drawn, edges, far };
}
