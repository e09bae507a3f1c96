import type { JsonValue } from '@atomiton/contracts';
import { memo, type PointerEvent } from 'react';
import { formatCell, formatCount } from '../format';
import { contains, type GridCell, type GridRange } from './grid-selection';
import { ROW_HEIGHT } from './grid-window';
import { isNumeric } from './is-numeric';
import type { GridRow, SeenCells } from './useGridPages';

interface GridBodyProps {
  id: string;
  columns: readonly { name: string; type: string }[];
  seen: SeenCells;
  starts: Float64Array;
  numberWidth: number;
  /** Where row 0 would be drawn. Pixels. */
  offset: number;
  range: GridRange;
  active: GridCell;
  row: (index: number) => GridRow | undefined;
  onSelect: (row: number, column: number, extend: boolean) => void;
  onSelectRow: (row: number) => void;
  onOpen: (row: number, column: number) => void;
}

function placeOf(target: EventTarget | null): { row: number; column: number } | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
  const [row, column] = (cell?.dataset.cell ?? '').split(' ').map(Number);
  return row === undefined || column === undefined || cell === null ? undefined : { row, column };
}

const Cell = memo(function Cell({
  id,
  place,
  value,
  column,
  left,
  width,
  numeric,
  selected,
  active,
}: {
  id: string;
  place: string;
  value: JsonValue | undefined;
  column: number;
  left: number;
  width: number;
  numeric: boolean;
  selected: boolean;
  active: boolean;
}) {
  return (
    <div
      id={id}
      role="gridcell"
      aria-colindex={column + 2}
      aria-selected={selected}
      className="grid-cell"
      data-cell={place}
      data-numeric={numeric}
      data-null={value === null}
      data-selected={selected}
      data-active={active}
      style={{ left, width }}
    >
      {value === undefined ? '' : formatCell(value)}
    </div>
  );
});

/** The rows that are seen. */
export function GridBody(props: GridBodyProps) {
  const { id, columns, seen, starts, numberWidth, offset, range, active, row, onSelect } = props;
  const rows: number[] = [];
  for (let index = seen.firstRow; index < seen.endRow; index++) rows.push(index);
  const onPointer = (event: PointerEvent): void => {
    const place = placeOf(event.target);
    if (place === undefined || (event.type === 'pointermove' && event.buttons !== 1) || event.button > 0)
      return;
    onSelect(place.row, place.column, event.shiftKey || event.type === 'pointermove');
  };
  return (
    // biome-ignore lint: the grid itself has the focus and the keys
    <div
      role="rowgroup"
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onDoubleClick={(event) => {
        const place = placeOf(event.target);
        if (place !== undefined) props.onOpen(place.row, place.column);
      }}
    >
      {rows.map((index) => {
        const shown = row(index);
        return (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            className="grid-row"
            data-odd={index % 2 === 1}
            data-loading={shown === undefined}
            style={{ transform: `translateY(${offset + index * ROW_HEIGHT}px)` }}
          >
            <div
              role="rowheader"
              aria-colindex={1}
              className="grid-number"
              style={{ width: numberWidth }}
              onPointerDown={(event) => {
                event.stopPropagation();
                props.onSelectRow(index);
              }}
            >
              {shown === undefined ? '' : formatCount(shown.number + 1)}
            </div>
            {columns.slice(seen.firstColumn, seen.endColumn).map((column, place) => {
              const at = seen.firstColumn + place;
              return (
                <Cell
                  // biome-ignore lint: names may come twice
                  key={at}
                  id={`${id}-${index}-${at}`}
                  place={`${index} ${at}`}
                  value={shown?.cell(at)}
                  column={at}
                  left={(starts[at] ?? 0) + numberWidth}
                  width={(starts[at + 1] ?? 0) - (starts[at] ?? 0)}
                  numeric={isNumeric(column.type)}
                  selected={contains(range, index, at)}
                  active={active.row === index && active.column === at}
                />
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
