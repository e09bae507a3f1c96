import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { parseNumber, stepOf, stepped } from './numbers';
import { textInputEvents } from './text-input-events';
import { useDraft } from './useDraft';

const LARGE_STEP = 10;

/** A number with its unit inside the field; arrow keys step, with Shift ten times as far. */
export function NumberField({
  id,
  spec,
  value,
  mixed,
  invalid,
  describedBy,
  draftKey,
  onChange,
}: FieldProps) {
  const draft = useDraft(asText(value), (text) => onChange(parseNumber(text)), draftKey);
  const events = textInputEvents(draft);
  return (
    <div className="input" data-invalid={invalid}>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        role="spinbutton"
        aria-valuemin={spec.min}
        aria-valuemax={spec.max}
        aria-valuenow={typeof value === 'number' ? value : undefined}
        placeholder={mixed ? messages.fields.mixed : (spec.placeholder ?? asText(spec.default))}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoComplete="off"
        {...events}
        onKeyDown={(event) => {
          events.onKeyDown(event);
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          const current = parseNumber(draft.text) ?? (mixed ? undefined : spec.default);
          if (typeof current !== 'number') return;
          event.preventDefault();
          const step = stepOf(spec) * (event.shiftKey ? LARGE_STEP : 1);
          draft.change(String(stepped(current, step, event.key === 'ArrowUp', spec.min, spec.max)));
        }}
      />
      {spec.unit === undefined ? null : <span className="input-unit">{spec.unit}</span>}
    </div>
  );
}
