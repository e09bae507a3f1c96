import { useState } from 'react';
import { levelKey, runPrefix } from '../document/levels';
import { useDocument, useEditor, useNodeRun } from '../editor/EditorContext';
import { messages } from '../messages';
import { resultMessages } from '../messages-results';
import { formatAgo, formatSummary } from '../results/format';
import { ValueView } from '../results/ValueView';
import { RunErrorView } from './RunErrorView';

/** What a node gave last: its error, and the value of the chosen output. */
export function OutputSection({ id, compact = false }: { id: string; compact?: boolean }) {
  const editor = useEditor();
  const run = useNodeRun(id);
  const path = useDocument(({ level }) => `${runPrefix(level) ?? levelKey(level)}${id}`);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const outputs = run?.outputs ?? run?.previous?.outputs;
  const ports = Object.keys(outputs ?? {});
  const port = chosen !== undefined && ports.includes(chosen) ? chosen : ports[0];
  const summary = port === undefined ? undefined : outputs?.[port];
  const previous = run?.outputs === undefined && run?.previous !== undefined;
  const busy = run?.state === 'waiting' || run?.state === 'ready' || run?.state === 'running';
  if (compact && summary === undefined && run?.error === undefined) return null;
  return (
    <section className="output" aria-label={messages.inspector.lastOutput}>
      {run?.error === undefined ? null : <RunErrorView error={run.error} />}
      {summary === undefined ? (
        run?.error === undefined ? (
          <p className="form-empty">{busy ? messages.inspector.noOutputYet : messages.inspector.noOutput}</p>
        ) : null
      ) : (
        <>
          <h2 className="output-heading">
            {previous ? messages.inspector.previousOutput : messages.inspector.lastOutput} ·{' '}
            {formatSummary(summary)}
            {previous && run?.previous !== undefined ? (
              <span className="output-age">{formatAgo(editor.now() - run.previous.finishedAtMs)}</span>
            ) : null}
          </h2>
          {ports.length > 1 ? (
            <div className="port-picker" role="radiogroup" aria-label={resultMessages.port}>
              {ports.map((name) => (
                <button
                  key={name}
                  type="button"
                  role="radio"
                  aria-checked={name === port}
                  onClick={() => setChosen(name)}
                >
                  {name}
                </button>
              ))}
            </div>
          ) : null}
          <ValueView key={`${id} ${port}`} summary={summary} place="inspector" of={`${path} ${port}`} />
        </>
      )}
    </section>
  );
}
