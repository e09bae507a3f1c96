import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { textInputEvents } from './text-input-events';
import { useDraft } from './useDraft';

/** One line of text. */
export function TextField({ id, spec, value, mixed, invalid, describedBy, draftKey, onChange }: FieldProps) {
  const draft = useDraft(asText(value), onChange, draftKey);
  return (
    <div className="input" data-invalid={invalid}>
      <input
        id={id}
        type="text"
        placeholder={mixed ? messages.fields.mixed : spec.placeholder}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        spellCheck={false}
        autoComplete="off"
        {...textInputEvents(draft)}
      />
      {spec.unit === undefined ? null : <span className="input-unit">{spec.unit}</span>}
    </div>
  );
}
