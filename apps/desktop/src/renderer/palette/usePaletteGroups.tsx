import { Cable, FileText, FolderOpen, History, Play, Settings2, SquareStack } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { COMMANDS } from '../commands/command-list';
import { useBindings } from '../commands/useBindings';
import { openDialog } from '../dialogs/open-dialog';
import { documentTitle, newDocument, openPath, reopenDocument } from '../editor/documents';
import { useApp, useEditor } from '../editor/EditorContext';
import { activeSession, type Editor, flushDrafts } from '../editor/editor';
import { addNode } from '../editor/edits';
import { type PastRun, showRun } from '../editor/run-history';
import { startRun } from '../editor/runs';
import { goToNode } from '../editor/subgraphs';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { languageOf } from '../node/languages';
import { nodeIcon } from '../node/node-icons';
import { formatAgo, formatDuration } from '../results/format';
import { SETTING_ENTRIES, type SettingEntry, settingValue } from '../settings/setting-entries';
import type { PaletteEntry, PaletteGroup } from './palette-entry';
import { useGoToEntries } from './useGoToEntries';

const ALL = 1000;

/** What is set now and what choosing the entry sets: the next choice of a switch, or the page where it is typed. */
function settingEntries(editor: Editor, entry: SettingEntry): PaletteEntry[] {
  const { section, name, label } = entry;
  const set = (value: string | number | boolean) => () =>
    void editor.settings.change({ section, name, value });
  const words = shellMessages.palette;
  const value = settingValue(editor.settings.getState(), entry);
  const icon = <Settings2 aria-hidden size={14} />;
  const detail = entry.description;
  switch (entry.kind) {
    case 'switch': {
      const next = value !== true;
      const title = words.setTo(label, next ? words.on : words.off);
      return [{ id: `setting ${section}.${name}`, title, detail, icon, run: set(next) }];
    }
    case 'choice':
      return entry.options
        .filter((option) => option.value !== value)
        .map((option) => ({
          id: `setting ${section}.${name} ${option.value}`,
          title: words.setTo(label, option.label),
          detail,
          icon,
          run: set(option.value),
        }));
    case 'program':
    case 'count': {
      const run = (): void => void openDialog(editor.ui, { kind: 'settings', page: section });
      return [{ id: `setting ${section}.${name}`, title: `${label}…`, detail, icon, run }];
    }
  }
}

function runEntries(
  editor: Editor,
  runs: readonly PastRun[],
  nameOf: (id: string) => string,
): PaletteEntry[] {
  const words = shellMessages.palette;
  const session = activeSession(editor);
  if (session === undefined) return [];
  const { phase } = session.run.store.getState();
  if (phase === 'running' || phase === 'starting') return [];
  return runs.flatMap((run) => {
    const duration = run.durationMs === undefined ? '' : ` ${formatDuration(run.durationMs)}`;
    const state =
      run.phase === 'done' || run.phase === 'cancelled' || run.phase === 'failed' ? run.phase : 'done';
    const said = words.runOf(
      `${messages.node.states[state]}${duration}`,
      formatAgo(editor.now() - run.startedAtMs),
    );
    const what = run.to === undefined ? said : words.runTo(nameOf(run.to), said);
    return [
      {
        id: `show ${run.runId}`,
        title: words.show(what),
        icon: <History aria-hidden size={14} />,
        run: () => {
          editor.ui.setState({ bottomTab: 'timeline', bottomOpen: true });
          showRun(editor.client, session, run.runId).catch(() => editor.report(shellMessages.runGone));
        },
      },
      {
        id: `rerun ${run.runId}`,
        title: words.rerun(what),
        icon: <Play aria-hidden size={14} />,
        run: () => void startRun(editor, run.to),
      },
    ];
  });
}

/** The keyboard goes along with what was chosen, after the closed palette has given it back to where it was. */
function toCanvas(editor: Editor): void {
  requestAnimationFrame(() => requestAnimationFrame(() => editor.view?.focus()));
}

/** Everything that the palette knows now, in the order in which it is shown before anything is typed. */
export function usePaletteGroups(): PaletteGroup[] {
  const editor = useEditor();
  const definitions = useApp((state) => state.definitions);
  const info = useApp((state) => state.info);
  const nodes = useGoToEntries();
  const bindings = useBindings();
  const settings = useStore(editor.settings);
  const { sessions, active, closed } = useStore(editor.workspace);
  const runs = useStore(editor.runHistory, (all) => all[active ?? '']);
  // biome-ignore lint: settings change what the entries of the settings say
  return useMemo(() => {
    const words = messages.palette;
    const isDesktop = info?.shell === 'desktop';
    const commands = COMMANDS.filter(
      (command) => command.id !== 'palette' && command.held !== true && command.when?.(editor) !== false,
    ).map(
      (command): PaletteEntry => ({
        id: `command ${command.id}`,
        title: command.title,
        detail: messages.commands.groups[command.group],
        keywords: command.keywords,
        keys: bindings.keysOf(command.id)[0],
        run: () => command.run(editor),
      }),
    );
    const additions = definitions.map((definition): PaletteEntry => {
      const Icon = nodeIcon(definition);
      return {
        id: `add ${definition.type}`,
        title: definition.name,
        detail: definition.category,
        keywords: [definition.type, ...definition.keywords].join(' '),
        badge: languageOf(definition).badge,
        icon: <Icon aria-hidden size={15} />,
        run: () => {
          const session = activeSession(editor);
          if (session !== undefined && editor.view !== undefined) {
            addNode(session, definition, editor.view.middle());
            toCanvas(editor);
          }
        },
      };
    });
    const places = nodes.map(
      ({ id, name }): PaletteEntry => ({
        id: `go ${id}`,
        title: name,
        detail: id,
        icon: <Cable aria-hidden size={14} />,
        run: () => {
          goToNode(editor, id);
          toCanvas(editor);
        },
      }),
    );
    const open = sessions
      .filter((session) => session.documentId !== active)
      .map((session): PaletteEntry => {
        const { path, blueprint } = session.document.getState();
        return {
          id: `open ${session.documentId}`,
          title: documentTitle(path, blueprint.name),
          detail: path,
          icon: <SquareStack aria-hidden size={14} />,
          run: () => {
            flushDrafts(editor);
            editor.workspace.setState({ active: session.documentId });
          },
        };
      });
    const neverSaved = closed
      .filter(({ path }) => path === undefined)
      .map(
        (entry): PaletteEntry => ({
          id: `closed ${entry.documentId}`,
          title: entry.name,
          detail: messages.document.neverSaved,
          icon: <FolderOpen aria-hidden size={14} />,
          run: () => void reopenDocument(editor, entry),
        }),
      );
    const files = (info?.recent ?? []).map(
      (path): PaletteEntry => ({
        id: `recent ${path}`,
        title: documentTitle(path, path),
        detail: path,
        icon: <FolderOpen aria-hidden size={14} />,
        run: () => void openPath(editor, path),
      }),
    );
    const recent = [...neverSaved, ...files];
    const examples = (info?.examples ?? []).map(
      ({ id, name, description }): PaletteEntry => ({
        id: `example ${id}`,
        title: name,
        detail: description,
        icon: <FileText aria-hidden size={14} />,
        run: () => void newDocument(editor, id),
      }),
    );
    const nameOf = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
    return [
      { id: 'open', heading: shellMessages.palette.openDocuments, entries: open, first: 5 },
      {
        id: 'runs',
        heading: shellMessages.palette.runs,
        entries: runEntries(editor, runs ?? [], nameOf),
        first: 4,
      },
      { id: 'commands', heading: words.commands, entries: commands, first: ALL },
      { id: 'add', heading: words.addNode, entries: active === undefined ? [] : additions, first: ALL },
      { id: 'go', heading: words.goTo, entries: places, first: 20 },
      { id: 'recent', heading: words.recent, entries: recent, first: 8 },
      { id: 'examples', heading: words.examples, entries: examples, first: 8 },
      {
        id: 'settings',
        heading: shellMessages.palette.settings,
        entries: SETTING_ENTRIES.filter((entry) => isDesktop || entry.desktopOnly !== true).flatMap((entry) =>
          settingEntries(editor, entry),
        ),
        first: 12,
      },
    ];
  }, [editor, definitions, info, nodes, bindings, settings, sessions, active, closed, runs]);
}
