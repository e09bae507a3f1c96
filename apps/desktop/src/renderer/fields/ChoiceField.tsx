import type { JsonValue } from '@atomiton/contracts';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { SuggestInput } from './SuggestInput';
import { useDraft } from './useDraft';

/** One of many choices, found by typing. Text that is no choice is kept and marked. */
export function ChoiceField({
  id,
  spec,
  value,
  mixed,
  invalid,
  describedBy,
  draftKey,
  onChange,
}: FieldProps) {
  const choices = spec.choices ?? [];
  const chosen = choices.find((choice) => JSON.stringify(choice.value) === JSON.stringify(value));
  const byLabel = (text: string): JsonValue => choices.find((choice) => choice.label === text)?.value ?? text;
  const shown = mixed ? '' : (chosen?.label ?? asText(value));
  const draft = useDraft(shown, (text) => onChange(text === '' ? undefined : byLabel(text)), draftKey);
  return (
    <SuggestInput
      id={id}
      label={spec.label}
      text={draft.text}
      placeholder={mixed ? messages.fields.mixed : spec.placeholder}
      invalid={invalid}
      describedBy={describedBy}
      suggestions={choices.map((choice) => ({ value: choice.label, label: choice.label }))}
      none={messages.fields.noChoice}
      onOpen={() => undefined}
      onText={draft.change}
      onChoose={(label) => {
        draft.revert();
        onChange(byLabel(label));
      }}
      onConfirm={draft.commit}
      onCancel={draft.revert}
    />
  );
}
