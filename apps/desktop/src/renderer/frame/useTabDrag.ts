import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { moveTab } from '../editor/tabs';

/** Pixels before a press becomes a drag. */
const THRESHOLD = 5;

interface Drag {
  documentId: string;
  startX: number;
  /** Where it came from: Escape puts it back. */
  startIndex: number;
  moving: boolean;
}

/** Index of the tab whose half the pointer has passed. */
function indexAt(tabs: readonly Element[], clientX: number): number {
  const index = tabs.findIndex((tab) => clientX < tab.getBoundingClientRect().right);
  return index < 0 ? tabs.length - 1 : index;
}

/**
 * Tabs change places while one is dragged over them.
 * @param list gives the tabs on the screen, in order.
 */
export function useTabDrag(list: () => readonly Element[]) {
  const editor = useEditor();
  const drag = useRef<Drag | undefined>(undefined);
  const [dragged, setDragged] = useState<string | undefined>(undefined);

  useEffect(() => {
    const finish = (): void => {
      drag.current = undefined;
      setDragged(undefined);
    };
    const onMove = (event: globalThis.PointerEvent): void => {
      const { current } = drag;
      if (current === undefined) return;
      if (!current.moving && Math.abs(event.clientX - current.startX) < THRESHOLD) return;
      current.moving = true;
      setDragged(current.documentId);
      moveTab(editor, current.documentId, indexAt(list(), event.clientX));
    };
    const onKey = (event: KeyboardEvent): void => {
      const { current } = drag;
      if (event.key !== 'Escape' || current?.moving !== true) return;
      event.preventDefault();
      moveTab(editor, current.documentId, current.startIndex);
      finish();
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', finish);
    window.addEventListener('pointercancel', finish);
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', finish);
      window.removeEventListener('pointercancel', finish);
      window.removeEventListener('keydown', onKey, true);
    };
  }, [editor, list]);

  const onPointerDown = useCallback((event: PointerEvent, documentId: string, startIndex: number) => {
    if (event.button !== 0) return;
    drag.current = { documentId, startX: event.clientX, startIndex, moving: false };
  }, []);
  return { dragged, onPointerDown };
}
