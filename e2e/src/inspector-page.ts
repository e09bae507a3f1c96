import { readFileSync } from 'node:fs';
import type { Blueprint, JsonValue } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { EditorPage } from './editor-page.js';

const MOST_TABS = 150;

/** The inspector, worked by mouse, by keyboard, and by what the saved file then holds. */
export class InspectorPage extends EditorPage {
  /** What has the focus, as a screen reader would name it; inside of shadow roots too. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (element === null) return '';
      const label =
        element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement ||
        element instanceof HTMLButtonElement
          ? element.labels?.[0]?.textContent
          : undefined;
      return element.getAttribute('aria-label') ?? label ?? element.textContent ?? '';
    });
  }

  /** Goes on with Tab until the control of that name has the focus: nothing but the keyboard is used. */
  async tabTo(name: string): Promise<void> {
    for (let step = 0; step < MOST_TABS; step++) {
      if ((await this.focused()) === name) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab did not reach "${name}" in ${MOST_TABS} steps; it is at "${await this.focused()}".`);
  }

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
