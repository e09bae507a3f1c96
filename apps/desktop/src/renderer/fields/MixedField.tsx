import { messages } from '../messages';
import type { FieldProps } from './field-props';

/** Stands for an editor of several lines where the nodes edited together differ: it begins with the default. */
export function MixedField({ id, spec, onChange }: FieldProps) {
  return (
    <div className="field-mixed" id={id} role="group" aria-label={spec.label}>
      <span>{messages.fields.mixed}</span>
      <button type="button" className="button button-quiet" onClick={() => onChange(spec.default)}>
        {messages.fields.setForAll}
      </button>
    </div>
  );
}
