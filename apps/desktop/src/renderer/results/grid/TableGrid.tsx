import type { ValueSummary } from '@atomiton/contracts';
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useEditor, useSession } from '../../editor/EditorContext';
import { resultMessages } from '../../messages-results';
import { formatCount } from '../format';
import { CellDetail } from './CellDetail';
import { conditionText, familyOf, joinConditions } from './column-filter';
import { firstWidths, fittingWidth } from './column-widths';
import { useCopyCells } from './copy-cells';
import { FilterDialog } from './FilterDialog';
import { GridBody } from './GridBody';
import { type ColumnAction, GridHeaderCell } from './GridHeaderCell';
import { GridToolbar } from './GridToolbar';
import { type GridRange, type GridSelection, moveSelection, rangeOf, selectCell } from './grid-selection';
import { columnStarts, ROW_HEIGHT, visibleColumns, visibleRows } from './grid-window';
import { isNumeric, isSortable } from './is-numeric';
import { cycleSort, setSort } from './sort-keys';
import { keptView, PLAIN } from './table-view';
import { useArrangement } from './useArrangement';
import { useColumnStatistics } from './useColumnStatistics';
import { useFind } from './useFind';
import { useGridPages } from './useGridPages';
import { useGridScroll } from './useGridScroll';

const HEADER_HEIGHT = 26;
const STATISTICS_HEIGHT = 78;
const OVERSCAN = 6;
const DIGIT = 7;
const text = resultMessages.grid;

interface TableGridProps {
  summary: Extract<ValueSummary, { kind: 'table' }>;
  place: 'inspector' | 'panel';
  /** What files are called. */
  name: string;
  /** What it is the value of: the view of the table is kept by it. */
  of: string;
}

/** A table of any size: cells are drawn where they are seen and fetched by page; the host puts rows in order. */
export function TableGrid({ summary, place, name, of }: TableGridProps) {
  const { values } = useEditor();
  const { tableViews } = useSession();
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const { columns } = summary;
  const [showStatistics, setShowStatistics] = useState(false);
  const headerHeight = HEADER_HEIGHT + (showStatistics ? STATISTICS_HEIGHT : 0);
  const signature = columns.map((column) => `${column.name} ${column.type}`).join('\n');
  const viewKey = `${place} ${of}`;
  const [kept] = useState(() => keptView(tableViews, viewKey, signature));
  const arrangement = useArrangement(summary.identity, summary.rows, kept?.arrangement ?? PLAIN);
  const { shown, asked, ask } = arrangement;
  const scroll = useGridScroll(host, shown.rows, headerHeight);
  const [selection, setSelection] = useState<GridSelection>(selectCell(0, 0));
  const [menu, setMenu] = useState<number | undefined>(undefined);
  const [detail, setDetail] = useState<{ row: number; column: number } | undefined>(undefined);
  const [filtering, setFiltering] = useState<number | undefined>(undefined);

  const [widths, setWidths] = useState<{ of: string; widths: readonly number[] }>({
    of: kept?.widths === undefined ? '' : signature,
    widths: kept?.widths ?? [],
  });
  const current = widths.of === signature ? widths.widths : undefined;
  useEffect(() => {
    tableViews.set(viewKey, { signature, arrangement: asked, widths: current });
  }, [tableViews, viewKey, signature, asked, current]);
  const starts = useMemo(
    () => columnStarts(current ?? firstWidths(columns, undefined)),
    // biome-ignore lint: the signature stands for the columns
    [current, signature],
  );
  const numberWidth = Math.max(40, formatCount(summary.rows).length * DIGIT + 20);
  const totalWidth = (starts.at(-1) ?? 0) + numberWidth;
  const { first: firstRow, end: endRow } = visibleRows(
    { rows: shown.rows, viewport: scroll.viewport },
    scroll.top,
    OVERSCAN,
  );
  const { first: firstColumn, end: endColumn } = visibleColumns(
    starts,
    scroll.left,
    scroll.left + Math.max(1, scroll.width),
  );
  const seen = useMemo(
    () => ({ firstRow, endRow, firstColumn, endColumn }),
    [firstRow, endRow, firstColumn, endColumn],
  );
  const pages = useGridPages(shown, seen);
  const statistics = useColumnStatistics(summary.identity, shown.arrangement.filter, showStatistics, {
    first: firstColumn,
    end: endColumn,
  });

  // Widths fit the first rows; they are chosen once and stay, whatever comes later.
  useEffect(() => {
    let wanted = true;
    values
      .get('value.page', {
        identity: summary.identity,
        offset: 0,
        limit: 40,
        columns: { first: 0, count: 200 },
      })
      .then(
        (page) => {
          if (wanted)
            setWidths((before) =>
              before.of === signature ? before : { of: signature, widths: firstWidths(columns, page) },
            );
        },
        () => undefined,
      );
    return () => {
      wanted = false;
    };
    // biome-ignore lint: the signature stands for the columns
  }, [values, summary.identity, signature]);

  const focusCell = useCallback(
    (next: GridSelection): void => {
      setSelection(next);
      const { row, column } = next.active;
      if (row >= 0) scroll.seeRow(row);
      scroll.seeColumn(
        (starts[column] ?? 0) + numberWidth,
        (starts[column + 1] ?? 0) + numberWidth,
        numberWidth,
      );
    },
    [scroll.seeRow, scroll.seeColumn, starts, numberWidth],
  );

  // Another order begins at its first row.
  const { seeRow } = scroll;
  useEffect(() => {
    if (shown.arrangement !== PLAIN) seeRow(0);
  }, [shown.arrangement, seeRow]);

  const copy = useCopyCells(shown, columns.length);
  const find = useFind(shown, (cell) => focusCell(selectCell(cell.row, cell.column)));

  const setWidth = (column: number, width: number): void => {
    const base = current ?? firstWidths(columns, undefined);
    setWidths({ of: signature, widths: base.map((before, index) => (index === column ? width : before)) });
  };

  const fit = (column: number): void => {
    const cells: string[] = [];
    for (let row = firstRow; row < endRow; row++) {
      const cell = pages.row(row)?.cell(column);
      if (cell !== undefined) cells.push(typeof cell === 'string' ? cell : JSON.stringify(cell));
    }
    const { name: columnName = '', type = '' } = columns[column] ?? {};
    setWidth(column, fittingWidth(columnName, type, cells));
  };

  const act = (column: number, action: ColumnAction): void => {
    const { sort } = asked;
    switch (action.do) {
      case 'cycle':
        ask({ ...asked, sort: cycleSort(sort, column, action.add) });
        break;
      case 'sort':
        ask({ ...asked, sort: setSort(sort, column, action.descending, action.add) });
        break;
      case 'unsort':
        ask({ ...asked, sort: sort.filter((key) => key.column !== column) });
        break;
      case 'width':
        setWidth(column, action.width);
        break;
      case 'fit':
        fit(column);
        break;
      case 'copy':
        void copy({ firstRow: 0, lastRow: shown.rows - 1, firstColumn: column, lastColumn: column }, true);
        break;
      case 'filter':
        setFiltering(column);
        break;
    }
  };

  const { row: activeRow, column: activeColumn } = selection.active;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const done = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (ctrl && event.key.toLowerCase() === 'c') {
      done();
      void copy(rangeOf(selection), event.shiftKey);
      return;
    }
    if (ctrl && event.key.toLowerCase() === 'f' && place === 'panel') {
      done();
      find.open();
      return;
    }
    if (activeRow < 0 && event.altKey && event.key.startsWith('Arrow')) {
      done();
      const width = (starts[activeColumn + 1] ?? 0) - (starts[activeColumn] ?? 0);
      if (event.key === 'ArrowDown') setMenu(activeColumn);
      else if (event.key === 'ArrowRight') act(activeColumn, { do: 'width', width: width + 20 });
      else if (event.key === 'ArrowLeft') act(activeColumn, { do: 'width', width: Math.max(48, width - 20) });
      return;
    }
    if (event.altKey) return;
    if (event.key === 'Enter') {
      done();
      if (activeRow >= 0) setDetail({ row: activeRow, column: activeColumn });
      else if (isSortable(columns[activeColumn]?.type ?? ''))
        act(activeColumn, { do: 'cycle', add: event.shiftKey });
      return;
    }
    const next = moveSelection(
      selection,
      { key: event.key, ctrl, shift: event.shiftKey },
      { rows: shown.rows, columns: columns.length },
      Math.max(1, Math.floor(scroll.viewport / ROW_HEIGHT) - 1),
    );
    if (next === undefined) return;
    done();
    focusCell(next);
  };

  // A dialog or menu gives the focus back a moment after it has closed; the grid takes it then.
  const focusGrid = (): void => {
    requestAnimationFrame(() => requestAnimationFrame(() => host.current?.focus()));
  };
  const range: GridRange = rangeOf(selection);
  const activeId = activeRow < 0 ? `${id}-h-${activeColumn}` : `${id}-${activeRow}-${activeColumn}`;
  const isActiveDrawn =
    activeColumn >= firstColumn &&
    activeColumn < endColumn &&
    (activeRow < 0 || (activeRow >= firstRow && activeRow < endRow));

  return (
    <div className="table-grid" data-place={place}>
      {place === 'panel' ? (
        <GridToolbar
          name={name}
          total={summary.rows}
          columns={columns}
          arrangement={arrangement}
          find={find}
          showStatistics={showStatistics}
          onStatistics={setShowStatistics}
          onCopy={(withNames) => void copy(rangeOf(selection), withNames)}
          from={selection.active}
        />
      ) : null}
      {pages.problem === undefined ? null : (
        <p className="result-note" role="alert">
          {resultMessages.failed(pages.problem)}
          <button type="button" className="button button-quiet" onClick={pages.retry}>
            {resultMessages.retry}
          </button>
        </p>
      )}
      <div
        ref={host}
        className="grid"
        role="grid"
        tabIndex={0}
        data-testid="result-table"
        data-busy={(shown.arrangement !== asked && arrangement.problem === undefined) || !pages.isCurrent}
        aria-label={`${text.label} ${name}`}
        aria-rowcount={shown.rows + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-activedescendant={isActiveDrawn ? activeId : undefined}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: scroll.height, width: totalWidth }}>
          <div
            role="presentation"
            className="grid-view"
            style={{ height: Math.min(scroll.height, scroll.viewport + headerHeight), width: totalWidth }}
          >
            <div role="row" aria-rowindex={1} className="grid-header" style={{ height: headerHeight }}>
              <div
                role="columnheader"
                aria-colindex={1}
                className="grid-number"
                style={{ width: numberWidth }}
              >
                <span className="visually-hidden">{text.rowNumber}</span>
                <span aria-hidden>#</span>
              </div>
              {columns.slice(firstColumn, endColumn).map((column, index) => {
                const at = firstColumn + index;
                return (
                  <GridHeaderCell
                    // biome-ignore lint: names may come twice
                    key={at}
                    id={`${id}-h-${at}`}
                    column={at}
                    name={column.name}
                    type={column.type}
                    left={(starts[at] ?? 0) + numberWidth}
                    width={(starts[at + 1] ?? 0) - (starts[at] ?? 0)}
                    numeric={isNumeric(column.type)}
                    sort={asked.sort}
                    active={activeRow < 0 && activeColumn === at}
                    menuOpen={menu === at}
                    sortable={isSortable(column.type)}
                    filterable={familyOf(column.type) !== 'other'}
                    statistics={statistics(at)}
                    onAction={act}
                    onMenu={(column, open) => {
                      setMenu(open ? column : undefined);
                      if (!open) focusGrid();
                    }}
                    onFocus={(column) => {
                      setSelection(selectCell(-1, column));
                      host.current?.focus();
                    }}
                  />
                );
              })}
            </div>
            <GridBody
              id={id}
              columns={columns}
              seen={seen}
              starts={starts}
              numberWidth={numberWidth}
              offset={headerHeight - scroll.top}
              range={range}
              active={selection.active}
              row={pages.row}
              onSelect={(row, column, extend) => {
                setSelection((before) =>
                  extend ? { active: { row, column }, anchor: before.anchor } : selectCell(row, column),
                );
              }}
              onSelectRow={(row) =>
                setSelection({ active: { row, column: columns.length - 1 }, anchor: { row, column: 0 } })
              }
              onOpen={(row, column) => setDetail({ row, column })}
            />
          </div>
        </div>
        {shown.rows === 0 ? (
          <p className="grid-none">{summary.rows === 0 ? text.emptyTable : text.noRows}</p>
        ) : null}
      </div>
      {detail === undefined ? null : (
        <CellDetail
          shown={shown}
          cell={detail}
          columnName={columns[detail.column]?.name ?? ''}
          onClose={() => {
            setDetail(undefined);
            focusGrid();
          }}
        />
      )}
      {filtering === undefined ? null : (
        <FilterDialog
          column={columns[filtering] ?? { name: '', type: '' }}
          onClose={() => {
            setFiltering(undefined);
            focusGrid();
          }}
          onApply={(operator, value) => {
            const { name: columnName = '', type = '' } = columns[filtering] ?? {};
            ask({
              ...asked,
              filter: joinConditions(asked.filter, conditionText(columnName, type, operator, value)),
            });
          }}
        />
      )}
    </div>
  );
}
