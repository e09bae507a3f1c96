import { type JsonValue, parameterProblem } from '@atomiton/contracts';
import { Link2 } from 'lucide-react';
import { memo } from 'react';
import { shownText } from '../document/shown-text';
import { messages } from '../messages';
import { formatParameter } from '../results/format';
import type { NodeRow } from './node-geometry';

function ParameterRow({
  row,
  value,
}: {
  row: Extract<NodeRow, { kind: 'parameter' }>;
  value: JsonValue | undefined;
}) {
  const { spec, fed } = row;
  const shown = value ?? spec.default;
  const problem = fed ? undefined : parameterProblem(spec, value);
  const choice = spec.choices?.find((option) => JSON.stringify(option.value) === JSON.stringify(shown));
  const isPath = spec.widget === 'file' || spec.widget === 'folder' || spec.type === 'file';
  const empty = shown === '' || shown === null || (Array.isArray(shown) && shown.length === 0);
  const text = shownText(
    choice?.label ??
      (empty ? (spec.required ? messages.inspector.required : '–') : formatParameter(shown, isPath)),
  );
  return (
    <div className="node-row">
      <span className="node-label">{shownText(spec.label)}</span>
      {fed ? (
        <span className="node-value" data-fed>
          <Link2 aria-hidden size={11} />
        </span>
      ) : (
        <span
          className="node-value"
          data-wrong={problem !== undefined}
          data-empty={empty}
          title={problem === undefined ? text : shownText(problem)}
        >
          {text}
          {spec.unit === undefined || empty ? '' : ` ${spec.unit}`}
        </span>
      )}
    </div>
  );
}

/** Ports and prominent parameters, one row each. */
export const NodeRows = memo(function NodeRows({
  rows,
  parameters,
}: {
  rows: readonly NodeRow[];
  parameters: Readonly<Record<string, JsonValue>>;
}) {
  return (
    <div className="node-rows">
      {rows.map((row, index) =>
        row.kind === 'parameter' ? (
          <ParameterRow key={row.spec.name} row={row} value={parameters[row.spec.name]} />
        ) : (
          // biome-ignore lint: the row's number is its identity
          <div className="node-row" key={`ports-${String(index)}`}>
            <span className="node-label">
              {shownText(row.input?.label ?? row.input?.name ?? '')}
              {row.input?.required === true ? (
                <abbr className="node-required" title={messages.inspector.required}>
                  *
                </abbr>
              ) : null}
            </span>
            <span className="node-label">{row.output?.label ?? row.output?.name}</span>
          </div>
        ),
      )}
    </div>
  );
});
