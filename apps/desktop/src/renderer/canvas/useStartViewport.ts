import type { Viewport } from '@xyflow/react';
import { useState } from 'react';
import { useSession } from '../editor/EditorContext';
import { fittingViewport } from './fitting-viewport';

/** Smaller documents are shown whole when opened; of larger ones a readable part, so that little has to be drawn. */
const WHOLE_UP_TO = 120;
const READABLE_ZOOM = 0.7;
const SMALLEST_WHOLE = 0.5;

/** Where the canvas begins: where it was left, where the file says, or fitted to everything on it. */
export function useStartViewport(): Viewport {
  const session = useSession();
  const [viewport] = useState<Viewport>(() => {
    const { viewport: left, nodes, items } = session.canvas.getState();
    const stored = left ?? session.document.getState().blueprint.layout.viewport;
    if (stored !== undefined) return { x: stored.x, y: stored.y, zoom: stored.zoom };
    const place = document.querySelector('[data-testid="canvas-area"]')?.getBoundingClientRect();
    const minZoom = nodes.length <= WHOLE_UP_TO ? SMALLEST_WHOLE : READABLE_ZOOM;
    return fittingViewport([...nodes, ...items], place?.width ?? 800, place?.height ?? 600, minZoom);
  });
  return viewport;
}
