import { type ParameterSpec, parameterProblem } from '@atomiton/contracts';
import { RotateCcw } from 'lucide-react';
import { memo } from 'react';
import { useSession } from '../editor/EditorContext';
import { setParameters } from '../editor/node-edits';
import { ParameterWidget } from '../fields/ParameterWidget';
import { messages } from '../messages';
import { ConnectMenu } from './ConnectMenu';
import { ExposeButton } from './ExposeButton';
import { FedBy } from './FedBy';
import { useFeeds, useSharedParameter } from './useSharedValues';
import { useWords } from './useWords';

interface ParameterFieldProps {
  /** The nodes edited together, all of which have the parameter. */
  ids: readonly string[];
  spec: ParameterSpec;
}

/** One parameter: label above, control, error below in words; or the edge that feeds it. */
export const ParameterField = memo(function ParameterField({ ids, spec }: ParameterFieldProps) {
  const session = useSession();
  const feeds = useFeeds(ids, spec.name);
  const free = ids.filter((_, index) => feeds[index] === undefined);
  const { value, mixed, set } = useSharedParameter(free.length > 0 ? free : ids, spec.name, spec.default);
  const [only] = ids.length === 1 ? ids : [];
  const [from] = feeds;
  const words = useWords(ids[0], spec);
  const fed = free.length === 0;
  const received = fed || mixed ? undefined : parameterProblem(spec, value);
  // A field nobody has filled in yet is no mistake: it says that it has to be filled in.
  const missing = received !== undefined && value === undefined;
  const problem = missing ? undefined : received;
  const control = `field-${ids[0] ?? ''}-${spec.name}`;
  const errorId = `${control}-error`;
  const helpId = `${control}-help`;
  const described = [problem === undefined ? '' : errorId, spec.description === undefined ? '' : helpId]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div className="field" data-parameter={spec.name}>
      <div className="field-head">
        <label
          htmlFor={control}
          onClick={() => document.querySelector<HTMLElement>(`.code-host#${CSS.escape(control)}`)?.focus()}
        >
          {spec.label}
        </label>
        {missing ? <span className="field-missing">{messages.inspector.required}</span> : null}
        {only !== undefined && spec.connectable && !fed ? <ConnectMenu node={only} spec={spec} /> : null}
        {only !== undefined && spec.connectable && !fed ? <ExposeButton node={only} spec={spec} /> : null}
        {set && !fed ? (
          <button
            type="button"
            className="icon-button field-action field-reset"
            aria-label={messages.inspector.reset(spec.label)}
            title={messages.inspector.reset(spec.label)}
            onClick={() => setParameters(session, free, spec.name, undefined)}
          >
            <RotateCcw aria-hidden size={12} />
          </button>
        ) : null}
      </div>
      {fed ? (
        only !== undefined && from !== undefined ? (
          <FedBy label={spec.label} target={`${only}.${spec.name}`} from={from} />
        ) : (
          <p className="field-fed field-fed-all">{messages.inspector.fedAll}</p>
        )
      ) : (
        <ParameterWidget
          id={control}
          spec={spec}
          value={mixed ? null : (value ?? spec.default)}
          mixed={mixed}
          invalid={problem !== undefined}
          describedBy={described === '' ? undefined : described}
          draftKey={only === undefined ? undefined : `${only}.${spec.name}`}
          words={words}
          onChange={(next) => setParameters(session, free, spec.name, next)}
        />
      )}
      {problem === undefined ? null : (
        <p className="field-error" id={errorId} role="alert">
          {problem}
        </p>
      )}
      {!fed && free.length < ids.length ? (
        <p className="field-help">{messages.inspector.fedSome(ids.length - free.length, ids.length)}</p>
      ) : null}
      {spec.description === undefined ? null : (
        <p className="field-help" id={helpId}>
          {spec.description}
        </p>
      )}
    </div>
  );
});
