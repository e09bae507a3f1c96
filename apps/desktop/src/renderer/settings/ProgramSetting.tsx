import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { chooseFile } from '../editor/choose-file';
import { useEditor } from '../editor/EditorContext';
import { shellMessages } from '../messages-shell';
import type { SettingEntry } from './setting-entries';

interface ProgramSettingProps {
  value: string;
  entry: Extract<SettingEntry, { kind: 'program' }>;
  labelledBy: string;
  set: (value: string | undefined) => void;
}

/** The path of a program, typed or chosen; taken over when the field is left or Enter is pressed. */
export function ProgramSetting({ value, entry, labelledBy, set }: ProgramSettingProps) {
  const editor = useEditor();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const { browse } = shellMessages.settings.python;
  const take = (): void => {
    if (draft === undefined) return;
    setDraft(undefined);
    const path = draft.trim();
    if (path !== value) set(path === '' ? undefined : path);
  };
  const choose = async (): Promise<void> => {
    const path = await chooseFile(editor, { mode: 'open', title: browse, suggested: value, extensions: [] });
    if (path !== undefined) set(path);
  };
  return (
    <div className="setting-path">
      <div className="input">
        <input
          type="text"
          className="mono"
          spellCheck={false}
          aria-labelledby={labelledBy}
          placeholder={entry.placeholder}
          value={draft ?? value}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
          }}
        />
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={browse}
        title={browse}
        onClick={() => void choose()}
      >
        <FolderOpen aria-hidden size={15} />
      </button>
    </div>
  );
}
