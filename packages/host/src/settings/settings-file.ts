import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { SettingChange, Settings } from '@atomiton/contracts';
import { AtomitonError, readSettings, SETTINGS_SECTIONS } from '@atomiton/contracts';
import { fileProblem, systemCode } from '../documents/file-problem.js';
import { writeDurably } from '../documents/write-durably.js';

type Stored = Record<string, unknown>;

function isRecord(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The settings in `settings.json` of the data folder: only what was set, keys that we do not know included. A file that
 * cannot be read is moved aside, never overwritten; a single wrong value stays in the file and its default applies.
 */
export class SettingsFile {
  private stored: Stored = {};
  private complete: Settings = readSettings({}).settings;
  private said: string | undefined;
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly file: string) {}

  static async load(dataFolder: string): Promise<SettingsFile> {
    const settings = new SettingsFile(path.join(dataFolder, 'settings.json'));
    let text: string;
    try {
      text = await readFile(settings.file, 'utf8');
    } catch (thrown) {
      if (systemCode(thrown) !== 'ENOENT') {
        settings.said = `The settings could not be read, so the defaults apply. ${fileProblem(thrown, settings.file, 'read').data.message}`;
      }
      return settings;
    }
    await settings.take(text);
    return settings;
  }

  /** Complete, with defaults. */
  get current(): Settings {
    return this.complete;
  }

  /** One sentence about a file that could not be read whole, else undefined. */
  get problem(): string | undefined {
    return this.said;
  }

  /**
   * Sets values, or gives them back their defaults, and writes the file.
   * @throws AtomitonError `bad-setting`, or what `writeDurably` throws; then nothing has changed.
   */
  change(changes: readonly SettingChange[]): Promise<Settings> {
    const changed = this.writing.then(() => this.changeNow(changes));
    this.writing = changed.then(
      () => undefined,
      () => undefined,
    );
    return changed;
  }

  /** Settles when everything is on the disk. */
  settled(): Promise<void> {
    return this.writing;
  }

  private async changeNow(changes: readonly SettingChange[]): Promise<Settings> {
    const next: Stored = { ...this.stored };
    for (const { section, name, value } of changes) {
      const before = next[section];
      const values: Stored = isRecord(before) ? { ...before } : {};
      if (value === undefined) delete values[name];
      else {
        const checked = SETTINGS_SECTIONS[section].safeParse({ [name]: value });
        const known = section === 'keys' || Object.hasOwn(this.complete[section], name);
        if (!checked.success || !known) {
          throw new AtomitonError({
            kind: 'validation',
            code: 'bad-setting',
            message: `The setting "${section}.${name}" cannot be ${JSON.stringify(value).slice(0, 200)}: ${
              checked.success ? 'there is no such setting' : (checked.error.issues[0]?.message ?? 'not right')
            }.`,
          });
        }
        values[name] = value;
      }
      next[section] = values;
    }
    await mkdir(path.dirname(this.file), { recursive: true });
    await writeDurably(this.file, `${JSON.stringify(next, undefined, 2)}\n`, true);
    this.stored = next;
    this.complete = readSettings(next).settings;
    return this.complete;
  }

  private async take(text: string): Promise<void> {
    try {
      const parsed: unknown = JSON.parse(text);
      if (!isRecord(parsed)) throw new SyntaxError('it is not a record');
      this.stored = parsed;
      const { settings, problems } = readSettings(parsed);
      this.complete = settings;
      if (problems.length > 0) {
        this.said = `Not everything in ${this.file} could be read; defaults apply there. ${problems.slice(0, 3).join(' ')}`;
      }
    } catch (thrown) {
      const aside = `${this.file}.damaged-${new Date().toISOString().replaceAll(/[^0-9]/g, '')}`;
      const kept = await rename(this.file, aside).then(
        () => `The file is kept as ${aside}.`,
        () => `The file stays at ${this.file} until a setting is changed.`,
      );
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      this.said = `The settings in ${this.file} could not be read (${why}), so the defaults apply. ${kept}`;
    }
  }
}
