import type { ValueSummary } from '@atomiton/contracts';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { formatCell } from './format';
import { useLoaded } from './useLoaded';

interface TableBriefProps {
  summary: Extract<ValueSummary, { kind: 'table' }>;
  rows: number;
  columns: number;
}

/** The first rows and columns of a table. */
export function TableBrief({ summary, rows, columns }: TableBriefProps) {
  const { values } = useEditor();
  const { identity } = summary;
  const loaded = useLoaded(`${identity} ${rows} ${columns}`, () =>
    values.get('value.page', { identity, offset: 0, limit: rows, columns: { first: 0, count: columns } }),
  );
  if (loaded.state !== 'ready')
    return <span className="display-value">{messages.node.rows(summary.rows)}</span>;
  return (
    <table className="display-table">
      <thead>
        <tr>
          {loaded.value.columns.map(({ name }, column) => (
            // biome-ignore lint: names may come twice
            <th key={column} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {loaded.value.rows.map((row, index) => (
          // biome-ignore lint: rows have no other identity
          <tr key={index}>
            {row.map((cell, column) => (
              // biome-ignore lint: names may come twice
              <td key={column}>{formatCell(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
