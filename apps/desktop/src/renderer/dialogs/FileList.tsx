import type { FileEntry } from '@atomiton/contracts';
import { File, Folder } from 'lucide-react';
import { useMemo } from 'react';
import { messages } from '../messages';
import { formatBytes } from '../results/format';

interface FileListProps {
  entries: readonly FileEntry[];
  mode: 'open' | 'save' | 'folder';
  /** Without the dot; empty shows every file. */
  extensions: readonly string[];
  chosen: string;
  onOpenFolder: (path: string) => void;
  onChoose: (name: string) => void;
  onConfirm: (path: string) => void;
}

const MOST = 2000;

/** What of a folder may be chosen: folders first, then fitting files, by name. */
export function fittingEntries(
  entries: readonly FileEntry[],
  mode: FileListProps['mode'],
  extensions: readonly string[],
): FileEntry[] {
  const fits = ({ kind, name }: FileEntry): boolean => {
    if (name.startsWith('.')) return false;
    if (kind === 'folder') return true;
    if (mode === 'folder') return false;
    return (
      extensions.length === 0 || extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`))
    );
  };
  return entries
    .filter(fits)
    .sort((left, right) =>
      left.kind === right.kind
        ? left.name.localeCompare(right.name, 'en', { numeric: true })
        : left.kind === 'folder'
          ? -1
          : 1,
    );
}

export function FileList(props: FileListProps) {
  const { entries, mode, extensions, chosen, onOpenFolder, onChoose, onConfirm } = props;
  const shown = useMemo(() => fittingEntries(entries, mode, extensions), [entries, mode, extensions]);
  if (shown.length === 0) return <p className="file-list panel-empty">{messages.dialogs.emptyFolder}</p>;
  return (
    <ul className="file-list">
      {shown.slice(0, MOST).map((entry) => (
        <li key={entry.path}>
          <button
            type="button"
            className="file-entry"
            data-kind={entry.kind}
            aria-pressed={entry.name === chosen}
            onClick={() => (entry.kind === 'folder' ? onOpenFolder(entry.path) : onChoose(entry.name))}
            onDoubleClick={() => {
              if (entry.kind === 'file' && mode === 'open') onConfirm(entry.path);
            }}
          >
            {entry.kind === 'folder' ? <Folder aria-hidden size={15} /> : <File aria-hidden size={15} />}
            <span>{entry.name}</span>
            {entry.kind === 'file' ? <small>{formatBytes(entry.sizeBytes)}</small> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}
