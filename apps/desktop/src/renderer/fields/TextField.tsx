import { asText, type FieldProps } from './field-props';
import { useDraft } from './useDraft';

/** One line of text; also for expressions, in the font for code. */
export function TextField({ id, spec, value, invalid, describedBy, onChange }: FieldProps) {
  const draft = useDraft(asText(value), onChange);
  return (
    <div className="input" data-invalid={invalid}>
      <input
        id={id}
        type="text"
        value={draft.text}
        placeholder={spec.placeholder}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey) draft.commit();
          if (event.key === 'Escape') draft.revert();
        }}
      />
      {spec.unit === undefined ? null : <span className="input-unit">{spec.unit}</span>}
    </div>
  );
}
