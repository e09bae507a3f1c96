import { ChevronDown } from 'lucide-react';
import { messages } from '../messages';
import { ChoiceField } from './ChoiceField';
import { asText, type FieldProps } from './field-props';

/** From this number on a list is searched, not read. */
const MANY = 12;

/** One of the choices; a value that is none of them stays visible until another is chosen. */
export function SelectField(props: FieldProps) {
  const { id, spec, value, mixed, invalid, describedBy, onChange } = props;
  const choices = spec.choices ?? [];
  if (choices.length > MANY) return <ChoiceField {...props} />;
  const current = JSON.stringify(value);
  const known = !mixed && choices.some((choice) => JSON.stringify(choice.value) === current);
  return (
    <div className="input input-select" data-invalid={invalid}>
      <select
        id={id}
        value={current}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={(event) => {
          const chosen = choices.find((choice) => JSON.stringify(choice.value) === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {known ? null : (
          <option value={current}>
            {mixed ? messages.fields.mixed : messages.fields.notAChoice(asText(value))}
          </option>
        )}
        {choices.map((choice) => (
          <option key={JSON.stringify(choice.value)} value={JSON.stringify(choice.value)}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={14} />
    </div>
  );
}
