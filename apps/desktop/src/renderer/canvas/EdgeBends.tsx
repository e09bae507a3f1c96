import type { Position } from '@atomiton/contracts';
import { type KeyboardEvent, memo, type PointerEvent } from 'react';
import { commitBends, moveBendOnCanvas, removeBend } from '../editor/bends';
import { useEditor, useSession } from '../editor/EditorContext';
import { canvasMessages } from '../messages-canvas';

const RADIUS = 5;
const STEP = 10;
const STEPS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The reroute points of an edge: drag one, move it by arrow keys, remove it by double-click or Delete. */
export const EdgeBends = memo(function EdgeBends({
  edge,
  label,
  points,
  color,
}: {
  edge: string;
  label: string;
  points: readonly Position[];
  color: string;
}) {
  const editor = useEditor();
  const session = useSession();
  const drag = (event: PointerEvent<SVGCircleElement>, index: number): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus({ preventScroll: true });
    event.currentTarget.dataset.dragged = String(index);
  };
  const follow = (event: PointerEvent<SVGCircleElement>, index: number): void => {
    if (event.currentTarget.dataset.dragged === undefined || editor.view === undefined) return;
    moveBendOnCanvas(session, edge, index, editor.view.toFlow({ x: event.clientX, y: event.clientY }));
  };
  const drop = (event: PointerEvent<SVGCircleElement>): void => {
    if (event.currentTarget.dataset.dragged === undefined) return;
    delete event.currentTarget.dataset.dragged;
    commitBends(session, edge);
  };
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const step = STEPS[event.key];
    const point = points[index];
    if (event.key === 'Delete' || event.key === 'Backspace') removeBend(session, edge, index);
    else if (step === undefined || point === undefined) return;
    else {
      const length = event.altKey ? 1 : STEP;
      const place = { x: point.x + step.x * length, y: point.y + step.y * length };
      moveBendOnCanvas(session, edge, index, place);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return points.map((point, index) => (
    <circle
      // biome-ignore lint: the number of a point is its identity
      key={index}
      className="edge-bend nopan nokey"
      cx={point.x}
      cy={point.y}
      r={RADIUS}
      style={{ fill: color }}
      // biome-ignore lint: an element of SVG cannot be a button
      role="button"
      tabIndex={0}
      aria-label={canvasMessages.bend(index + 1, label)}
      data-bend={`${edge} ${index}`}
      onPointerDown={(event) => drag(event, index)}
      onPointerMove={(event) => follow(event, index)}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={(event) => onKeyDown(event, index)}
      onKeyUp={(event) => {
        if (STEPS[event.key] !== undefined) commitBends(session, edge);
      }}
      onBlur={() => commitBends(session, edge)}
      onDoubleClick={(event) => {
        event.stopPropagation();
        removeBend(session, edge, index);
      }}
    />
  ));
});
