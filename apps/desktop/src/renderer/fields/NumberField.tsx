import type { JsonValue } from '@atomiton/contracts';
import { asText, type FieldProps } from './field-props';
import { useDraft } from './useDraft';

/** A number where the text is one, else the text itself: it is kept and marked, not replaced. */
export function parseNumber(text: string): JsonValue | undefined {
  const trimmed = text.trim().replace(',', '.').replace('−', '-');
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text.trim();
}

/** The next value on an arrow key, within the limits and without the noise of binary fractions. */
export function stepped(value: number, step: number, up: boolean, min?: number, max?: number): number {
  const next = Number((value + (up ? step : -step)).toPrecision(12));
  return Math.min(max ?? next, Math.max(min ?? next, next));
}

/** A number with its unit inside the field; arrow keys step. */
export function NumberField({ id, spec, value, invalid, describedBy, onChange }: FieldProps) {
  const draft = useDraft(asText(value), (text) => onChange(parseNumber(text)));
  const step = spec.step ?? (spec.type === 'integer' ? 1 : 0.1);
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
        value={draft.text}
        placeholder={spec.placeholder ?? asText(spec.default)}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoComplete="off"
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey) draft.commit();
          if (event.key === 'Escape') draft.revert();
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          const current = parseNumber(draft.text);
          if (typeof current !== 'number') return;
          event.preventDefault();
          draft.change(String(stepped(current, step, event.key === 'ArrowUp', spec.min, spec.max)));
        }}
      />
      {spec.unit === undefined ? null : <span className="input-unit">{spec.unit}</span>}
    </div>
  );
}
