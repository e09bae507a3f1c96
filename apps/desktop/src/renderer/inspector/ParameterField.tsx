import { type JsonValue, type ParameterSpec, parameterProblem } from '@atomiton/contracts';
import { Link2, RotateCcw, X } from 'lucide-react';
import { memo } from 'react';
import { useDocument, useSession } from '../editor/EditorContext';
import { setParameter } from '../editor/edits';
import { ParameterWidget } from '../fields/ParameterWidget';
import { messages } from '../messages';

interface ParameterFieldProps {
  id: string;
  spec: ParameterSpec;
  /** As the document has it; undefined where the default applies. */
  value: JsonValue | undefined;
}

/** One parameter: label above, control, error below in words; or the edge that feeds it. */
export const ParameterField = memo(function ParameterField({ id, spec, value }: ParameterFieldProps) {
  const session = useSession();
  const target = `${id}.${spec.name}`;
  const fedBy = useDocument((state) => state.blueprint.edges[target]?.from);
  const received = fedBy === undefined ? parameterProblem(spec, value) : undefined;
  // A field nobody has filled in yet is no mistake: it says that it has to be filled in.
  const missing = received !== undefined && value === undefined;
  const problem = missing ? undefined : received;
  const control = `field-${id}-${spec.name}`;
  const errorId = `${control}-error`;
  const helpId = `${control}-help`;
  const described = [problem === undefined ? '' : errorId, spec.description === undefined ? '' : helpId]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div className="field" data-parameter={spec.name}>
      <div className="field-head">
        <label htmlFor={control}>{spec.label}</label>
        {missing ? <span className="field-missing">{messages.inspector.required}</span> : null}
        {value === undefined || fedBy !== undefined ? null : (
          <button
            type="button"
            className="icon-button field-reset"
            aria-label={messages.inspector.reset(spec.label)}
            title={messages.inspector.reset(spec.label)}
            onClick={() => setParameter(session, id, spec.name, undefined)}
          >
            <RotateCcw aria-hidden size={12} />
          </button>
        )}
      </div>
      {fedBy === undefined ? (
        <ParameterWidget
          id={control}
          spec={spec}
          value={value ?? spec.default}
          invalid={problem !== undefined}
          describedBy={described === '' ? undefined : described}
          onChange={(next) => setParameter(session, id, spec.name, next)}
        />
      ) : (
        <div className="field-fed">
          <Link2 aria-hidden size={13} />
          <span>{messages.inspector.fed(fedBy)}</span>
          <button
            type="button"
            className="icon-button"
            aria-label={messages.inspector.disconnect(spec.label)}
            onClick={() => session.edit(messages.edits.disconnect, [{ op: 'disconnect', to: target }])}
          >
            <X aria-hidden size={13} />
          </button>
        </div>
      )}
      {problem === undefined ? null : (
        <p className="field-error" id={errorId} role="alert">
          {problem}
        </p>
      )}
      {spec.description === undefined ? null : (
        <p className="field-help" id={helpId}>
          {spec.description}
        </p>
      )}
    </div>
  );
});
