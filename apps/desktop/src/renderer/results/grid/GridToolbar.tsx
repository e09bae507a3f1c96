import { ChartColumn, ChevronDown, ChevronUp, Copy, Download, Search, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type KeyboardEvent, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { IconButton } from '../../frame/IconButton';
import { resultMessages } from '../../messages-results';
import { runJob } from '../run-job';
import { saveResult } from '../save-result';
import type { GridCell } from './grid-selection';
import type { ArrangementState } from './useArrangement';
import type { Find } from './useFind';

const text = resultMessages.grid;
const FORMATS = ['csv', 'arrow', 'parquet'] as const;

interface GridToolbarProps {
  name: string;
  total: number;
  columns: readonly { name: string; type: string }[];
  arrangement: ArrangementState;
  find: Find;
  showStatistics: boolean;
  onStatistics: (on: boolean) => void;
  onCopy: (withNames: boolean) => void;
  /** Where a search begins. */
  from: GridCell;
}

function Progress({ label, fraction, onCancel }: { label: string; fraction: number; onCancel: () => void }) {
  return (
    <span className="grid-progress" role="status">
      <span
        className="grid-progress-bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(fraction * 100)}
      >
        <span style={{ width: `${fraction * 100}%` }} />
      </span>
      {label}
      <button type="button" className="button button-quiet" onClick={onCancel}>
        {resultMessages.cancel}
      </button>
    </span>
  );
}

function FilterField({ arrangement }: { arrangement: ArrangementState }) {
  const { asked, ask, problem } = arrangement;
  const [typed, setTyped] = useState({ over: '', text: '' });
  // What is typed belongs to the filter that it changes: another one, from a column menu, takes its place.
  const draft = typed.over === asked.filter ? typed.text : asked.filter;
  const setDraft = (text: string): void => setTyped({ over: asked.filter, text });
  const apply = (filter: string): void => {
    setTyped({ over: filter, text: filter });
    ask({ ...asked, filter });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      apply(draft.trim());
    } else if (event.key === 'Escape' && draft !== '') {
      event.preventDefault();
      event.stopPropagation();
      apply('');
    }
  };
  const wrong = problem !== undefined && asked.filter === draft.trim();
  return (
    <div className="input grid-filter" data-wrong={wrong}>
      <input
        type="text"
        aria-label={text.filter}
        aria-invalid={wrong}
        placeholder={text.filterPlaceholder}
        value={draft}
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (draft.trim() !== asked.filter) apply(draft.trim());
        }}
      />
      {draft === '' ? null : (
        <button
          type="button"
          className="icon-button"
          aria-label={text.clearFilter}
          onClick={() => {
            apply('');
          }}
        >
          <X aria-hidden size={13} />
        </button>
      )}
    </div>
  );
}

function FindBar({ find, from }: { find: Find; from: GridCell }) {
  return (
    <search className="grid-find">
      <div className="input">
        <input
          type="text"
          aria-label={text.find}
          placeholder={text.find}
          value={find.text}
          spellCheck={false}
          autoFocus
          onChange={(event) => find.setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') find.go(from, event.shiftKey);
            else if (event.key === 'Escape') find.close();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </div>
      <IconButton label={resultMessages.back} onClick={() => find.go(from, true)}>
        <ChevronUp aria-hidden size={15} />
      </IconButton>
      <IconButton label={resultMessages.next} onClick={() => find.go(from, false)}>
        <ChevronDown aria-hidden size={15} />
      </IconButton>
      <IconButton label={resultMessages.close} onClick={find.close}>
        <X aria-hidden size={15} />
      </IconButton>
      <span role="status" className="grid-find-note">
        {find.none ? resultMessages.noMatch : (find.problem ?? '')}
      </span>
    </search>
  );
}

/** Filter, count, find, statistics, copy and export of a table. */
export function GridToolbar(props: GridToolbarProps) {
  const { name, total, arrangement, find, showStatistics, from } = props;
  const editor = useEditor();
  const { shown, asked, progress, problem } = arrangement;
  const [exporting, setExporting] = useState<{ fraction: number; controller: AbortController } | undefined>(
    undefined,
  );
  const exportAs = async (format: (typeof FORMATS)[number]): Promise<void> => {
    const controller = new AbortController();
    await saveResult(editor, name, format, async (path, overwrite) => {
      setExporting({ fraction: 0, controller });
      try {
        return await runJob(
          editor.client,
          'value.export',
          { identity: shown.identity, ...shown.arrangement, format, path, overwrite },
          { signal: controller.signal, onProgress: (fraction) => setExporting({ fraction, controller }) },
        );
      } finally {
        setExporting(undefined);
      }
    });
  };
  const percent = (fraction: number): number => Math.floor(fraction * 100);
  return (
    <div className="grid-toolbar" role="toolbar" aria-label={text.label}>
      <FilterField arrangement={arrangement} />
      <span className="grid-count" data-testid="grid-count">
        {text.rows(shown.rows, total)} · {text.columns(props.columns.length)}
      </span>
      {progress === undefined ? null : (
        <Progress
          label={text.arranging(percent(progress))}
          fraction={progress}
          onCancel={arrangement.cancel}
        />
      )}
      {exporting === undefined ? null : (
        <Progress
          label={text.exporting(percent(exporting.fraction))}
          fraction={exporting.fraction}
          onCancel={() => exporting.controller.abort()}
        />
      )}
      {find.progress === undefined ? null : (
        <Progress
          label={text.finding(percent(find.progress))}
          fraction={find.progress}
          onCancel={find.cancel}
        />
      )}
      <span className="grid-toolbar-space" />
      {find.isOpen ? <FindBar find={find} from={from} /> : null}
      {asked.sort.length === 0 ? null : (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => arrangement.ask({ ...asked, sort: [] })}
        >
          {text.clearSort}
        </button>
      )}
      <IconButton label={text.find} pressed={find.isOpen} onClick={find.isOpen ? find.close : find.open}>
        <Search aria-hidden size={15} />
      </IconButton>
      <IconButton
        label={text.statistics}
        pressed={showStatistics}
        onClick={() => props.onStatistics(!showStatistics)}
      >
        <ChartColumn aria-hidden size={15} />
      </IconButton>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger asChild>
          <button
            type="button"
            className="icon-button"
            aria-label={resultMessages.copy}
            title={resultMessages.copy}
          >
            <Copy aria-hidden size={15} />
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
            <DropdownMenu.Item className="menu-item" onSelect={() => props.onCopy(false)}>
              {text.copyCells}
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => props.onCopy(true)}>
              {text.copyNames}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger asChild>
          <button type="button" className="button button-quiet" data-save disabled={exporting !== undefined}>
            <Download aria-hidden size={14} />
            {text.export}
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
            {FORMATS.map((format) => (
              <DropdownMenu.Item key={format} className="menu-item" onSelect={() => void exportAs(format)}>
                {text.exportAs[format]}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {problem === undefined ? null : (
        <p className="field-error grid-problem" role="alert">
          {problem.message} {problem.hint}
        </p>
      )}
    </div>
  );
}
