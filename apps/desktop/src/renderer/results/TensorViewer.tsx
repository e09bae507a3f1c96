import type { TensorSummary, ValueSummary } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { useEffect, useId, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { resultMessages } from '../messages-results';
import { formatCount, formatNumber } from './format';
import { Histogram } from './Histogram';
import { runJob } from './run-job';
import { useLoaded } from './useLoaded';

const text = resultMessages.tensor;
const SLICE_ROWS = 60;
const SLICE_COLUMNS = 40;
const PICTURE = 512;

type Tensor = Extract<ValueSummary, { kind: 'tensor' }>;

function useTensorSummary(identity: string) {
  const { client } = useEditor();
  const [state, setState] = useState<{ summary?: TensorSummary; progress?: number; problem?: string }>({});
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    runJob(
      client,
      'value.tensor',
      { identity },
      {
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) setState((before) => (before.summary === undefined ? { progress } : before));
        },
      },
    ).then(
      (summary) => {
        if (!signal.aborted) setState({ summary });
      },
      (thrown: unknown) => {
        if (!signal.aborted) setState({ problem: toErrorData(thrown).message });
      },
    );
    return () => controller.abort();
  }, [client, identity]);
  return state;
}

function Facts({ summary, tensor }: { summary: TensorSummary | undefined; tensor: Tensor }) {
  const facts: [string, string][] = [
    [text.type, tensor.dtype],
    [text.shape, tensor.shape.length === 0 ? '[]' : tensor.shape.join(' × ')],
    [text.elements, formatCount(tensor.shape.reduce((product, length) => product * length, 1))],
    [text.least, summary?.min ?? '–'],
    [text.greatest, summary?.max ?? '–'],
    [text.mean, summary?.mean === undefined ? '–' : formatNumber(summary.mean)],
    [text.deviation, summary?.deviation === undefined ? '–' : formatNumber(summary.deviation)],
    [text.nans, summary === undefined ? '–' : formatCount(summary.nans)],
    [text.infinities, summary === undefined ? '–' : formatCount(summary.infinities)],
  ];
  return (
    <dl className="facts" data-testid="tensor-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Slice({ tensor, index, asPicture }: { tensor: Tensor; index: number[]; asPicture: boolean }) {
  const { values } = useEditor();
  const { identity } = tensor;
  const key = `${identity} ${index.join(' ')}`;
  const numbers = useLoaded(asPicture ? undefined : key, () =>
    values.get('value.slice', {
      identity,
      index,
      rows: { first: 0, count: SLICE_ROWS },
      columns: { first: 0, count: SLICE_COLUMNS },
    }),
  );
  const picture = useLoaded(asPicture ? key : undefined, () =>
    values.get('value.slicePicture', { identity, index, maxSize: PICTURE }),
  );
  if (asPicture) {
    if (picture.state !== 'ready') return <p className="result-note">{resultMessages.loading}</p>;
    return (
      <img
        className="tensor-picture"
        src={`data:image/png;base64,${picture.value.pngBase64}`}
        alt={text.picture}
        width={picture.value.width}
        height={picture.value.height}
      />
    );
  }
  if (numbers.state === 'failed')
    return <p className="result-note">{resultMessages.failed(numbers.message)}</p>;
  if (numbers.state === 'loading') return <p className="result-note">{resultMessages.loading}</p>;
  const { rows, totalRows, totalColumns } = numbers.value;
  const cut = totalRows > rows.length || totalColumns > (rows[0]?.length ?? 0);
  return (
    // biome-ignore lint: it is scrolled by key
    <div className="tensor-slice" tabIndex={0} role="region" aria-label={text.slice}>
      <table data-testid="tensor-slice">
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint: the place is the identity
            <tr key={at}>
              <th scope="row">{at}</th>
              {row.map((cell, column) => (
                // biome-ignore lint: the place is the identity
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {cut ? (
        <p className="result-note">
          {formatCount(rows.length)} × {formatCount(rows[0]?.length ?? 0)} / {formatCount(totalRows)} ×{' '}
          {formatCount(totalColumns)}
        </p>
      ) : null}
    </div>
  );
}

/** A tensor in a few numbers, how it is spread, and its slices as numbers or as a picture. */
export function TensorViewer({ tensor }: { tensor: Tensor }) {
  const id = useId();
  const { summary, progress, problem } = useTensorSummary(tensor.identity);
  const outer = tensor.shape.slice(0, Math.max(0, tensor.shape.length - 2));
  const [index, setIndex] = useState<number[]>([]);
  const [asPicture, setAsPicture] = useState(false);
  const chosen = outer.map((length, axis) => Math.max(0, Math.min(length - 1, index[axis] ?? 0)));
  const empty = tensor.shape.some((length) => length === 0);
  return (
    <div className="tensor-viewer">
      <div className="tensor-summary">
        <Facts summary={summary} tensor={tensor} />
        {summary === undefined || summary.bins.length === 0 ? null : (
          <Histogram bins={summary.bins} label={text.spread} />
        )}
        {progress === undefined ? null : (
          <p className="result-note" role="status">
            {text.working(Math.floor(progress * 100))}
          </p>
        )}
        {problem === undefined ? null : <p className="result-note">{resultMessages.failed(problem)}</p>}
      </div>
      {empty ? null : (
        <div className="tensor-slices">
          <div className="tensor-axes">
            {outer.map((length, axis) => (
              // biome-ignore lint: the axis is the identity
              <label key={axis} htmlFor={`${id}-${axis}`}>
                {text.axis(axis, length)}
                <span className="input">
                  <input
                    id={`${id}-${axis}`}
                    type="number"
                    min={0}
                    max={length - 1}
                    value={chosen[axis] ?? 0}
                    onChange={(event) =>
                      setIndex(
                        chosen.map((at, other) =>
                          other === axis ? Math.floor(Number(event.target.value) || 0) : at,
                        ),
                      )
                    }
                  />
                </span>
              </label>
            ))}
            <div className="port-picker" role="radiogroup" aria-label={text.slice}>
              {[false, true].map((picture) => (
                <button
                  key={String(picture)}
                  type="button"
                  role="radio"
                  aria-checked={picture === asPicture}
                  onClick={() => setAsPicture(picture)}
                >
                  {picture ? text.asPicture : text.asTable}
                </button>
              ))}
            </div>
          </div>
          <Slice tensor={tensor} index={chosen} asPicture={asPicture} />
        </div>
      )}
    </div>
  );
}
