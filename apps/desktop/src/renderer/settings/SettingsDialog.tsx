import fuzzysort from 'fuzzysort';
import { Cpu, Keyboard, Palette, Search, Workflow } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { DialogFrame } from '../dialogs/DialogFrame';
import type { DialogRequest, SettingsPage } from '../dialogs/dialog-request';
import { answerDialog } from '../dialogs/open-dialog';
import { useApp, useEditor } from '../editor/EditorContext';
import { shellMessages } from '../messages-shell';
import { KeysSection } from './KeysSection';
import { RuntimesView } from './RuntimesView';
import { SettingRow } from './SettingRow';
import { SETTING_ENTRIES } from './setting-entries';

const text = shellMessages.settings;
const PAGES: readonly { page: SettingsPage; Icon: typeof Cpu }[] = [
  { page: 'appearance', Icon: Palette },
  { page: 'canvas', Icon: Workflow },
  { page: 'keys', Icon: Keyboard },
  { page: 'runtimes', Icon: Cpu },
];

/** Everything that can be set: sections on the left, or what a search finds in all of them. */
export function SettingsDialog({ request }: { request: Extract<DialogRequest, { kind: 'settings' }> }) {
  const { ui } = useEditor();
  const isDesktop = useApp((state) => state.info?.shell === 'desktop');
  const [page, setPage] = useState<SettingsPage>(request.page ?? 'appearance');
  const [typed, setTyped] = useState('');
  const query = useDeferredValue(typed.trim());
  const entries = useMemo(
    () => SETTING_ENTRIES.filter((entry) => isDesktop || entry.desktopOnly !== true),
    [isDesktop],
  );
  const searching = query !== '' && page !== 'keys';
  const shown = useMemo(
    () =>
      searching
        ? fuzzysort
            .go(query, entries, { keys: ['label', 'description'], threshold: 0.35 })
            .map(({ obj }) => obj)
        : entries.filter(({ section }) => section === page),
    [entries, page, query, searching],
  );
  return (
    <DialogFrame title={text.title} size="pages" onClose={() => answerDialog(ui, request.id, undefined)}>
      <div className="settings">
        <nav className="settings-nav" aria-label={text.sections}>
          {PAGES.map(({ page: name, Icon }) => (
            <button
              key={name}
              type="button"
              aria-current={!searching && page === name ? 'page' : undefined}
              onClick={() => {
                setPage(name);
                setTyped('');
              }}
            >
              <Icon aria-hidden size={15} />
              {text.section[name]}
            </button>
          ))}
        </nav>
        <div className="settings-body">
          <div className="input settings-search">
            <Search aria-hidden size={14} />
            <input
              type="search"
              aria-label={page === 'keys' ? shellMessages.keys.search : text.search}
              placeholder={page === 'keys' ? shellMessages.keys.search : text.search}
              value={typed}
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
          <section
            className="settings-page"
            aria-label={searching ? text.found : text.section[page]}
            tabIndex={-1}
          >
            {searching && shown.length === 0 ? <p className="panel-empty">{text.none}</p> : null}
            {shown.map((entry) => (
              <SettingRow key={`${entry.section}.${entry.name}`} entry={entry} />
            ))}
            {page === 'keys' ? <KeysSection query={query} /> : null}
            {page === 'runtimes' && !searching ? <RuntimesView /> : null}
          </section>
        </div>
      </div>
    </DialogFrame>
  );
}
