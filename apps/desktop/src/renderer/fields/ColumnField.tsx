import { useState } from 'react';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { SuggestInput, type Suggestion } from './SuggestInput';
import { useDraft } from './useDraft';
import type { Words } from './words';

/** The columns that may be named, asked for when the list opens. */
export function useColumnSuggestions(words: () => Promise<Words>) {
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const load = (): void => {
    void words().then(({ columns = [] }) =>
      setSuggestions(columns.map(({ name, type }) => ({ value: name, label: name, detail: type }))),
    );
  };
  return { suggestions, load };
}

/** The name of a column: typed, or chosen from those of the table that is connected. */
export function ColumnField(props: FieldProps) {
  const { id, spec, value, mixed, invalid, describedBy, draftKey, words, onChange } = props;
  const { suggestions, load } = useColumnSuggestions(words);
  const draft = useDraft(asText(value), onChange, draftKey);
  return (
    <SuggestInput
      id={id}
      label={spec.label}
      text={draft.text}
      placeholder={mixed ? messages.fields.mixed : spec.placeholder}
      invalid={invalid}
      describedBy={describedBy}
      suggestions={suggestions}
      none={messages.fields.noColumn}
      onOpen={load}
      onText={draft.change}
      onChoose={(name) => {
        draft.revert();
        onChange(name);
      }}
      onConfirm={draft.commit}
      onCancel={draft.revert}
    />
  );
}
