import type { ChangeEvent, KeyboardEvent } from 'react';
import type { Draft } from './useDraft';

/** The events of a line of text: Enter and leaving take it over, Escape gives it up. */
export function textInputEvents(draft: Draft) {
  return {
    value: draft.text,
    onChange: (event: ChangeEvent<HTMLInputElement>) => draft.change(event.target.value),
    onBlur: draft.commit,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) draft.commit();
      if (event.key === 'Escape') draft.revert();
    },
  };
}
