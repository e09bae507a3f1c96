import type { JsonValue } from '@atomiton/contracts';
import { GripVertical, X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { flushSync } from 'react-dom';
import { messages } from '../messages';
import { useColumnSuggestions } from './ColumnField';
import { asText } from './field-props';
import { SuggestInput } from './SuggestInput';
import { textInputEvents } from './text-input-events';
import { useDraft } from './useDraft';
import type { Words } from './words';

interface ListItemProps {
  /** Label of the list, for the names of the controls. */
  name: string;
  index: number;
  count: number;
  value: JsonValue;
  placeholder: string | undefined;
  invalid: boolean;
  draftKey: string | undefined;
  /** Where the items name columns. */
  words: (() => Promise<Words>) | undefined;
  dragged: boolean;
  onChange: (text: string) => void;
  onRemove: () => void;
  onMove: (to: number) => void;
  onGrip: (event: PointerEvent<HTMLButtonElement>) => void;
}

function ColumnItem(props: ListItemProps & { words: () => Promise<Words> }) {
  const { name, index, value, placeholder, invalid, draftKey, words, onChange } = props;
  const { suggestions, load } = useColumnSuggestions(words);
  const draft = useDraft(asText(value), onChange, draftKey);
  return (
    <SuggestInput
      label={messages.fields.item(name, index + 1)}
      text={draft.text}
      placeholder={placeholder}
      invalid={invalid}
      describedBy={undefined}
      suggestions={suggestions}
      none={messages.fields.noColumn}
      onOpen={load}
      onText={draft.change}
      onChoose={(column) => {
        draft.revert();
        onChange(column);
      }}
      onConfirm={draft.commit}
      onCancel={draft.revert}
    />
  );
}

function TextItem({ name, index, value, placeholder, invalid, draftKey, onChange }: ListItemProps) {
  const draft = useDraft(asText(value), onChange, draftKey);
  return (
    <div className="input" data-invalid={invalid}>
      <input
        type="text"
        aria-label={messages.fields.item(name, index + 1)}
        aria-invalid={invalid}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        {...textInputEvents(draft)}
      />
    </div>
  );
}

/** One item of a list: a grip that moves it, its text, and a button that takes it away. Alt and an arrow key move it too. */
export function ListItem(props: ListItemProps) {
  const { name, index, count, words, dragged, onRemove, onGrip } = props;
  const latest = useRef(props);
  latest.current = props;
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (index + step < 0 || index + step >= count) return;
    // What is being typed is taken over first, so that it moves along.
    flushSync(() => (event.target as HTMLElement).blur());
    latest.current.onMove(index + step);
  };
  return (
    <li
      className="list-item"
      data-list-item={index}
      data-dragged={dragged}
      onKeyDownCapture={(event) => {
        if (event.altKey) move(event);
      }}
    >
      <button
        type="button"
        className="list-grip"
        aria-label={messages.fields.moveItem(name, index + 1)}
        title={messages.fields.moveHint}
        onPointerDown={onGrip}
        onKeyDown={move}
      >
        <GripVertical aria-hidden size={13} />
      </button>
      {words === undefined ? <TextItem {...props} /> : <ColumnItem {...props} words={words} />}
      <button
        type="button"
        className="icon-button"
        aria-label={messages.fields.remove(name, index + 1)}
        onClick={onRemove}
      >
        <X aria-hidden size={14} />
      </button>
    </li>
  );
}
