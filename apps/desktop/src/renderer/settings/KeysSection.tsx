import type { SettingChange } from '@atomiton/contracts';
import fuzzysort from 'fuzzysort';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { COMMAND_GROUPS, type Command, keyText } from '../commands/command';
import { COMMANDS } from '../commands/command-list';
import { useBindings } from '../commands/useBindings';
import { useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { KeyRow } from './KeyRow';

const text = shellMessages.keys;

function keysChange(command: Command, keys: readonly string[]): SettingChange {
  const same = keys.length === command.keys.length && keys.every((key, index) => key === command.keys[index]);
  const name = { section: 'keys' as const, name: command.id };
  return same ? name : { ...name, value: [...keys] };
}

/** Every command with its keys. A key that is taken says from whom, and is taken over only when that is confirmed. */
export function KeysSection({ query }: { query: string }) {
  const editor = useEditor();
  const bindings = useBindings();
  const custom = useStore(editor.settings, (settings) => settings.keys);
  const [recording, setRecording] = useState<{ id: string; replaces: string | undefined } | undefined>();
  const rows = useMemo(
    () =>
      COMMANDS.map((command) => ({
        command,
        title: command.title,
        group: messages.commands.groups[command.group],
        keys: bindings.keysOf(command.id).map(keyText).join(' '),
      })),
    [bindings],
  );
  const found = useMemo(
    () =>
      query === ''
        ? rows
        : fuzzysort
            .go(query, rows, { keys: ['title', 'keys', 'group'], threshold: 0.4 })
            .map(({ obj }) => obj),
    [rows, query],
  );
  const change = (...changes: SettingChange[]): void => {
    setRecording(undefined);
    void editor.settings.change(...changes).then((refused) => {
      if (refused !== undefined) editor.report(shellMessages.settings.refused(refused));
    });
  };
  const use = (command: Command, keys: string, conflicts: readonly Command[]): void => {
    const present = bindings.keysOf(command.id);
    const replaces = recording?.replaces;
    const next = (
      replaces === undefined ? [...present, keys] : present.map((key) => (key === replaces ? keys : key))
    ).filter((key, index, all) => all.indexOf(key) === index);
    const freed = conflicts.map((other) =>
      keysChange(
        other,
        bindings
          .keysOf(other.id)
          .filter((key) => key !== keys && !key.startsWith(`${keys} `) && !keys.startsWith(`${key} `)),
      ),
    );
    change(keysChange(command, next), ...freed);
  };
  if (found.length === 0) return <p className="panel-empty">{text.none}</p>;
  return (
    <div className="key-groups">
      {COMMAND_GROUPS.map((group) => {
        const commands = found.filter(({ command }) => command.group === group);
        if (commands.length === 0) return null;
        return (
          <section key={group} aria-label={messages.commands.groups[group]}>
            <h3>{messages.commands.groups[group]}</h3>
            <ul>
              {commands.map(({ command }) => (
                <KeyRow
                  key={command.id}
                  command={command}
                  keys={bindings.keysOf(command.id)}
                  changed={custom[command.id] !== undefined}
                  recording={recording?.id === command.id ? recording : undefined}
                  onRecord={(replaces) => setRecording({ id: command.id, replaces })}
                  onUse={(keys, conflicts) => use(command, keys, conflicts)}
                  onCancel={() => setRecording(undefined)}
                  onRemove={(key) =>
                    change(
                      keysChange(
                        command,
                        bindings.keysOf(command.id).filter((other) => other !== key),
                      ),
                    )
                  }
                  onReset={() => change({ section: 'keys', name: command.id })}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {Object.keys(custom).length === 0 ? null : (
        <button
          type="button"
          className="button"
          onClick={() => change(...Object.keys(custom).map((name) => ({ section: 'keys' as const, name })))}
        >
          {text.resetAll}
        </button>
      )}
    </div>
  );
}
