import type { TextareaHTMLAttributes } from 'react';
import type { Draft } from './useDraft';

interface TextLinesInputProps
  extends Omit<
    TextareaHTMLAttributes<HTMLTextAreaElement>,
    'rows' | 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'spellCheck'
  > {
  draft: Draft;
  /** It grows with its text between these. */
  rows: { fewest: number; most: number };
}

/** Several lines of text; Ctrl Enter belongs to Run, so leaving the field takes the text over, and Escape gives it up. */
export function TextLinesInput({ draft, rows, ...rest }: TextLinesInputProps) {
  const lines = draft.text.split('\n').length;
  return (
    <textarea
      {...rest}
      rows={Math.min(rows.most, Math.max(rows.fewest, lines))}
      value={draft.text}
      spellCheck={false}
      onChange={(event) => draft.change(event.target.value)}
      onBlur={draft.commit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') draft.revert();
      }}
    />
  );
}
