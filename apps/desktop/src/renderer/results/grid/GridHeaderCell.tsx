import type { ColumnStatistics, SortKey } from '@atomiton/contracts';
import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { memo, type PointerEvent, useRef } from 'react';
import { resultMessages } from '../../messages-results';
import type { Loaded } from '../useLoaded';
import { ColumnStatisticsView } from './ColumnStatisticsView';
import { clampWidth } from './column-widths';

const text = resultMessages.grid;

/** What can be done with a column. */
export type ColumnAction =
  | { do: 'cycle'; add: boolean }
  | { do: 'sort'; descending: boolean; add: boolean }
  | { do: 'unsort' }
  | { do: 'width'; width: number }
  | { do: 'fit' }
  | { do: 'copy' }
  | { do: 'filter' };

interface GridHeaderCellProps {
  id: string;
  column: number;
  name: string;
  type: string;
  left: number;
  width: number;
  numeric: boolean;
  sort: readonly SortKey[];
  active: boolean;
  menuOpen: boolean;
  sortable: boolean;
  filterable: boolean;
  statistics: Loaded<ColumnStatistics> | undefined;
  onAction: (column: number, action: ColumnAction) => void;
  onMenu: (column: number, open: boolean) => void;
  onFocus: (column: number) => void;
}

/** The head of a column: name, type, order, width, menu and, where they are asked for, its statistics. */
export const GridHeaderCell = memo(function GridHeaderCell(props: GridHeaderCellProps) {
  const { id, column, name, type, left, width, numeric, sort, active, statistics, onAction, onMenu } = props;
  const place = sort.findIndex((key) => key.column === column);
  const key = sort[place];
  const drag = useRef<{ x: number; width: number } | undefined>(undefined);
  const move = (event: PointerEvent): void => {
    if (drag.current === undefined) return;
    onAction(column, { do: 'width', width: clampWidth(drag.current.width + event.clientX - drag.current.x) });
  };
  const act = (action: ColumnAction) => () => onAction(column, action);
  return (
    // biome-ignore lint: the grid itself has the focus and the keys
    <div
      id={id}
      role="columnheader"
      aria-colindex={column + 2}
      aria-sort={key === undefined ? 'none' : key.descending ? 'descending' : 'ascending'}
      className="grid-head"
      data-active={active}
      data-numeric={numeric}
      data-column={name}
      style={{ left, width }}
      title={`${name}: ${type}`}
      onClick={(event) => {
        props.onFocus(column);
        if (props.sortable) onAction(column, { do: 'cycle', add: event.shiftKey || event.ctrlKey });
      }}
    >
      <div className="grid-head-line">
        <span className="grid-head-name">{name}</span>
        <span className="grid-head-type">{type}</span>
        {key === undefined ? null : (
          <span
            className="grid-head-sort"
            role="img"
            aria-label={text.sorted(key.descending, place + 1, sort.length > 1)}
          >
            {key.descending ? <ArrowDown aria-hidden size={12} /> : <ArrowUp aria-hidden size={12} />}
            {sort.length > 1 ? place + 1 : ''}
          </span>
        )}
        <DropdownMenu.Root open={props.menuOpen} onOpenChange={(open) => onMenu(column, open)}>
          <DropdownMenu.Trigger asChild>
            <button
              type="button"
              tabIndex={-1}
              className="grid-head-menu"
              aria-label={text.menu(name)}
              onClick={(event) => event.stopPropagation()}
            >
              <ChevronDown aria-hidden size={13} />
            </button>
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content
              className="menu"
              align="end"
              sideOffset={4}
              collisionPadding={8}
              aria-label={text.menu(name)}
              onClick={(event) => event.stopPropagation()}
              onCloseAutoFocus={(event) => event.preventDefault()}
            >
              {props.sortable ? (
                <>
                  <DropdownMenu.Item
                    className="menu-item"
                    onSelect={act({ do: 'sort', descending: false, add: false })}
                  >
                    {text.ascending}
                  </DropdownMenu.Item>
                  <DropdownMenu.Item
                    className="menu-item"
                    onSelect={act({ do: 'sort', descending: true, add: false })}
                  >
                    {text.descending}
                  </DropdownMenu.Item>
                  {sort.length > 0 && (key === undefined || sort.length > 1) ? (
                    <>
                      <DropdownMenu.Item
                        className="menu-item"
                        onSelect={act({ do: 'sort', descending: false, add: true })}
                      >
                        {text.addAscending}
                      </DropdownMenu.Item>
                      <DropdownMenu.Item
                        className="menu-item"
                        onSelect={act({ do: 'sort', descending: true, add: true })}
                      >
                        {text.addDescending}
                      </DropdownMenu.Item>
                    </>
                  ) : null}
                  {key === undefined ? null : (
                    <DropdownMenu.Item className="menu-item" onSelect={act({ do: 'unsort' })}>
                      {text.notSorted}
                    </DropdownMenu.Item>
                  )}
                  <DropdownMenu.Separator className="menu-line" />
                </>
              ) : null}
              {props.filterable ? (
                <DropdownMenu.Item className="menu-item" onSelect={act({ do: 'filter' })}>
                  {text.addFilter}
                </DropdownMenu.Item>
              ) : null}
              <DropdownMenu.Item className="menu-item" onSelect={act({ do: 'copy' })}>
                {text.copyColumn}
              </DropdownMenu.Item>
              <DropdownMenu.Separator className="menu-line" />
              <DropdownMenu.Item className="menu-item" onSelect={act({ do: 'fit' })}>
                {text.fitWidth}
              </DropdownMenu.Item>
              <DropdownMenu.Item
                className="menu-item"
                onSelect={act({ do: 'width', width: clampWidth(width + 40) })}
              >
                {text.wider}
              </DropdownMenu.Item>
              <DropdownMenu.Item
                className="menu-item"
                onSelect={act({ do: 'width', width: clampWidth(width - 40) })}
              >
                {text.narrower}
              </DropdownMenu.Item>
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      </div>
      {statistics === undefined ? null : <ColumnStatisticsView name={name} loaded={statistics} />}
      <div
        className="grid-head-edge"
        aria-hidden
        data-resize={name}
        title={text.resize(name)}
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={act({ do: 'fit' })}
        onPointerDown={(event) => {
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, width };
        }}
        onPointerMove={move}
        onPointerUp={() => {
          drag.current = undefined;
        }}
      />
    </div>
  );
});
