import { nodeModeSchema } from '@atomiton/contracts';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../editor/EditorContext';
import { setModes, setTimeouts } from '../editor/node-edits';
import { textInputEvents } from '../fields/text-input-events';
import { useDraft } from '../fields/useDraft';
import { messages } from '../messages';
import { useSharedFact } from './useSharedValues';

interface PolicyFormProps {
  ids: readonly string[];
  /** The time limit of the type in milliseconds. */
  timeoutMs: number | undefined;
}

function TimeLimit({ ids, timeoutMs }: PolicyFormProps) {
  const session = useSession();
  const { value, mixed } = useSharedFact(ids, (node) => node.timeoutMs);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const draft = useDraft(value === undefined ? '' : String(value / 1000), (text) => {
    const seconds = Number(text.trim().replace(',', '.'));
    if (text.trim() !== '' && !(seconds > 0 && Number.isFinite(seconds))) {
      setProblem(messages.inspector.timeoutProblem(text));
      return false;
    }
    setProblem(undefined);
    setTimeouts(session, ids, text.trim() === '' ? undefined : seconds * 1000);
    return undefined;
  });
  const own = timeoutMs === undefined ? messages.inspector.timeoutDefault : String(timeoutMs / 1000);
  const id = `timeout-${ids[0] ?? ''}`;
  const shown = draft.pending ? problem : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{messages.inspector.timeout}</label>
      <div className="input" data-invalid={shown !== undefined}>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          placeholder={mixed ? messages.fields.mixed : own}
          aria-invalid={shown !== undefined}
          aria-describedby={`${id}-help`}
          autoComplete="off"
          {...textInputEvents(draft)}
        />
        <span className="input-unit">s</span>
      </div>
      {shown === undefined ? null : (
        <p className="field-error" role="alert">
          {shown}
        </p>
      )}
      <p className="field-help" id={`${id}-help`}>
        {messages.inspector.timeoutHelp}
      </p>
    </div>
  );
}

function Mode({ ids }: { ids: readonly string[] }) {
  const session = useSession();
  const { value, mixed } = useSharedFact(ids, (node) => node.mode);
  const id = `mode-${ids[0] ?? ''}`;
  return (
    <div className="field">
      <label htmlFor={id}>{messages.inspector.mode}</label>
      <div className="input input-select input-ui">
        <select
          id={id}
          value={mixed ? '' : value}
          onChange={(event) => setModes(session, ids, nodeModeSchema.parse(event.target.value))}
        >
          {mixed ? <option value="">{messages.fields.mixed}</option> : null}
          {nodeModeSchema.options.map((mode) => (
            <option key={mode} value={mode}>
              {messages.inspector.modes[mode]}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden size={14} />
      </div>
    </div>
  );
}

/** How nodes are run: whether, and for how long at most. */
export function PolicyForm({ ids, timeoutMs }: PolicyFormProps) {
  return (
    <div className="form">
      <TimeLimit ids={ids} timeoutMs={timeoutMs} />
      <Mode ids={ids} />
    </div>
  );
}
