import type { JsonValue, ValueSummary } from '@atomiton/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { messages } from '../messages';
import { formatCell, formatCount } from './format';
import { PAGE_ROWS, useTablePages } from './useTablePages';

const ROW = 22;
const NUMERIC = /^(u?int|float|double|decimal)/i;
/** Browsers cannot scroll further than some millions of pixels: beyond this the end is reached in larger steps. */
const MAX_ROWS = 500_000;
const INSPECTOR_COLUMNS = 60;

interface TableViewProps {
  summary: Extract<ValueSummary, { kind: 'table' }>;
  place: 'inspector' | 'panel';
}

function Cell({ value, type }: { value: JsonValue | undefined; type: string }) {
  const text = formatCell(value);
  return (
    <td data-numeric={NUMERIC.test(type)} data-null={value === null} title={text}>
      {text}
    </td>
  );
}

/** A table of any size: rows are drawn where they are seen and fetched by page. */
export function TableView({ summary, place }: TableViewProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const { row, ask, problem } = useTablePages(summary.identity);
  const count = Math.min(summary.rows, MAX_ROWS);
  const columns = summary.columns.slice(0, place === 'inspector' ? INSPECTOR_COLUMNS : undefined);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const firstPage = Math.floor((items[0]?.index ?? 0) / PAGE_ROWS);
  const lastPage = Math.floor((items.at(-1)?.index ?? 0) / PAGE_ROWS);
  useEffect(() => {
    for (let page = firstPage; page <= lastPage; page++) ask(page);
  }, [ask, firstPage, lastPage]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div className="table-view" data-place={place}>
      {problem === undefined ? null : <p className="result-note">{messages.result.failed(problem)}</p>}
      <div
        className="table-scroll"
        ref={scroll}
        tabIndex={0}
        role="region"
        aria-label={messages.result.table}
      >
        <table data-testid="result-table" aria-rowcount={summary.rows + 1}>
          <thead>
            <tr>
              <th className="table-number" scope="col">
                #
              </th>
              {columns.map(({ name, type }) => (
                <th key={name} scope="col" title={`${name}: ${type}`} data-numeric={NUMERIC.test(type)}>
                  {name}
                  <span>{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <tr style={{ height: above }} aria-hidden /> : null}
            {items.map(({ index }) => {
              const values = row(index);
              return (
                <tr key={index} aria-rowindex={index + 2} style={{ height: ROW }}>
                  <th className="table-number" scope="row">
                    {formatCount(index + 1)}
                  </th>
                  {columns.map(({ name, type }, column) =>
                    values === undefined ? (
                      <td key={name} className="table-loading" />
                    ) : (
                      <Cell key={name} value={values[column]} type={type} />
                    ),
                  )}
                </tr>
              );
            })}
            {below > 0 ? <tr style={{ height: below }} aria-hidden /> : null}
          </tbody>
        </table>
      </div>
      {place === 'panel' ? (
        <p className="table-foot">{messages.result.rows(summary.rows, summary.columns.length)}</p>
      ) : null}
    </div>
  );
}
