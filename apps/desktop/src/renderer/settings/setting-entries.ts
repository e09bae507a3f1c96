import type { Settings } from '@atomiton/contracts';
import { shellMessages } from '../messages-shell';

const text = shellMessages.settings;

interface EntryBase {
  section: 'appearance' | 'canvas' | 'runtimes';
  name: string;
  label: string;
  description: string;
  /** Only in a desktop window: a browser has its own. */
  desktopOnly?: boolean;
}

/** One setting as the dialog and the palette show it. */
export type SettingEntry = EntryBase &
  (
    | { kind: 'choice'; options: { value: string | number; label: string }[] }
    | { kind: 'switch' }
    | { kind: 'program'; placeholder: string }
    | { kind: 'count'; max: number }
  );

function choices(options: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(options).map(([value, label]) => ({ value, label }));
}

const ZOOMS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** Every setting but the keys, in the order of the dialog. */
export const SETTING_ENTRIES: readonly SettingEntry[] = [
  {
    section: 'appearance',
    name: 'theme',
    kind: 'choice',
    ...text.theme,
    options: choices(text.theme.options),
  },
  {
    section: 'appearance',
    name: 'motion',
    kind: 'choice',
    ...text.motion,
    options: choices(text.motion.options),
  },
  {
    section: 'appearance',
    name: 'zoom',
    kind: 'choice',
    label: text.zoom.label,
    description: text.zoom.description,
    options: ZOOMS.map((value) => ({ value, label: text.zoom.percent(value) })),
    desktopOnly: true,
  },
  { section: 'canvas', name: 'grid', kind: 'switch', ...text.grid },
  { section: 'canvas', name: 'snap', kind: 'switch', ...text.snap },
  { section: 'canvas', name: 'minimap', kind: 'switch', ...text.minimap },
  { section: 'canvas', name: 'edges', kind: 'choice', ...text.edges, options: choices(text.edges.options) },
  { section: 'runtimes', name: 'python', kind: 'program', ...text.python },
  {
    section: 'runtimes',
    name: 'workers',
    kind: 'count',
    label: text.workers.label,
    description: text.workers.description,
    max: 256,
  },
];

/** What a setting is now. */
export function settingValue(settings: Settings, entry: SettingEntry): unknown {
  return (settings[entry.section] as Record<string, unknown>)[entry.name];
}
