import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { conflictsOf } from '../commands/bindings';
import { type Command, keyOf, keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import { useBindings } from '../commands/useBindings';
import { shellMessages } from '../messages-shell';

interface KeyRecorderProps {
  command: Command;
  onUse: (keys: string, conflicts: readonly Command[]) => void;
  onCancel: () => void;
}

const text = shellMessages.keys;

/** Takes the next key, or two one after the other, and says what they would replace. Escape leaves everything as it was. */
export function KeyRecorder({ command, onUse, onCancel }: KeyRecorderProps) {
  const bindings = useBindings();
  const [steps, setSteps] = useState<readonly string[]>([]);
  const [listening, setListening] = useState(true);
  const listener = useRef<HTMLButtonElement>(null);
  const use = useRef<HTMLButtonElement>(null);
  useEffect(() => (listening ? listener : use).current?.focus(), [listening]);
  const keys = steps.join(' ');
  const conflicts = listening ? [] : conflictsOf(COMMANDS, bindings, command.id, keys);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onCancel();
      return;
    }
    const key = keyOf(event.nativeEvent);
    if (key === undefined) return;
    setSteps([...steps, key]);
    setListening(false);
  };
  if (listening) {
    return (
      <div className="key-recorder" data-keeps-escape>
        {steps.map((step) => (
          <kbd key={step}>{keyText(step)}</kbd>
        ))}
        <button
          ref={listener}
          type="button"
          className="key-listener"
          aria-label={text.recording(command.title)}
          onKeyDown={onKeyDown}
        >
          {steps.length === 0 ? text.press : text.pressNext}
        </button>
        <button type="button" className="button button-small" onClick={onCancel}>
          {text.cancel}
        </button>
      </div>
    );
  }
  return (
    <div
      className="key-recorder"
      data-keeps-escape
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <kbd data-testid="recorded-key">{keyText(keys)}</kbd>
      <button
        ref={use}
        type="button"
        className={`button button-small ${conflicts.length > 0 ? 'button-danger' : 'button-primary'}`}
        onClick={() => onUse(keys, conflicts)}
      >
        {conflicts.length > 0 ? text.replace : text.use}
      </button>
      {steps.length === 1 ? (
        <button type="button" className="button button-small" onClick={() => setListening(true)}>
          {text.another}
        </button>
      ) : null}
      <button type="button" className="button button-small" onClick={onCancel}>
        {text.cancel}
      </button>
      {conflicts.length === 0 ? null : (
        <p className="key-conflict" role="alert">
          {text.conflict(keyText(keys), conflicts.map(({ title }) => title).join(', '))}
        </p>
      )}
    </div>
  );
}
