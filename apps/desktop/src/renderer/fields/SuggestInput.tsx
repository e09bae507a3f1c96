import { Popover } from 'radix-ui';
import { type KeyboardEvent, useId, useState } from 'react';

/** One thing that can be chosen. */
export interface Suggestion {
  /** What the field then holds. */
  value: string;
  label: string;
  detail?: string | undefined;
}

interface SuggestInputProps {
  id?: string | undefined;
  label: string;
  text: string;
  placeholder: string | undefined;
  invalid: boolean;
  describedBy: string | undefined;
  suggestions: readonly Suggestion[];
  /** Said in the list where nothing fits. */
  none: string;
  onOpen: () => void;
  onText: (text: string) => void;
  onChoose: (value: string) => void;
  /** Enter without a chosen line, or the field is left. */
  onConfirm: () => void;
  onCancel: () => void;
}

const MOST = 200;

/** The lines in which every word of the text occurs; those that begin with it come first. */
export function fittingSuggestions(all: readonly Suggestion[], text: string): Suggestion[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = all.filter(({ label, value }) =>
    words.every((word) => label.toLowerCase().includes(word) || value.toLowerCase().includes(word)),
  );
  const first = words[0] ?? '';
  const begins = (suggestion: Suggestion): boolean => suggestion.label.toLowerCase().startsWith(first);
  return [...fits.filter(begins), ...fits.filter((suggestion) => !begins(suggestion))].slice(0, MOST);
}

/** A line of text with a list below it: what may be written there. Arrow keys walk the list, Enter takes a line. */
export function SuggestInput(props: SuggestInputProps) {
  const { text, suggestions, onChoose } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(false);
  const [active, setActive] = useState(-1);
  const listId = useId();
  const shown = fittingSuggestions(suggestions, typed ? text : '');
  const show = (): void => {
    if (open) return;
    props.onOpen();
    setTyped(false);
    setActive(-1);
    setOpen(true);
  };
  const choose = (suggestion: Suggestion): void => {
    setOpen(false);
    onChoose(suggestion.value);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) {
        show();
        return;
      }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(
        (line) => (line + step + shown.length + (line < 0 && step < 0 ? 1 : 0)) % Math.max(1, shown.length),
      );
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      const chosen = open ? shown[active] : undefined;
      event.preventDefault();
      if (chosen !== undefined) choose(chosen);
      else {
        setOpen(false);
        props.onConfirm();
      }
    } else if (event.key === 'Escape') {
      if (open) setOpen(false);
      else props.onCancel();
    }
  };
  return (
    <Popover.Root open={open && (shown.length > 0 || suggestions.length > 0)}>
      <Popover.Anchor asChild>
        <div className="input" data-invalid={props.invalid}>
          <input
            id={props.id}
            type="text"
            role="combobox"
            aria-label={props.label}
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open && active >= 0 ? `${listId}-${String(active)}` : undefined}
            aria-invalid={props.invalid}
            aria-describedby={props.describedBy}
            value={text}
            placeholder={props.placeholder}
            spellCheck={false}
            autoComplete="off"
            onFocus={show}
            onClick={show}
            onChange={(event) => {
              setTyped(true);
              setActive(-1);
              setOpen(true);
              props.onText(event.target.value);
            }}
            onBlur={() => {
              setOpen(false);
              props.onConfirm();
            }}
            onKeyDown={onKeyDown}
          />
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          aria-label={props.label}
          className="suggestions"
          align="start"
          sideOffset={3}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <ul id={listId} role="listbox" aria-label={props.label}>
            {shown.map((suggestion, line) => (
              <li
                key={suggestion.value}
                id={`${listId}-${String(line)}`}
                role="option"
                aria-selected={line === active}
                ref={line === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setActive(line)}
                onClick={() => choose(suggestion)}
              >
                <span>{suggestion.label}</span>
                {suggestion.detail === undefined ? null : <small>{suggestion.detail}</small>}
              </li>
            ))}
          </ul>
          {shown.length === 0 ? <p className="suggestions-none">{props.none}</p> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
