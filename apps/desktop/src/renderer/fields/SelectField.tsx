import { ChevronDown } from 'lucide-react';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';

/** One of the choices; a value that is none of them stays visible until another is chosen. */
export function SelectField({ id, spec, value, invalid, describedBy, onChange }: FieldProps) {
  const choices = spec.choices ?? [];
  const current = JSON.stringify(value);
  const known = choices.some((choice) => JSON.stringify(choice.value) === current);
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
        {known ? null : <option value={current}>{messages.fields.notAChoice(asText(value))}</option>}
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
