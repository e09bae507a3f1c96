import { type RefObject, useEffect } from 'react';
import { useEditor, useSession } from '../editor/EditorContext';
import { type BoxMode, FarDrag, nodeAt, nodesInBox, type Point, pressNode, selectBox } from './far-pointer';

/** A press that moves less than this is a click. Pixels. */
const CLICK_PX = 4;

interface Press {
  screen: Point;
  flow: Point;
  hit: string | undefined;
  box: BoxMode | undefined;
  drag: FarDrag | undefined;
  moved: boolean;
}

function isFar(from: Point, to: Point): boolean {
  return Math.hypot(from.x - to.x, from.y - to.y) >= CLICK_PX;
}

/**
 * Gives the boxes of the far view the hands of real nodes: click, Ctrl+click, drag, Shift+drag, double-click and the
 * menu. Listens before React Flow does and leaves it everything else, panning and zooming first of all.
 */
export function useFarPointer(root: RefObject<HTMLElement | null>, far: boolean): void {
  const editor = useEditor();
  const session = useSession();
  useEffect(() => {
    const element = root.current;
    if (!far || element === null) return undefined;
    const { canvas } = session;
    let press: Press | undefined;
    const flowOf = (screen: Point): Point => editor.view?.toFlow(screen) ?? screen;
    const hitAt = (screen: Point): string | undefined => nodeAt(canvas.getState().nodes, flowOf(screen))?.id;
    // What is captured is reported at the element itself.
    const onPane = ({ target }: Event): boolean =>
      target === element || (target instanceof Element && target.closest('.react-flow__pane') !== null);

    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || !onPane(event) || editor.view === undefined) return;
      const screen = { x: event.clientX, y: event.clientY };
      const hit = hitAt(screen);
      const box = !event.shiftKey
        ? undefined
        : event.ctrlKey || event.metaKey
          ? 'add'
          : event.altKey
            ? 'remove'
            : 'replace';
      press = { screen, flow: flowOf(screen), hit, box, drag: undefined, moved: false };
      if (hit === undefined || box !== undefined) return;
      event.stopPropagation();
      pressNode(canvas, hit, event.ctrlKey || event.metaKey ? 'toggle' : 'replace');
      press.drag = new FarDrag(session, press.flow);
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent): void => {
      if (press === undefined) return;
      const screen = { x: event.clientX, y: event.clientY };
      press.moved ||= isFar(press.screen, screen);
      if (press.moved) press.drag?.to(flowOf(screen));
    };
    const up = (event: PointerEvent): void => {
      const ended = press;
      press = undefined;
      if (ended === undefined) return;
      const screen = { x: event.clientX, y: event.clientY };
      const { drag, box, hit } = ended;
      if (drag !== undefined) {
        event.stopPropagation();
        if (ended.moved) drag.drop(flowOf(screen));
        else if (hit !== undefined && !event.ctrlKey && !event.metaKey) selectBox(canvas, [hit], 'replace');
      } else if (box !== undefined) {
        if (!ended.moved && hit !== undefined) pressNode(canvas, hit, 'toggle');
        else if (ended.moved) {
          const boxed = nodesInBox(canvas.getState().nodes, ended.flow, flowOf(screen));
          // React Flow ends its own box first, around nodes that it does not have.
          queueMicrotask(() => selectBox(canvas, boxed, box));
        }
      }
    };
    const cancel = (): void => {
      press?.drag?.abandon();
      press = undefined;
    };
    /** A press on a box must not begin to pan. */
    const mouseDown = (event: MouseEvent): void => {
      if (press?.drag !== undefined) event.stopPropagation();
    };
    const click = (event: MouseEvent): void => {
      if (onPane(event) && hitAt({ x: event.clientX, y: event.clientY }) !== undefined)
        event.stopPropagation();
    };
    const doubleClick = (event: MouseEvent): void => {
      const hit = onPane(event) ? hitAt({ x: event.clientX, y: event.clientY }) : undefined;
      if (hit === undefined) return;
      event.stopPropagation();
      editor.view?.centre(hit);
    };
    const hover = (event: PointerEvent): void => {
      const hit = onPane(event) ? hitAt({ x: event.clientX, y: event.clientY }) : undefined;
      element.toggleAttribute('data-over-box', hit !== undefined);
    };
    const ended = new AbortController();
    const capture = { capture: true, signal: ended.signal };
    element.addEventListener('pointerdown', down, capture);
    element.addEventListener('pointermove', move, capture);
    element.addEventListener('pointermove', hover, capture);
    element.addEventListener('pointerup', up, capture);
    element.addEventListener('pointercancel', cancel, capture);
    element.addEventListener('mousedown', mouseDown, capture);
    element.addEventListener('click', click, capture);
    element.addEventListener('dblclick', doubleClick, capture);
    return () => {
      cancel();
      element.removeAttribute('data-over-box');
      ended.abort();
    };
  }, [editor, session, root, far]);
}
