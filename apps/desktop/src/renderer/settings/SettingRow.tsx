import { defaultSettings } from '@atomiton/contracts';
import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../editor/EditorContext';
import { shellMessages } from '../messages-shell';
import { ProgramSetting } from './ProgramSetting';
import { type SettingEntry, settingValue } from './setting-entries';
import { WorkersSetting } from './WorkersSetting';

interface ControlProps {
  entry: SettingEntry;
  value: unknown;
  labelledBy: string;
  set: (value: string | number | boolean | undefined) => void;
}

function Control({ entry, value, labelledBy, set }: ControlProps): ReactNode {
  switch (entry.kind) {
    case 'switch':
      return (
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={value === true}
          aria-labelledby={labelledBy}
          onClick={() => set(value !== true)}
        >
          <i aria-hidden />
        </button>
      );
    case 'choice': {
      const known = entry.options.some((option) => option.value === value);
      return (
        <div className="input input-select">
          <select
            aria-labelledby={labelledBy}
            value={String(value)}
            onChange={(event) =>
              set(entry.options.find((option) => String(option.value) === event.target.value)?.value)
            }
          >
            {known ? null : <option value={String(value)}>{String(value)}</option>}
            {entry.options.map((option) => (
              <option key={option.value} value={String(option.value)}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      );
    }
    case 'program':
      return <ProgramSetting labelledBy={labelledBy} value={String(value)} entry={entry} set={set} />;
    case 'count':
      return <WorkersSetting labelledBy={labelledBy} value={Number(value)} max={entry.max} set={set} />;
  }
}

/** One setting: its name, what it does, its value, and the way back to the default. */
export function SettingRow({ entry }: { entry: SettingEntry }) {
  const editor = useEditor();
  const id = useId();
  const value = useStore(editor.settings, (settings) => settingValue(settings, entry));
  const { section, name, label } = entry;
  const isDefault = value === settingValue(defaultSettings(), entry);
  const set = (next: string | number | boolean | undefined): void => {
    const change = next === undefined ? { section, name } : { section, name, value: next };
    void editor.settings.change(change).then((refused) => {
      if (refused !== undefined) editor.report(shellMessages.settings.refused(refused));
    });
  };
  return (
    <div className="setting" data-setting={`${section}.${name}`}>
      <div className="setting-text">
        <span id={id} className="setting-label">
          {label}
        </span>
        <p>{entry.description}</p>
      </div>
      <div className="setting-control">
        {isDefault ? null : (
          <button
            type="button"
            className="icon-button"
            aria-label={shellMessages.settings.reset(label)}
            title={shellMessages.settings.reset(label)}
            onClick={() => set(undefined)}
          >
            <RotateCcw aria-hidden size={14} />
          </button>
        )}
        <Control entry={entry} value={value} labelledBy={id} set={set} />
      </div>
    </div>
  );
}
