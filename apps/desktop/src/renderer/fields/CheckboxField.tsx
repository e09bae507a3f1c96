import { Check } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';

/** On or off. */
export function CheckboxField({ id, value, invalid, describedBy, onChange }: FieldProps) {
  const known = typeof value === 'boolean';
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
          <Check aria-hidden size={13} strokeWidth={2.6} />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span>{known ? (value ? messages.fields.on : messages.fields.off) : asText(value)}</span>
    </div>
  );
}
