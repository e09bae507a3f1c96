import { useState } from 'react';
import { shellMessages } from '../messages-shell';

interface WorkersSettingProps {
  value: number;
  max: number;
  labelledBy: string;
  set: (value: number) => void;
}

/** A whole number; a wrong one is kept in the field and explained, and changes nothing. */
export function WorkersSetting({ value, max, labelledBy, set }: WorkersSettingProps) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const wrong = draft !== undefined && !(/^\d{1,4}$/.test(draft.trim()) && Number(draft) <= max);
  const take = (): void => {
    if (draft === undefined || wrong) return;
    if (Number(draft) !== value) set(Number(draft));
    setDraft(undefined);
  };
  return (
    <div className="setting-field">
      <div className="input" data-invalid={wrong}>
        <input
          type="text"
          inputMode="numeric"
          aria-labelledby={labelledBy}
          aria-invalid={wrong}
          value={draft ?? String(value)}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
          }}
        />
      </div>
      {wrong ? (
        <p className="field-error" role="alert">
          {shellMessages.settings.workers.problem(JSON.stringify(draft))}
        </p>
      ) : null}
    </div>
  );
}
