import { toErrorData } from '@atomiton/contracts';
import { openDialog } from '../dialogs/open-dialog';
import { activeSession, type Editor } from '../editor/editor';
import { recheckRuntimes } from '../editor/recheck-runtimes';
import { cancelRun, startRun } from '../editor/runs';
import { stepPart } from '../frame/window-parts';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { type BottomTab, DEFAULT_PANELS, type SidePanel, type ThemeChoice, toast } from '../stores/ui-store';
import type { Command } from './command';

const text = messages.commands;
const shell = shellMessages.commands;
const NEXT_THEME: Record<ThemeChoice, ThemeChoice> = { system: 'dark', dark: 'light', light: 'system' };

function showTab(editor: Editor, bottomTab: BottomTab): void {
  editor.ui.setState({ bottomTab, bottomOpen: true });
}

function toggleSide(editor: Editor, side: SidePanel): void {
  editor.ui.setState((state) => ({ side: state.side === side ? undefined : side }));
}

function toggleCanvas(editor: Editor, name: 'snap' | 'grid' | 'minimap'): void {
  const value = !editor.settings.getState().canvas[name];
  void editor.settings.change({ section: 'canvas', name, value });
}

function selectedNode(editor: Editor): string | undefined {
  const nodes = activeSession(editor)?.canvas.getState().selectedNodes ?? [];
  return nodes.length === 1 ? nodes[0] : undefined;
}

function isRunning(editor: Editor): boolean {
  const phase = activeSession(editor)?.run.store.getState().phase;
  return phase === 'running' || phase === 'starting';
}

/** Where a key was pressed: what the press did already may have moved the focus. */
function elementOf(event: KeyboardEvent | undefined): Element | undefined {
  return event?.target instanceof Element ? event.target : undefined;
}

export const RUN_COMMANDS: readonly Command[] = [
  {
    id: 'run',
    title: text.run,
    group: 'run',
    keys: ['Ctrl+Enter'],
    inText: true,
    when: (editor) => activeSession(editor) !== undefined && !isRunning(editor),
    run: (editor) => void startRun(editor),
  },
  {
    id: 'run-to-here',
    title: text.runToHere,
    group: 'run',
    keys: ['Alt+Enter'],
    inText: true,
    when: (editor) => selectedNode(editor) !== undefined && !isRunning(editor),
    run: (editor) => void startRun(editor, selectedNode(editor)),
  },
  {
    id: 'cancel',
    title: text.cancel,
    group: 'run',
    keys: ['Ctrl+Alt+Enter'],
    inText: true,
    when: isRunning,
    run: (editor) => void cancelRun(editor),
  },
];

export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'palette',
    title: text.palette,
    group: 'view',
    keys: ['Ctrl+K', 'Ctrl+Shift+P'],
    inText: true,
    run: (editor) => editor.ui.setState({ paletteOpen: true }),
  },
  {
    id: 'search',
    title: text.search,
    group: 'view',
    keys: ['N'],
    when: (editor) => editor.view !== undefined,
    run: (editor) => {
      const { view } = editor;
      if (view === undefined) return;
      const screen = view.pointer();
      const { selectedEdges = [], selectedNodes = [] } = activeSession(editor)?.canvas.getState() ?? {};
      const into = selectedEdges.length === 1 && selectedNodes.length === 0 ? selectedEdges[0] : undefined;
      editor.ui.setState({ nodeSearch: { screen, flow: view.toFlow(screen), into } });
    },
  },
  {
    id: 'zoom-in',
    title: text.zoomIn,
    group: 'view',
    keys: ['Alt+='],
    run: (editor) => editor.view?.zoomBy(1.25),
  },
  {
    id: 'zoom-out',
    title: text.zoomOut,
    group: 'view',
    keys: ['Alt+-'],
    run: (editor) => editor.view?.zoomBy(0.8),
  },
  {
    id: 'zoom-reset',
    title: text.zoomReset,
    group: 'view',
    keys: ['Alt+0'],
    run: (editor) => editor.view?.zoomTo(1),
  },
  {
    id: 'library',
    title: text.library,
    group: 'view',
    keys: ['Alt+L'],
    run: (editor) => toggleSide(editor, 'library'),
  },
  {
    id: 'outline',
    title: text.outline,
    group: 'view',
    keys: ['Alt+O'],
    run: (editor) => toggleSide(editor, 'outline'),
  },
  {
    id: 'bottom',
    title: text.bottom,
    group: 'view',
    keys: ['Alt+B'],
    run: (editor) => editor.ui.setState((state) => ({ bottomOpen: !state.bottomOpen })),
  },
  { id: 'log', title: text.log, group: 'view', keys: ['Ctrl+`'], run: (editor) => showTab(editor, 'log') },
  {
    id: 'problems',
    title: text.problems,
    group: 'view',
    keys: [],
    run: (editor) => showTab(editor, 'problems'),
  },
  {
    id: 'theme',
    title: text.theme,
    group: 'view',
    keys: [],
    run: (editor) => {
      const value = NEXT_THEME[editor.ui.getState().theme];
      void editor.settings.change({ section: 'appearance', name: 'theme', value });
    },
  },
  {
    id: 'timeline',
    title: shell.timeline,
    group: 'view',
    keys: [],
    run: (editor) => showTab(editor, 'timeline'),
  },
  { id: 'result', title: shell.result, group: 'view', keys: [], run: (editor) => showTab(editor, 'result') },
  {
    id: 'inspector',
    title: shell.inspector,
    group: 'view',
    keys: ['Alt+I'],
    run: (editor) => editor.ui.setState((state) => ({ inspectorOpen: !state.inspectorOpen })),
  },
  {
    id: 'focus-mode',
    title: shell.focusMode,
    group: 'view',
    keys: ['F'],
    when: (editor) => activeSession(editor) !== undefined,
    run: (editor) => editor.ui.setState((state) => ({ focusMode: !state.focusMode })),
  },
  {
    id: 'next-part',
    title: shell.nextPart,
    group: 'view',
    keys: ['F6'],
    inText: true,
    run: (editor, event) => stepPart(editor, 1, elementOf(event)),
  },
  {
    id: 'previous-part',
    title: shell.previousPart,
    group: 'view',
    keys: ['Shift+F6'],
    inText: true,
    run: (editor, event) => stepPart(editor, -1, elementOf(event)),
  },
  {
    id: 'reset-panels',
    title: shell.resetPanels,
    group: 'view',
    keys: [],
    run(editor) {
      editor.ui.setState({ ...DEFAULT_PANELS, panelsReset: editor.ui.getState().panelsReset + 1 });
      void editor.settings.change({ section: 'panels', name: 'layouts' });
    },
  },
  {
    id: 'pan',
    title: shell.pan,
    group: 'view',
    keys: ['Space'],
    held: true,
    run: () => undefined,
  },
  {
    id: 'snap',
    title: shell.snap,
    group: 'view',
    keys: ['Alt+G'],
    run: (editor) => toggleCanvas(editor, 'snap'),
  },
  { id: 'grid', title: shell.grid, group: 'view', keys: [], run: (editor) => toggleCanvas(editor, 'grid') },
  {
    id: 'minimap',
    title: shell.minimap,
    group: 'view',
    keys: ['Alt+M'],
    run: (editor) => toggleCanvas(editor, 'minimap'),
  },
];

/** Settings, examples, runtimes, keys. */
export const HELP_COMMANDS: readonly Command[] = [
  {
    id: 'settings',
    title: shell.settings,
    group: 'help',
    keys: ['Ctrl+,'],
    inText: true,
    run: (editor) => void openDialog(editor.ui, { kind: 'settings' }),
  },
  {
    id: 'gallery',
    title: shell.gallery,
    group: 'help',
    keys: ['W'],
    run: (editor) => void openDialog(editor.ui, { kind: 'gallery' }),
  },
  {
    id: 'runtimes',
    title: shell.runtimes,
    group: 'help',
    keys: [],
    run: (editor) => void openDialog(editor.ui, { kind: 'settings', page: 'runtimes' }),
  },
  {
    id: 'refresh',
    title: shell.refresh,
    group: 'help',
    keys: ['R'],
    run(editor) {
      recheckRuntimes(editor).then(
        (now) => {
          const ready = now.filter(({ state }) => state === 'ready').length;
          toast(editor.ui, 'info', shellMessages.runtimes.rechecked(ready, now.length));
        },
        (thrown: unknown) => editor.report(toErrorData(thrown).message),
      );
    },
  },
  {
    id: 'keys',
    title: shell.keys,
    group: 'help',
    keys: [],
    run: (editor) => void openDialog(editor.ui, { kind: 'settings', page: 'keys' }),
  },
  {
    id: 'shortcuts',
    title: text.shortcuts,
    group: 'help',
    keys: ['?'],
    run: (editor) => void openDialog(editor.ui, { kind: 'shortcuts' }),
  },
];
