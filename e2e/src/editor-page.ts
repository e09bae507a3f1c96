import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Point {
  x: number;
  y: number;
}

/** The one primary button; `Run to here` is another. */
const RUN = /^Run(?! to here)/;

const MOST_TABS = 150;

async function centreOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator.toString()} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The editor as its user works it: by mouse, keyboard and what is written on the screen. */
export class EditorPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    await this.page.getByTestId('canvas').waitFor({ timeout: 30_000 });
  }

  /** Begins an empty blueprint in a tab of its own, and waits until it is in front and shown. */
  async newDocument(): Promise<void> {
    const inFront = '[role="tab"][data-document][aria-selected="true"]';
    const before = await this.page
      .locator(inFront)
      .evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('data-document')));
    await this.page.getByRole('button', { name: 'New blueprint' }).first().click();
    await this.page.waitForFunction(
      ([tab, old]) => {
        const now = document.querySelector(tab)?.getAttribute('data-document');
        return typeof now === 'string' && now !== old && document.querySelector('[data-node-id]') === null;
      },
      [inFront, before[0] ?? null] as const,
    );
  }

  /** The tabs of the open documents. */
  get documentTabs(): Locator {
    return this.page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab');
  }

  documentTab(title: string): Locator {
    return this.documentTabs.filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** Where in the document the canvas is. */
  get crumb(): Locator {
    return this.page.getByTestId('crumb');
  }

  /** Titles of the tabs from left to right. */
  async tabTitles(): Promise<string[]> {
    return this.documentTabs.locator('.tab-title').allTextContents();
  }

  /** Title of the document in front. */
  async activeTab(): Promise<string> {
    const tab = this.page.locator('[role="tab"][data-document][aria-selected="true"] .tab-title');
    return (await tab.textContent({ timeout: 5000 })) ?? '';
  }

  /** Where the changes of the document in front are, in words. */
  async keptState(): Promise<string> {
    return (await this.page.getByTestId('kept-state').textContent()) ?? '';
  }

  /** Names the blueprint in front through the crumb, by keyboard. */
  async renameDocument(name: string): Promise<void> {
    await this.page.getByTestId('document-name').click();
    const field = this.page.getByLabel('Name of the blueprint', { exact: true });
    await field.fill(name);
    await field.press('Enter');
  }

  /** Adds a node by the search on the canvas, by keyboard. @returns its id */
  async addBySearch(name: string): Promise<string> {
    const before = new Set(await this.nodeIds());
    await this.canvas.click({ position: { x: 40, y: 200 } });
    await this.page.keyboard.press('n');
    await this.page.keyboard.type(name);
    await this.page.keyboard.press('Enter');
    const added = async (): Promise<string[]> => (await this.nodeIds()).filter((id) => !before.has(id));
    await expect.poll(added, { timeout: 10_000 }).toHaveLength(1);
    return (await added())[0] ?? '';
  }

  get canvas(): Locator {
    return this.page.getByTestId('canvas');
  }

  node(id: string): Locator {
    return this.page.locator(`[data-node-id="${id}"]`);
  }

  port(ref: string, direction: 'input' | 'output'): Locator {
    return this.page.locator(`[data-port="${ref}"][data-direction="${direction}"]`);
  }

  async nodeIds(): Promise<string[]> {
    return this.page
      .locator('[data-node-id]')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-id') ?? ''));
  }

  /** Drags a node from the library to a place on the canvas, given as a part of its width and height. @returns its id */
  async addFromLibrary(name: string, at: Point): Promise<string> {
    const before = new Set(await this.nodeIds());
    const item = this.page.getByRole('button', { name: new RegExp(`^Add ${name},`) });
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('The canvas is not on the screen.');
    await item.dragTo(this.canvas, { targetPosition: { x: box.width * at.x, y: box.height * at.y } });
    const added = async (): Promise<string[]> => (await this.nodeIds()).filter((id) => !before.has(id));
    await expect.poll(added, { timeout: 10_000 }).toHaveLength(1);
    return (await added())[0] ?? '';
  }

  /** Draws an edge with the mouse. */
  async connect(from: string, to: string): Promise<void> {
    const start = await centreOf(this.port(from, 'output'));
    const end = await centreOf(this.port(to, 'input'));
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
    await this.page.mouse.move(end.x, end.y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Waits until the view has come to rest. A page behind another draws hardly a frame: this one comes to the front. */
  async viewSettled(): Promise<void> {
    await this.page.bringToFront();
    await this.page.evaluate(async () => {
      const viewport = document.querySelector<HTMLElement>('.react-flow__viewport');
      let before = '';
      for (let same = 0; same < 5; same++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = viewport?.style.transform ?? '';
        if (now !== before) same = 0;
        before = now;
      }
    });
  }

  async select(id: string): Promise<void> {
    await this.viewSettled();
    await this.node(id).click({ position: { x: 60, y: 14 } });
    await this.leave();
    await this.inspector.waitFor();
  }

  /** Takes the pointer off everything: the system's own tooltips never come up on a display without a window manager. */
  async leave(): Promise<void> {
    await this.page.mouse.move(2, 2);
  }

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  field(label: string): Locator {
    return this.inspector.getByLabel(label, { exact: true });
  }

  /** Types into a field of the selected node and leaves it. */
  async setField(label: string, value: string): Promise<void> {
    const field = this.field(label);
    const tag = await field.evaluate((element) => element.tagName);
    if (tag === 'SELECT') {
      await field.selectOption({ label: value });
      return;
    }
    await field.fill(value);
    await field.press('Tab');
  }

  /** Fills a list field of the selected node, one item after another. */
  async setList(label: string, items: readonly string[]): Promise<void> {
    for (const [index, item] of items.entries()) {
      await this.inspector.getByRole('button', { name: `Add an item to ${label}` }).click();
      const field = this.inspector.getByLabel(`${label} ${index + 1}`, { exact: true });
      await field.fill(item);
      await field.press('Tab');
    }
  }

  /** Presses Run as a person would: not in the very moment in which the button stops being Cancel. */
  async run(): Promise<void> {
    await this.page.waitForTimeout(450);
    await this.page.getByRole('button', { name: RUN }).first().click();
  }

  async cancel(): Promise<void> {
    await this.page
      .getByRole('button', { name: /^Cancel\b/ })
      .first()
      .click();
  }

  async state(id: string): Promise<string> {
    return (await this.node(id).getAttribute('data-state')) ?? '';
  }

  /** Waits until a node is drawn in the given state. */
  async waitForState(id: string, state: string, timeoutMs = 60_000): Promise<void> {
    await expect
      .poll(() => this.state(id), { timeout: timeoutMs, interval: 30, message: `${id} becomes ${state}` })
      .toBe(state);
  }

  /** Waits until no node is drawn as under way. */
  async waitForEnd(timeoutMs = 120_000): Promise<void> {
    await this.page.getByRole('button', { name: RUN }).first().waitFor({ timeout: timeoutMs });
  }

  /** Runs the document and waits for the end. */
  async runToEnd(timeoutMs = 120_000): Promise<void> {
    await this.run();
    await this.page
      .getByTestId('run-state')
      .filter({ hasText: /^(Done|Failed|Cancelled)/ })
      .waitFor({ timeout: timeoutMs });
  }

  /** Waits until a running node shows at least so many percent. */
  async waitForProgress(id: string, percent: number): Promise<void> {
    await expect
      .poll(async () => Number(/(\d+) %/.exec(await this.node(id).innerText())?.[1] ?? 0), {
        timeout: 60_000,
        interval: 30,
      })
      .toBeGreaterThanOrEqual(percent);
  }

  /** The table of the selected node in the bottom panel. */
  get resultTable(): Locator {
    return this.page.getByTestId('result').getByTestId('result-table');
  }

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

  /**
   * Waits until the keys of an open menu work. One opened by key takes the focus first and gives it to its first item
   * then: keys pressed between the two would be undone.
   * @param within where the focus comes to rest
   */
  async menuFocused(within: 'menu' | 'menuitem' = 'menuitem'): Promise<void> {
    await this.page.waitForFunction(
      (role) => document.activeElement?.matches(`[role="${role}"], [role="${role}"] *`) === true,
      within,
    );
  }

  /** Goes on with Tab until the control of that name has the focus: nothing but the keyboard is used. */
  async tabTo(name: string): Promise<void> {
    for (let step = 0; step < MOST_TABS; step++) {
      if ((await this.focused()) === name) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab did not reach "${name}" in ${MOST_TABS} steps; it is at "${await this.focused()}".`);
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }
}
