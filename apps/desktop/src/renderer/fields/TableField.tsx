import type { JsonValue } from '@atomiton/contracts';
import { Columns3, Plus, X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { messages } from '../messages';
import { CodeField } from './CodeField';
import { asText, type FieldProps } from './field-props';
import { MixedField } from './MixedField';
import {
  cellOf,
  fixedColumns,
  freshColumn,
  type Grid,
  gridOf,
  parseSpreadsheet,
  pasteInto,
  valueOf,
} from './table-grid';
import { useDraft } from './useDraft';

interface CellProps {
  label: string;
  row: number;
  column: number;
  value: JsonValue;
  type: string | undefined;
  onChange: (value: JsonValue) => void;
  onPaste: (block: string[][]) => void;
  /** Moves the focus by rows; false where there is none. */
  onMove: (rows: number) => void;
}

function Cell({ label, row, column, value, type, onChange, onPaste, onMove }: CellProps) {
  const draft = useDraft(asText(value), (text) => onChange(cellOf(text, type)));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') draft.revert();
    const rows = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (rows === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    draft.commit();
    onMove(rows);
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    draft.revert();
    onPaste(parseSpreadsheet(text));
  };
  return (
    <input
      type="text"
      aria-label={label}
      data-cell={`${String(row)}.${String(column)}`}
      value={draft.text}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => draft.change(event.target.value)}
      onBlur={draft.commit}
      onKeyDown={onKeyDown}
      onPaste={paste}
    />
  );
}

function ColumnName({
  name,
  label,
  onChange,
}: {
  name: string;
  label: string;
  onChange: (name: string) => void;
}) {
  const draft = useDraft(name, (text) => onChange(text.trim()));
  return (
    <input
      type="text"
      aria-label={label}
      value={draft.text}
      spellCheck={false}
      onChange={(event) => draft.change(event.target.value)}
      onBlur={draft.commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') draft.commit();
        if (event.key === 'Escape') draft.revert();
      }}
    />
  );
}

/** A small table: cells are typed or pasted from a spreadsheet, rows and columns are added and removed. */
export function TableField(props: FieldProps) {
  const { id, spec, value, mixed, describedBy, onChange } = props;
  const table = useRef<HTMLTableElement>(null);
  /** The cell that has the focus once it is drawn. */
  const focus = useRef<string | undefined>(undefined);
  const goTo = (cell: string): void => {
    const input = table.current?.querySelector<HTMLInputElement>(`[data-cell="${cell}"]`);
    input?.focus();
    input?.select();
  };
  useEffect(() => {
    if (focus.current === undefined) return;
    goTo(focus.current);
    focus.current = undefined;
  });
  if (mixed) return <MixedField {...props} />;
  const fixed = fixedColumns(spec);
  const grid = gridOf(value, fixed, messages.fields.mapColumns);
  if (grid === undefined) return <CodeField {...props} language="json" />;
  const { columns, cells, shape } = grid;
  const put = (change: Partial<Grid>): void => onChange(valueOf({ ...grid, ...change }));
  const typeOf = (column: string): string | undefined =>
    shape === 'map' && column === columns[0]
      ? 'string'
      : spec.columns?.find((known) => known.name === column)?.type;
  const labelOf = (column: string): string =>
    spec.columns?.find((known) => known.name === column)?.label ?? column;
  const free = shape !== 'map' && fixed.length === 0;
  const move =
    (row: number, column: number) =>
    (rows: number): void => {
      const next = row + rows;
      if (next >= 0 && next < cells.length) goTo(`${String(next)}.${String(column)}`);
    };
  const addRow = (): void => {
    focus.current = `${String(cells.length)}.0`;
    if (shape === 'map') {
      const taken = new Set(cells.map(([key]) => String(key)));
      let number = cells.length + 1;
      while (taken.has(`name${String(number)}`)) number++;
      put({ cells: [...cells, [`name${String(number)}`, '']] });
    } else if (columns.length === 0) put({ columns: [freshColumn([], shape)], cells: [['']] });
    else put({ cells: [...cells, columns.map(() => null)] });
  };
  return (
    <div className="table-field" id={id} role="group" aria-label={spec.label} aria-describedby={describedBy}>
      {columns.length === 0 ? null : (
        <div className="table-scroll">
          <table ref={table}>
            <thead>
              <tr>
                {columns.map((column, index) => (
                  // biome-ignore lint: a column is known by its place while it is renamed
                  <th key={index} scope="col">
                    {free && shape === 'records' ? (
                      <ColumnName
                        name={column}
                        label={messages.fields.columnName(spec.label, index + 1)}
                        onChange={(name) => {
                          if (name === '' || columns.includes(name)) return;
                          put({ columns: columns.map((old, place) => (place === index ? name : old)) });
                        }}
                      />
                    ) : (
                      labelOf(column)
                    )}
                    {free ? (
                      <button
                        type="button"
                        className="table-remove"
                        aria-label={messages.fields.removeColumn(spec.label, column)}
                        onClick={() =>
                          put({
                            columns: columns.filter((_, place) => place !== index),
                            cells: cells.map((row) => row.filter((_, place) => place !== index)),
                          })
                        }
                      >
                        <X aria-hidden size={11} />
                      </button>
                    ) : null}
                  </th>
                ))}
                <th aria-hidden />
              </tr>
            </thead>
            <tbody>
              {cells.map((cellsOfRow, row) => (
                // biome-ignore lint: a row is known by its place
                <tr key={`${String(row)}/${String(cells.length)}`}>
                  {columns.map((column, index) => (
                    // biome-ignore lint: a cell is known by its place
                    <td key={index}>
                      <Cell
                        label={messages.fields.cell(labelOf(column), row + 1)}
                        row={row}
                        column={index}
                        value={cellsOfRow[index] ?? null}
                        type={typeOf(column)}
                        onChange={(cell) =>
                          put({
                            cells: cells.map((old, y) =>
                              y === row
                                ? columns.map((_, x) => (x === index ? cell : (old[x] ?? null)))
                                : old,
                            ),
                          })
                        }
                        onPaste={(block) => onChange(valueOf(pasteInto(grid, row, index, block, typeOf)))}
                        onMove={move(row, index)}
                      />
                    </td>
                  ))}
                  <td>
                    <button
                      type="button"
                      className="table-remove"
                      aria-label={messages.fields.removeRow(spec.label, row + 1)}
                      onClick={() => put({ cells: cells.filter((_, place) => place !== row) })}
                    >
                      <X aria-hidden size={11} />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="table-actions">
        <button
          type="button"
          className="button button-quiet"
          aria-label={messages.fields.addRowLabel(spec.label)}
          onClick={addRow}
        >
          <Plus aria-hidden size={14} />
          {messages.fields.addRow}
        </button>
        {free ? (
          <button
            type="button"
            className="button button-quiet"
            aria-label={messages.fields.addColumnLabel(spec.label)}
            onClick={() =>
              put({
                columns: [...columns, freshColumn(columns, shape)],
                cells: (cells.length === 0 ? [[]] : cells).map((row) => [...row, '']),
              })
            }
          >
            <Columns3 aria-hidden size={14} />
            {messages.fields.addColumn}
          </button>
        ) : null}
      </div>
    </div>
  );
}
