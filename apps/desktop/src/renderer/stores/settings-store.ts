import {
  type BridgeClient,
  defaultSettings,
  type SettingChange,
  type Settings,
  toErrorData,
} from '@atomiton/contracts';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What the user has set, as the host keeps it. A change is shown at once and taken back where the host refuses it. */
export interface SettingsStore extends StoreApi<Settings> {
  /** Reads them from the host. @returns what is wrong with their file, if anything. */
  load(): Promise<string | undefined>;
  /** Sets values; one without a value gets its default. @returns why the host refused, if it did. */
  change(...changes: SettingChange[]): Promise<string | undefined>;
}

const THEME_KEY = 'atomiton.theme';

/** The theme of the last time, so that the first paint has it before the host has answered. */
function firstSettings(storage: Storage | undefined): Settings {
  const settings = defaultSettings();
  const theme = storage?.getItem(THEME_KEY);
  if (theme === 'dark' || theme === 'light') settings.appearance.theme = theme;
  return settings;
}

function withChanges(settings: Settings, changes: readonly SettingChange[]): Settings {
  const defaults = defaultSettings();
  const next: Record<string, Record<string, unknown>> = { ...settings };
  for (const { section, name, value } of changes) {
    const values = { ...next[section] };
    const otherwise = (defaults[section] as Record<string, unknown>)[name];
    if (value !== undefined) values[name] = value;
    else if (otherwise === undefined) delete values[name];
    else values[name] = otherwise;
    next[section] = values;
  }
  return next as Settings;
}

export function createSettingsStore(client: BridgeClient, storage: Storage | undefined): SettingsStore {
  const store = createStore<Settings>(() => firstSettings(storage));
  let asked = 0;
  store.subscribe(({ appearance }) => storage?.setItem(THEME_KEY, appearance.theme));
  client.on('settings.changed', ({ settings }) => store.setState(settings));
  return {
    ...store,
    async load() {
      const { settings, problem } = await client.call('settings.get', {});
      store.setState(settings);
      return problem;
    },
    async change(...changes) {
      const before = store.getState();
      const number = ++asked;
      store.setState(withChanges(before, changes));
      try {
        const { settings } = await client.call('settings.set', { changes });
        // What was changed since is on its way: an older answer must not take it back.
        if (number === asked) store.setState(settings);
        return undefined;
      } catch (thrown) {
        if (number === asked) store.setState(before);
        return toErrorData(thrown).message;
      }
    },
  };
}
