import { type NodeChange, useStoreApi } from '@xyflow/react';
import type React from 'react';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useEditor, useSession } from '../editor/EditorContext';
import { insertNodeOnEdge } from '../editor/insert-on-edge';
import { commitMoves } from '../editor/moves';
import { type CanvasState, takeNodeChanges } from './canvas-store';
import { alignedChanges, type HelperLines } from './helper-lines';
import { type CanvasItem, parseFlowItemId } from './layout-items';
import { placesAsBefore } from './move-on-canvas';

const NO_LINES: HelperLines = {};

/** The edge under a point of the window, below the node that is dragged over it. */
function edgeUnder(event: MouseEvent | TouchEvent): Element | undefined {
  if (!(event instanceof MouseEvent)) return undefined;
  const stack = document.elementsFromPoint(event.clientX, event.clientY);
  return stack.flatMap((element) => element.closest('.react-flow__edge') ?? [])[0];
}

/** Everything around dragging nodes, groups and notes: helper lines, and dropping a node onto an edge. */
export function useMoving(root: RefObject<HTMLElement | null>) {
  const editor = useEditor();
  const session = useSession();
  const flow = useStoreApi();
  const [lines, setLines] = useState(NO_LINES);
  const dragging = useRef(false);
  /** What was drawn when the drag began; Escape puts everything back there, and what follows of the drag moves nothing. */
  const before = useRef<CanvasState>(undefined);
  const givenUp = useRef(false);

  const insertion = useCallback(
    (event: MouseEvent | TouchEvent, moved: readonly CanvasItem[]) => {
      const [only] = moved;
      if (only === undefined || moved.length > 1 || parseFlowItemId(only.id) !== undefined) return undefined;
      const edge = edgeUnder(event);
      const to = edge?.getAttribute('data-id');
      if (edge === undefined || to === null || to === undefined) return undefined;
      const { blueprint } = session.document.getState();
      const operations = insertNodeOnEdge(blueprint, editor.app.getState().catalog, only.id, to);
      return operations === undefined ? undefined : { edge, operations };
    },
    [editor, session],
  );

  const unmark = useCallback(() => {
    for (const edge of root.current?.querySelectorAll('[data-insert]') ?? []) {
      edge.removeAttribute('data-insert');
    }
  }, [root]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasItem>[]) => {
      if (givenUp.current) {
        takeNodeChanges(
          session.canvas,
          changes.filter(({ type }) => type !== 'position'),
        );
        return;
      }
      if (!dragging.current || editor.settings.getState().canvas.snap) {
        takeNodeChanges(session.canvas, changes);
        return;
      }
      const { transform, width, height } = flow.getState();
      const aligned = alignedChanges(changes, session.canvas.getState(), { transform, width, height });
      takeNodeChanges(session.canvas, aligned.changes);
      setLines((before) =>
        before.x === aligned.lines.x && before.y === aligned.lines.y ? before : aligned.lines,
      );
    },
    [editor, session, flow],
  );

  const start = useCallback(() => {
    dragging.current = true;
    givenUp.current = false;
    before.current = session.canvas.getState();
  }, [session]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !dragging.current || before.current === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      dragging.current = false;
      givenUp.current = true;
      setLines(NO_LINES);
      unmark();
      session.canvas.setState(placesAsBefore(session.canvas.getState(), before.current));
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [session, unmark]);

  const over = useCallback(
    (event: MouseEvent | TouchEvent, moved: readonly CanvasItem[]) => {
      if (givenUp.current) return;
      unmark();
      insertion(event, moved)?.edge.setAttribute('data-insert', 'true');
    },
    [insertion, unmark],
  );

  const stop = useCallback(
    (event: MouseEvent | TouchEvent, moved: readonly CanvasItem[]) => {
      dragging.current = false;
      before.current = undefined;
      if (givenUp.current) {
        givenUp.current = false;
        return;
      }
      setLines(NO_LINES);
      unmark();
      const into = insertion(event, moved);
      commitMoves(
        session,
        moved.map(({ id }) => id),
        into?.operations,
      );
    },
    [session, insertion, unmark],
  );

  return useMemo(
    () => ({
      lines,
      handlers: {
        onNodesChange,
        onNodeDragStart: start,
        onSelectionDragStart: start,
        onNodeDrag: (
          event: React.MouseEvent | MouseEvent | TouchEvent,
          _node: CanvasItem,
          moved: CanvasItem[],
        ) => over(nativeOf(event), moved),
        onNodeDragStop: (
          event: React.MouseEvent | MouseEvent | TouchEvent,
          _node: CanvasItem,
          moved: CanvasItem[],
        ) => stop(nativeOf(event), moved),
        onSelectionDragStop: (event: React.MouseEvent | MouseEvent, moved: CanvasItem[]) =>
          stop(nativeOf(event), moved),
      },
    }),
    [lines, onNodesChange, start, over, stop],
  );
}

function nativeOf(event: React.MouseEvent | MouseEvent | TouchEvent): MouseEvent | TouchEvent {
  return 'nativeEvent' in event ? event.nativeEvent : event;
}
