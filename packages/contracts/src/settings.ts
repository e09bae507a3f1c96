import { z } from 'zod';
import { isForbiddenKey, jsonValueSchema } from './json.js';

/** A key as it is written in the settings: `Ctrl+Shift+Z`, `N`; two steps one after the other: `Alt+S U`. */
export const keyTextSchema = z.string().min(1).max(60);

const appearanceSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  /** `reduced` switches motion off even where the system asks for none of it. */
  motion: z.enum(['system', 'reduced']).default('system'),
  /** Size of the whole interface in a desktop window; a browser has its own. */
  zoom: z.number().min(0.5).max(2).default(1),
});

const canvasSchema = z.object({
  /** Moved nodes keep to the grid. */
  snap: z.boolean().default(false),
  grid: z.boolean().default(true),
  minimap: z.boolean().default(true),
  edges: z.enum(['curved', 'stepped', 'straight']).default('curved'),
});

const runtimesSchema = z.object({
  /** Program of the Python that runs nodes; empty: the environment of Atomiton's own. */
  python: z.string().max(4096).default(''),
  /** Threads and processes each language may have; 0: one a core. */
  workers: z.int().min(0).max(256).default(0),
});

/** What the window remembers of its panels and dialogs; nothing that a user types. */
const panelsSchema = z.object({
  side: z.string().max(40).nullable().default('library'),
  inspector: z.boolean().default(true),
  bottom: z.boolean().default(true),
  bottomTab: z.string().max(40).default('timeline'),
  /** Where a file was chosen last: dialogs without a better place start here. Empty: nowhere yet. */
  lastFolder: z.string().max(4096).default(''),
  /** Sizes by group of panels, as the window writes them. */
  layouts: z.record(z.string().max(200), z.string().max(4000)).default({}),
});

/** The sections of the settings; each knows its own defaults. */
export const SETTINGS_SECTIONS = {
  appearance: appearanceSchema,
  canvas: canvasSchema,
  /** Keys by command id, where they are not the default ones; an empty list: none. */
  keys: z.record(z.string().max(100), z.array(keyTextSchema).max(8)).default({}),
  runtimes: runtimesSchema,
  panels: panelsSchema,
} as const;

export type SettingsSection = keyof typeof SETTINGS_SECTIONS;

/** Everything a user may set, complete. */
export const settingsSchema = z.object({
  appearance: appearanceSchema,
  canvas: canvasSchema,
  keys: SETTINGS_SECTIONS.keys,
  runtimes: runtimesSchema,
  panels: panelsSchema,
});
export type Settings = z.infer<typeof settingsSchema>;

/** One setting that gets a value, or with none its default. */
export const settingChangeSchema = z.strictObject({
  section: z.enum(['appearance', 'canvas', 'keys', 'runtimes', 'panels']),
  name: z
    .string()
    .min(1)
    .max(100)
    .refine((name) => !isForbiddenKey(name), 'a reserved word'),
  value: jsonValueSchema.optional(),
});
export type SettingChange = z.infer<typeof settingChangeSchema>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads what a settings file holds. What is not right is left out, so that its default applies, and named.
 * @returns complete settings, and one sentence for each value that was refused.
 */
export function readSettings(stored: unknown): { settings: Settings; problems: string[] } {
  const problems: string[] = [];
  const kept: Record<string, Record<string, unknown>> = {};
  for (const [section, schema] of Object.entries(SETTINGS_SECTIONS)) {
    const values = isRecord(stored) ? stored[section] : undefined;
    kept[section] = {};
    if (values === undefined) continue;
    if (!isRecord(values)) {
      problems.push(`"${section}" is ${JSON.stringify(values)?.slice(0, 80)}; a record was expected.`);
      continue;
    }
    for (const [name, value] of Object.entries(values)) {
      const checked = schema.safeParse({ [name]: value });
      if (checked.success) {
        kept[section][name] = value;
        continue;
      }
      const why = checked.error.issues[0]?.message ?? 'not right';
      problems.push(`"${section}.${name}" is ${JSON.stringify(value)?.slice(0, 80)}: ${why}.`);
    }
  }
  return { settings: settingsSchema.parse(kept), problems };
}

/** The settings of somebody who has set nothing. */
export function defaultSettings(): Settings {
  return readSettings({}).settings;
}
