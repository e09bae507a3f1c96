import { asText, type FieldProps } from './field-props';
import { useDraft } from './useDraft';

const MOST_ROWS = 14;
const FEWEST_ROWS = 3;

/** Several lines of text, or an expression, which begins with one line and is confirmed by Enter. */
export function MultilineField({ id, spec, value, invalid, describedBy, onChange }: FieldProps) {
  const draft = useDraft(asText(value), onChange);
  const lines = draft.text.split('\n').length;
  const expression = spec.widget === 'expression';
  return (
    <div className="input input-area" data-invalid={invalid}>
      <textarea
        id={id}
        rows={Math.min(MOST_ROWS, Math.max(expression ? 1 : FEWEST_ROWS, lines))}
        value={draft.text}
        placeholder={spec.placeholder}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        spellCheck={false}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.commit}
        onKeyDown={(event) => {
          if (event.key === 'Escape') draft.revert();
          if (!expression || event.key !== 'Enter' || event.shiftKey || event.ctrlKey) return;
          event.preventDefault();
          draft.commit();
        }}
      />
    </div>
  );
}
