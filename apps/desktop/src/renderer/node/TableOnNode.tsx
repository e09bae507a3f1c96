import type { ValueSummary } from '@atomiton/contracts';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { formatCell } from '../results/format';
import { useLoaded } from '../results/useLoaded';
import { PAGE_ROWS } from '../results/useTablePages';

const ROWS = 4;
const COLUMNS = 3;

/** The first rows and columns of a table, as much as a node has room for. */
export function TableOnNode({ summary }: { summary: Extract<ValueSummary, { kind: 'table' }> }) {
  const { values } = useEditor();
  const loaded = useLoaded(summary.identity, () => values.page(summary.identity, 0, PAGE_ROWS));
  const columns = summary.columns.slice(0, COLUMNS);
  if (loaded.state !== 'ready')
    return <span className="display-value">{messages.node.rows(summary.rows)}</span>;
  return (
    <table className="display-table">
      <thead>
        <tr>
          {columns.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {loaded.value.rows.slice(0, ROWS).map((row, index) => (
          // biome-ignore lint: rows have no other identity
          <tr key={index}>
            {columns.map(({ name }, column) => (
              <td key={name}>{formatCell(row[column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
