import { Check } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';

/** On or off. */
export function CheckboxField({ id, value, mixed, invalid, describedBy, onChange }: FieldProps) {
  const known = typeof value === 'boolean' && !mixed;
  const text = mixed
    ? messages.fields.mixed
    : known
      ? value
        ? messages.fields.on
        : messages.fields.off
      : asText(value);
  return (
    <div className="checkbox-row">
      <Checkbox.Root
        id={id}
        className="checkbox"
        checked={known ? value : 'indeterminate'}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onCheckedChange={(checked) => onChange(checked === true)}
      >
        <Checkbox.Indicator>
          {known ? <Check aria-hidden size={13} strokeWidth={2.6} /> : null}
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span>{text}</span>
    </div>
  );
}
