import { useStore } from '@xyflow/react';
import type { HelperLines } from './helper-lines';

/** The lines that a dragged element is in line with, across the whole canvas. */
export function HelperLinesView({ lines }: { lines: HelperLines }) {
  const [left, top, zoom] = useStore((state) => state.transform);
  return (
    <>
      {lines.x === undefined ? null : (
        <div
          className="helper-line"
          data-axis="x"
          data-testid="helper-line"
          style={{ left: lines.x * zoom + left }}
        />
      )}
      {lines.y === undefined ? null : (
        <div
          className="helper-line"
          data-axis="y"
          data-testid="helper-line"
          style={{ top: lines.y * zoom + top }}
        />
      )}
    </>
  );
}
