import { useEffect } from 'react';
import { useEditor } from '../editor/EditorContext';
import { focusedPart, focusHome } from './window-parts';

/**
 * Whoever works by keyboard never loses the place: when what had the focus goes away, the part of the window that it was in
 * takes it. After a press of the mouse the page is left as it is.
 */
export function useFocusHome(): void {
  const editor = useEditor();
  useEffect(() => {
    // A window that has just opened shows no focus before the first key.
    let byKey = false;
    let part = focusedPart();
    let asked = 0;
    // Two frames: what closes and what opens in its place have both been drawn then.
    const look = (): void => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => {
        asked = requestAnimationFrame(() => {
          if (byKey && document.hasFocus()) focusHome(editor, part);
        });
      });
    };
    const onKey = (): void => {
      byKey = true;
      look();
    };
    const onPointer = (): void => {
      byKey = false;
    };
    const onFocusIn = (): void => {
      part = focusedPart() ?? part;
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('keyup', onKey, true);
    window.addEventListener('pointerdown', onPointer, true);
    window.addEventListener('focusin', onFocusIn);
    window.addEventListener('focusout', look);
    const stops = [editor.ui, editor.workspace, editor.results].map((store) => store.subscribe(look));
    return () => {
      cancelAnimationFrame(asked);
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('keyup', onKey, true);
      window.removeEventListener('pointerdown', onPointer, true);
      window.removeEventListener('focusin', onFocusIn);
      window.removeEventListener('focusout', look);
      for (const stop of stops) stop();
    };
  }, [editor]);
}
