import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  clampTop,
  type GridExtent,
  isScaled,
  ROW_HEIGHT,
  scrollHeight,
  scrollOfTop,
  topOfScroll,
  topToSee,
} from './grid-window';

/** Wheels that count lines instead of pixels. */
const LINE_PIXELS = ROW_HEIGHT;

/** No screen is higher: a place without a height of its own never makes the grid draw every row. Pixels. */
const TALLEST = 4000;

export interface GridScroll {
  /** The first pixel of the rows that is seen. */
  top: number;
  left: number;
  width: number;
  /** Height in which rows are seen. */
  viewport: number;
  height: number;
  seeRow(row: number): void;
  seeColumn(from: number, to: number, frozen: number): void;
}

/** Follows the scroll bar, the wheel and the size of a grid of any number of rows. */
export function useGridScroll(
  host: RefObject<HTMLDivElement | null>,
  rows: number,
  headerHeight: number,
): GridScroll {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [place, setPlace] = useState({ top: 0, left: 0 });
  const viewport = Math.max(0, size.height - headerHeight);
  const extent = useMemo<GridExtent>(() => ({ rows, viewport }), [rows, viewport]);
  const latest = useRef({ extent, top: 0, written: 0 });
  latest.current.extent = extent;

  const goTo = useCallback(
    (wanted: number): void => {
      const element = host.current;
      const state = latest.current;
      if (element === null) return;
      const top = clampTop(state.extent, wanted);
      state.top = top;
      element.scrollTop = scrollOfTop(state.extent, top);
      state.written = element.scrollTop;
      setPlace((before) => (before.top === top ? before : { ...before, top }));
    },
    [host],
  );

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const measure = (): void =>
      setSize({ width: element.clientWidth, height: Math.min(TALLEST, element.clientHeight) });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const onScroll = (): void => {
      const state = latest.current;
      if (Math.abs(element.scrollTop - state.written) > 1) {
        state.top = topOfScroll(state.extent, element.scrollTop);
        state.written = element.scrollTop;
      }
      setPlace({ top: state.top, left: element.scrollLeft });
    };
    const onWheel = (event: WheelEvent): void => {
      const state = latest.current;
      if (!isScaled(state.extent) || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
      goTo(state.top + event.deltaY * unit);
      element.scrollLeft += event.deltaX * unit;
    };
    element.addEventListener('scroll', onScroll);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [host, goTo]);

  // Fewer rows than before: the place that is seen has to exist.
  useEffect(() => {
    if (extent.viewport > 0) goTo(latest.current.top);
  }, [extent, goTo]);

  const seeRow = useCallback(
    (row: number) => {
      const state = latest.current;
      goTo(topToSee(state.extent, state.top, row));
    },
    [goTo],
  );
  const seeColumn = useCallback(
    (from: number, to: number, frozen: number) => {
      const element = host.current;
      if (element === null) return;
      if (from < element.scrollLeft + frozen) element.scrollLeft = Math.max(0, from - frozen);
      else if (to > element.scrollLeft + element.clientWidth) element.scrollLeft = to - element.clientWidth;
    },
    [host],
  );
  return {
    top: clampTop(extent, place.top),
    left: place.left,
    width: size.width,
    viewport,
    height: scrollHeight(extent) + headerHeight,
    seeRow,
    seeColumn,
  };
}
