import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import type { CanvasView } from '../editor/canvas-view';
import { useEditor, useSession } from '../editor/EditorContext';
import { select } from './canvas-store';
import { WHOLE_UP_TO } from './elements-in-view';
import { nodeAt } from './far-pointer';
import { fittingViewport, MIN_ZOOM } from './fitting-viewport';
import type { FlowEdge, FlowNode } from './flow-model';

const MOVE_MS = 120;

function motionMs(): number {
  return document.documentElement.dataset.motion === 'reduced' ? 0 : MOVE_MS;
}

/** Gives commands a hold on the canvas, and takes it back when the canvas goes. */
export function CanvasViewBinding({ root }: { root: RefObject<HTMLElement | null> }) {
  const editor = useEditor();
  const session = useSession();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  useEffect(() => {
    let pointer: { x: number; y: number } | undefined;
    const element = root.current;
    const bounds = (): DOMRect => element?.getBoundingClientRect() ?? new DOMRect();
    const centreOfScreen = (): { x: number; y: number } => {
      const { left, top, width, height } = bounds();
      return { x: left + width / 2, y: top + height / 2 };
    };
    const elementOf = (id: string): HTMLElement | SVGElement | undefined =>
      element?.querySelector<HTMLElement | SVGElement>(
        `.react-flow__node[data-id="${id}"], .react-flow__edge[data-id="${id}"]`,
      ) ?? undefined;
    const view: CanvasView = {
      centre(id) {
        const node = session.canvas.getState().nodes.find((candidate) => candidate.id === id);
        if (node === undefined) return;
        select(session.canvas, [id]);
        const { x, y } = node.position;
        const zoom = Math.max(flow.getZoom(), 0.75);
        const middle = { x: x + (node.width ?? 0) / 2, y: y + (node.height ?? 0) / 2 };
        void flow.setCenter(middle.x, middle.y, { zoom, duration: motionMs() }).then(() => {
          // Whoever walks the canvas by keys takes the focus along.
          if (element?.contains(document.activeElement) !== true) return;
          element
            .querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`)
            ?.focus({ preventScroll: true });
        });
      },
      fit(ids) {
        const { width, height } = bounds();
        const { nodes, items } = session.canvas.getState();
        const wanted = ids === undefined ? undefined : new Set(ids);
        const boxes = [...nodes, ...items].filter((box) => wanted === undefined || wanted.has(box.id));
        // Moving through every zoom between would draw a large document many times.
        const duration = nodes.length > WHOLE_UP_TO ? 0 : motionMs();
        void flow.setViewport(fittingViewport(boxes, width, height, MIN_ZOOM), { duration });
      },
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: motionMs() }),
      zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: motionMs() }),
      middle: () => flow.screenToFlowPosition(centreOfScreen()),
      toFlow: (screen) => flow.screenToFlowPosition(screen),
      farNodeAt(screen) {
        if (element?.querySelector('.far-view') === null) return undefined;
        return nodeAt(session.canvas.getState().nodes, flow.screenToFlowPosition(screen))?.id;
      },
      pointer: () => pointer ?? centreOfScreen(),
      focus() {
        const { selectedNodes, selectedItems, selectedEdges } = session.canvas.getState();
        const chosen = selectedNodes[0] ?? selectedItems[0] ?? selectedEdges[0];
        const drawn = chosen === undefined ? undefined : elementOf(chosen);
        (drawn ?? element?.querySelector<HTMLElement>('.react-flow'))?.focus({ preventScroll: true });
      },
      focusElement: (id) => elementOf(id)?.focus({ preventScroll: true }),
      openMenu(id) {
        const target =
          (id === undefined ? undefined : elementOf(id)) ?? element?.querySelector('.react-flow__pane');
        if (target === null || target === undefined) return;
        const { left, top, width, height } = target.getBoundingClientRect();
        const at = { clientX: left + Math.min(width / 2, 120), clientY: top + Math.min(height / 2, 40) };
        target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
      },
    };
    const follow = (event: PointerEvent): void => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const leave = (): void => {
      pointer = undefined;
    };
    element?.addEventListener('pointermove', follow);
    element?.addEventListener('pointerleave', leave);
    editor.view = view;
    const { centreOn } = session.canvas.getState();
    if (centreOn !== undefined) {
      session.canvas.setState({ centreOn: undefined });
      view.centre(centreOn);
    }
    return () => {
      element?.removeEventListener('pointermove', follow);
      element?.removeEventListener('pointerleave', leave);
      if (editor.view === view) editor.view = undefined;
    };
  }, [editor, session, flow, root]);
  return null;
}
