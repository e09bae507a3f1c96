import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { TextLinesInput } from './TextLinesInput';
import { useDraft } from './useDraft';

/** A parameter of several lines of text. */
export function MultilineField({
  id,
  spec,
  value,
  mixed,
  invalid,
  describedBy,
  draftKey,
  onChange,
}: FieldProps) {
  const draft = useDraft(asText(value), onChange, draftKey);
  return (
    <div className="input input-area" data-invalid={invalid}>
      <TextLinesInput
        id={id}
        draft={draft}
        rows={{ fewest: 3, most: 14 }}
        placeholder={mixed ? messages.fields.mixed : spec.placeholder}
        aria-invalid={invalid}
        aria-describedby={describedBy}
      />
    </div>
  );
}
