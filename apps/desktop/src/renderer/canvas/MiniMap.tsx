import { useStore as useFlowStore, useReactFlow } from '@xyflow/react';
import { type PointerEvent, useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useEditor, useSession, useUi } from '../editor/EditorContext';
import { messages } from '../messages';
import { boundsOf } from './fitting-viewport';
import { drawMiniMap, type MapView, mapView } from './mini-map-drawing';

const WIDTH = 168;
const HEIGHT = 104;
/** A canvas narrower than this has no room for it. Window pixels. */
const NARROW = 520;

/** The whole document small, drawn on one bitmap whatever the number of nodes; drag to move the view. */
export function MiniMap() {
  const editor = useEditor();
  const session = useSession();
  const flow = useReactFlow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView | undefined>(undefined);
  const theme = useUi((state) => state.theme);
  const nodes = useStore(session.canvas, (state) => state.nodes);
  const items = useStore(session.canvas, (state) => state.items);
  const version = useStore(session.run.store, (state) => state.version);
  const transform = useFlowStore((state) => state.transform);
  const width = useFlowStore((state) => state.width);
  const height = useFlowStore((state) => state.height);

  // biome-ignore lint: theme and version change what is read
  useEffect(() => {
    let wanted = true;
    editor.frames.nextFrame(() => {
      const element = canvas.current;
      if (!wanted || element === null) return;
      const [x, y, zoom] = transform;
      const visible = {
        left: -x / zoom,
        top: -y / zoom,
        right: (width - x) / zoom,
        bottom: (height - y) / zoom,
      };
      view.current = mapView(boundsOf([...nodes, ...items]), visible, WIDTH, HEIGHT);
      drawMiniMap(element, view.current, nodes, items, session.run.store.getState().nodes, visible);
    });
    return () => {
      wanted = false;
    };
  }, [nodes, items, version, transform, width, height, theme, editor, session]);

  const moveTo = useCallback(
    (event: PointerEvent<HTMLCanvasElement>) => {
      const map = view.current;
      if (map === undefined || (event.buttons & 1) === 0) return;
      const bounds = event.currentTarget.getBoundingClientRect();
      const at = {
        x: map.left + (event.clientX - bounds.left) / map.scale,
        y: map.top + (event.clientY - bounds.top) / map.scale,
      };
      void flow.setCenter(at.x, at.y, { zoom: flow.getZoom() });
    },
    [flow],
  );

  if (width < NARROW) return null;
  return (
    <canvas
      ref={canvas}
      className="minimap"
      data-testid="minimap"
      role="img"
      aria-label={messages.canvas.minimap}
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(event);
      }}
      onPointerMove={moveTo}
    />
  );
}
