import { useStore as useFlowStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useEditor, useSession, useUi } from '../editor/EditorContext';
import { drawFarView } from './far-view-drawing';

/** A large document from far away: every node a box in the colour of its state, all on one bitmap. */
export function FarView() {
  const editor = useEditor();
  const session = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useUi((state) => state.theme);
  const { nodes, edges } = useStore(session.canvas);
  const version = useStore(session.run.store, (state) => state.version);
  const transform = useFlowStore((state) => state.transform);
  const width = useFlowStore((state) => state.width);
  const height = useFlowStore((state) => state.height);
  // biome-ignore lint: theme and version change what is read
  useEffect(() => {
    let wanted = true;
    editor.frames.nextFrame(() => {
      if (!wanted || canvas.current === null) return;
      const runs = session.run.store.getState().nodes;
      drawFarView(canvas.current, { transform, width, height }, nodes, edges, runs);
    });
    return () => {
      wanted = false;
    };
  }, [nodes, edges, version, transform, width, height, theme, editor, session]);
  return <canvas ref={canvas} className="far-view" data-testid="far-view" aria-hidden />;
}
