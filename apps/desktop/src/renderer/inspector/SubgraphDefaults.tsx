import {
  type JsonValue,
  type ParameterSpec,
  parameterProblem,
  type SubgraphInput,
} from '@atomiton/contracts';
import { RotateCcw } from 'lucide-react';
import { ParameterWidget } from '../fields/ParameterWidget';
import type { Words } from '../fields/words';
import { messages } from '../messages';

const text = messages.subgraphs.inspector;
const noWords = (): Promise<Words> => Promise.resolve({ columns: undefined, names: [] });

interface SubgraphDefaultsProps {
  subgraphId: string;
  /** The parameters of the instances: each stands for an input of the interface. */
  specs: readonly ParameterSpec[];
  inputs: Readonly<Record<string, SubgraphInput>>;
  /** Undefined lets the value of the inner node be the default again. */
  onDefault: (name: string, value: JsonValue | undefined) => void;
}

/** What the parameters of a subgraph are in an instance that sets none of them. */
export function SubgraphDefaults({ subgraphId, specs, inputs, onDefault }: SubgraphDefaultsProps) {
  if (specs.length === 0) return null;
  return (
    <section className="subgraph-defaults" aria-label={text.defaults}>
      <h2 className="section-heading">{text.defaults}</h2>
      <p className="field-help">{text.defaultsHelp}</p>
      {specs.map((spec) => {
        const id = `default-${subgraphId}-${spec.name}`;
        const own = inputs[spec.name]?.default;
        const problem = parameterProblem(spec, own);
        return (
          <div className="field" key={spec.name} data-default={spec.name}>
            <div className="field-head">
              <label htmlFor={id}>{text.defaultOf(spec.name)}</label>
              {own === undefined ? null : (
                <button
                  type="button"
                  className="icon-button field-action field-reset"
                  aria-label={text.resetDefault(spec.name)}
                  title={text.resetDefault(spec.name)}
                  onClick={() => onDefault(spec.name, undefined)}
                >
                  <RotateCcw aria-hidden size={12} />
                </button>
              )}
            </div>
            <ParameterWidget
              id={id}
              spec={spec}
              value={own ?? spec.default}
              mixed={false}
              invalid={problem !== undefined}
              describedBy={problem === undefined ? undefined : `${id}-error`}
              draftKey={undefined}
              words={noWords}
              onChange={(value) => onDefault(spec.name, value)}
            />
            {problem === undefined ? null : (
              <p className="field-error" id={`${id}-error`} role="alert">
                {problem}
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}
