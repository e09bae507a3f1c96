import type { JsonValue } from '@atomiton/contracts';
import { useState } from 'react';
import { messages } from '../messages';
import type { FieldProps } from './field-props';
import { useDraft } from './useDraft';

const MOST_ROWS = 14;

/** Any value as JSON text. Text that is not JSON is kept in the field, marked, and not taken over. */
export function JsonField({ id, value, invalid, describedBy, onChange }: FieldProps) {
  const [broken, setBroken] = useState<{ text: string; reason: string } | undefined>(undefined);
  const draft = useDraft(broken?.text ?? JSON.stringify(value, null, 2), (text) => {
    try {
      onChange(JSON.parse(text) as JsonValue);
      setBroken(undefined);
    } catch (thrown) {
      setBroken({ text, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  });
  return (
    <>
      <div className="input input-area" data-invalid={invalid || broken !== undefined}>
        <textarea
          id={id}
          rows={Math.min(MOST_ROWS, Math.max(2, draft.text.split('\n').length))}
          value={draft.text}
          aria-invalid={invalid || broken !== undefined}
          aria-describedby={describedBy}
          spellCheck={false}
          onChange={(event) => draft.change(event.target.value)}
          onBlur={draft.commit}
        />
      </div>
      {broken === undefined ? null : <p className="field-error">{messages.fields.badJson(broken.reason)}</p>}
    </>
  );
}
