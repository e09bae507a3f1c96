import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { useDraft } from './useDraft';

const MOST_ROWS = 14;
const FEWEST_ROWS = 3;

/** Several lines of text; Ctrl Enter belongs to Run, so leaving the field takes the text over. */
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
  const lines = draft.text.split('\n').length;
  return (
    <div className="input input-area" data-invalid={invalid}>
      <textarea
        id={id}
        rows={Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, lines))}
        value={draft.text}
        placeholder={mixed ? messages.fields.mixed : spec.placeholder}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        spellCheck={false}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.commit}
        onKeyDown={(event) => {
          if (event.key === 'Escape') draft.revert();
        }}
      />
    </div>
  );
}
