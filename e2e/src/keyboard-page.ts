import type { Blueprint } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { writeBlueprint } from './blueprint-file.js';
import { CanvasFile } from './canvas-file.js';
import { openShell, type ShellOptions } from './shell.js';

const MOST_TABS = 160;

/** What has the focus. */
export interface Focus {
  /** As a screen reader would name it. */
  name: string;
  /** The page itself has it: nothing has. */
  lost: boolean;
  /** A frame, a ring or a caret shows it. */
  visible: boolean;
  /** For a message: tag and classes. */
  element: string;
}

interface PressedWindow extends Window {
  atomitonPresses?: string[];
}

/** The editor as somebody works it who has no mouse: every use of one is refused, and the page would report it. */
export class KeyboardPage extends CanvasFile {
  static async openFile(
    folder: string,
    document: Blueprint,
    options: ShellOptions = {},
  ): Promise<KeyboardPage> {
    const path = writeBlueprint(folder, document);
    const shell = await openShell({ ...options, open: path });
    const page = new KeyboardPage(shell, path);
    await page.ready();
    await page.page.locator('[data-node-id]').first().waitFor();
    await page.refuseMouse();
    return page;
  }

  /** From here on a call of the mouse throws, and a press that reaches the page by another way is kept for `presses`. */
  async refuseMouse(): Promise<void> {
    const refuse = (): never => {
      throw new Error('This test works by keyboard alone: no mouse.');
    };
    for (const method of ['move', 'down', 'up', 'click', 'dblclick', 'wheel'] as const) {
      this.page.mouse[method] = refuse;
    }
    await this.page.evaluate(() => {
      const own = window as PressedWindow;
      own.atomitonPresses = [];
      window.addEventListener(
        'pointerdown',
        ({ isTrusted, target }) => {
          if (isTrusted && target instanceof Element)
            own.atomitonPresses?.push(target.outerHTML.slice(0, 120));
        },
        true,
      );
    });
  }

  /** Presses of a mouse that the page has seen. */
  async presses(): Promise<string[]> {
    return this.page.evaluate(
      () => (window as PressedWindow).atomitonPresses ?? ['the page was loaded anew'],
    );
  }

  async focus(): Promise<Focus> {
    return this.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (element === null || element === document.body) {
        return { name: '', lost: true, visible: false, element: 'body' };
      }
      const labels =
        element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement ||
        element instanceof HTMLButtonElement
          ? element.labels
          : null;
      const by = element.getAttribute('aria-labelledby')?.split(' ')[0];
      const name =
        element.getAttribute('aria-label') ??
        labels?.[0]?.textContent ??
        (by === undefined ? undefined : document.getElementById(by)?.textContent) ??
        element.textContent ??
        '';
      const isText =
        element instanceof HTMLTextAreaElement ||
        (element instanceof HTMLElement && element.isContentEditable) ||
        (element instanceof HTMLInputElement &&
          !['checkbox', 'radio', 'range', 'color'].includes(element.type));
      const drawn = (style: CSSStyleDeclaration): boolean =>
        (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
        (style.boxShadow !== 'none' && style.boxShadow !== '');
      let visible = isText;
      let around: Element | null = element;
      for (let step = 0; step < 3 && around !== null && !visible; step++) {
        visible = drawn(getComputedStyle(around));
        around = around.parentElement;
      }
      // An edge is thick in the colour of the focus; a line of a menu has the ground of the one that is chosen.
      if (element instanceof SVGElement) visible = true;
      if (element.matches('[role="menuitem"], [role="menuitemcheckbox"], [role="dialog"], [role="menu"]'))
        visible = true;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) visible = false;
      return {
        name: name.trim(),
        lost: false,
        visible,
        element: `${element.tagName} ${element.getAttribute('class') ?? ''}`,
      };
    });
  }

  /** Waits until something has the focus and shows it. */
  async focusShown(): Promise<void> {
    await expect
      .poll(async () => {
        const { lost, visible, element, name } = await this.focus();
        return lost || !visible ? `${element} ${name}` : 'shown';
      })
      .toBe('shown');
  }

  /** Goes on with `key` until what the focus is on has this name. */
  async reach(name: string | RegExp, key = 'Tab'): Promise<void> {
    const fits = (text: string): boolean => (typeof name === 'string' ? text === name : name.test(text));
    const seen: string[] = [];
    for (let step = 0; step < MOST_TABS; step++) {
      const { name: present } = await this.focus();
      if (fits(present)) return;
      seen.push(present.slice(0, 30));
      await this.keyboard.press(key);
      // Menus move the focus in a turn of their own.
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    }
    throw new Error(
      `${key} did not reach ${String(name)} in ${MOST_TABS} steps; it saw ${seen.slice(-40).join(' | ')}.`,
    );
  }

  /** Reaches a control and presses it. */
  async use(name: string | RegExp, key = 'Tab'): Promise<void> {
    await this.reach(name, key);
    await this.keyboard.press('Enter');
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.keyboard.press('Control+k');
    await this.page.getByRole('dialog', { name: 'Search everything' }).waitFor();
    await this.keyboard.type(title);
    const first = this.page.locator('[cmdk-item][aria-selected="true"]');
    await expect.poll(() => first.textContent()).toContain(title);
    await this.keyboard.press('Enter');
  }

  /** Puts the keyboard on the canvas. */
  async toCanvas(): Promise<void> {
    for (let step = 0; step < 9; step++) {
      const inside = await this.page.evaluate(() => document.activeElement?.closest('.react-flow') !== null);
      if (inside) return;
      await this.keyboard.press('F6');
    }
    throw new Error('F6 did not reach the canvas.');
  }

  /** Selects a node by the palette, from wherever the focus is. */
  async goTo(id: string): Promise<void> {
    await this.keyboard.press('Control+k');
    await this.page.getByRole('dialog', { name: 'Search everything' }).waitFor();
    await this.keyboard.type(id);
    const entry = this.page.locator(`[data-entry="go ${id}"]`);
    await entry.waitFor();
    for (let step = 0; step < 60 && (await entry.getAttribute('aria-selected')) !== 'true'; step++) {
      await this.keyboard.press('ArrowDown');
    }
    await this.keyboard.press('Enter');
    await expect.poll(() => this.chosen()).toEqual([id]);
    await this.viewSettled();
  }

  /** The search on the canvas: types and takes the first. @returns the id of the new node */
  async add(name: string): Promise<string> {
    const before = new Set(await this.nodeIds());
    await this.keyboard.press('n');
    const search = this.page.getByTestId('node-search');
    await search.waitFor();
    await this.keyboard.type(name);
    await expect
      .poll(() => search.locator('[cmdk-item][aria-selected="true"]').textContent())
      .toContain(name);
    await this.keyboard.press('Enter');
    const added = async (): Promise<string[]> => (await this.nodeIds()).filter((id) => !before.has(id));
    await expect.poll(added).toHaveLength(1);
    return (await added())[0] ?? '';
  }

  /** Draws an edge from the selected node: the list of `E`, searched. */
  async connectBy(words: string): Promise<void> {
    await this.keyboard.press('e');
    const picker: Locator = this.page.getByTestId('connect-picker');
    await picker.waitFor();
    await this.keyboard.type(words);
    await picker.locator('[cmdk-item][aria-selected="true"]').waitFor();
    await this.keyboard.press('Enter');
    await picker.waitFor({ state: 'hidden' });
  }
}
