import { readFileSync } from 'node:fs';
import type { Blueprint, JsonValue } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { EditorPage } from './editor-page.js';

/** The inspector, worked by mouse, by keyboard, and by what the saved file then holds. */
export class InspectorPage extends EditorPage {
  /** The control beside the label, of a field that is no single input. */
  group(label: string): Locator {
    return this.inspector.getByRole('group', { name: label, exact: true });
  }

  /** Saves with the keyboard and reads the file. */
  async saved(path: string): Promise<Blueprint> {
    await this.page.keyboard.press('Control+s');
    await this.page.getByText('saved in file', { exact: false }).first().waitFor();
    return JSON.parse(readFileSync(path, 'utf8')) as Blueprint;
  }

  /** Waits until the saved file holds the value; undefined where the default applies. */
  async expectParameter(
    path: string,
    node: string,
    name: string,
    value: JsonValue | undefined,
  ): Promise<void> {
    await expect
      .poll(async () => (await this.saved(path)).nodes[node]?.parameters[name], {
        timeout: 10_000,
        interval: 100,
        message: `${node}.${name}`,
      })
      .toEqual(value);
  }
}
