import { Plus, RotateCcw, X } from 'lucide-react';
import { type Command, keyText } from '../commands/command';
import { shellMessages } from '../messages-shell';
import { KeyRecorder } from './KeyRecorder';

interface KeyRowProps {
  command: Command;
  keys: readonly string[];
  /** The user has set other keys than the default ones. */
  changed: boolean;
  /** What is being recorded here: in place of a key, or as a further one. */
  recording: { replaces: string | undefined } | undefined;
  onRecord: (replaces: string | undefined) => void;
  onUse: (keys: string, conflicts: readonly Command[]) => void;
  onCancel: () => void;
  onRemove: (key: string) => void;
  onReset: () => void;
}

const text = shellMessages.keys;

/** A command with its keys: press one to change it. */
export function KeyRow(props: KeyRowProps) {
  const { command, keys, changed, recording, onRecord, onUse, onCancel, onRemove, onReset } = props;
  const { title } = command;
  return (
    <li className="key-row" data-command={command.id}>
      <span className="key-title">{title}</span>
      {recording !== undefined ? (
        <KeyRecorder command={command} onUse={onUse} onCancel={onCancel} />
      ) : (
        <span className="key-list">
          {keys.map((key) => (
            <span key={key} className="key-chip">
              <button
                type="button"
                className="key-change"
                aria-label={text.change(title, keyText(key))}
                onClick={() => onRecord(key)}
              >
                <kbd>{keyText(key)}</kbd>
              </button>
              <button
                type="button"
                className="key-remove"
                aria-label={text.remove(title, keyText(key))}
                onClick={() => onRemove(key)}
              >
                <X aria-hidden size={11} />
              </button>
            </span>
          ))}
          {keys.length === 0 ? <span className="key-none">{text.noKey}</span> : null}
          <button
            type="button"
            className="icon-button icon-button-small"
            aria-label={text.add(title)}
            title={text.add(title)}
            onClick={() => onRecord(undefined)}
          >
            <Plus aria-hidden size={13} />
          </button>
          {changed ? (
            <button
              type="button"
              className="icon-button icon-button-small"
              aria-label={text.reset(title)}
              title={text.reset(title)}
              onClick={onReset}
            >
              <RotateCcw aria-hidden size={13} />
            </button>
          ) : null}
        </span>
      )}
    </li>
  );
}
