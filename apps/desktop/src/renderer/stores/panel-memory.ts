import type { Settings } from '@atomiton/contracts';
import type { SettingsStore } from './settings-store';
import { BOTTOM_TABS, SIDE_PANELS, type UiState, type UiStore } from './ui-store';

type Panels = Settings['panels'];
/** What the window remembers of its panels, apart from their sizes. */
type Shown = Omit<Panels, 'layouts' | 'lastFolder'>;

function shownIn(state: UiState): Shown {
  return {
    side: state.side ?? null,
    inspector: state.inspectorOpen,
    bottom: state.bottomOpen,
    bottomTab: state.bottomTab,
  };
}

/** Shows the panels of the last time; a panel that there is no more is left closed. */
export function restorePanels(ui: UiStore, panels: Panels): void {
  ui.setState({
    side: SIDE_PANELS.find((name) => name === panels.side),
    inspectorOpen: panels.inspector,
    bottomOpen: panels.bottom,
    bottomTab: BOTTOM_TABS.find((name) => name === panels.bottomTab) ?? 'timeline',
  });
}

/** Writes every change of the panels to the settings, and keeps the theme of the window as the settings say. */
export function rememberPanels(ui: UiStore, settings: SettingsStore): void {
  ui.setState({ theme: settings.getState().appearance.theme });
  settings.subscribe(({ appearance }) => {
    if (ui.getState().theme !== appearance.theme) ui.setState({ theme: appearance.theme });
  });
  ui.subscribe((state, previous) => {
    const [now, before] = [shownIn(state), shownIn(previous)];
    const kept = settings.getState().panels;
    const changes = (Object.keys(now) as (keyof Shown)[])
      .filter((name) => now[name] !== before[name] && now[name] !== kept[name])
      .map((name) => ({ section: 'panels' as const, name, value: now[name] }));
    if (changes.length > 0) void settings.change(...changes);
  });
}

/** Sizes of panel groups as the panels read and write them, kept in the settings. */
export function layoutStorage(settings: SettingsStore): Pick<Storage, 'getItem' | 'setItem'> {
  return {
    getItem: (name) => settings.getState().panels.layouts[name] ?? null,
    setItem(name, value) {
      const { layouts } = settings.getState().panels;
      if (layouts[name] === value) return;
      void settings.change({ section: 'panels', name: 'layouts', value: { ...layouts, [name]: value } });
    },
  };
}
