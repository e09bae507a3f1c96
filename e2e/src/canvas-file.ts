import { readFileSync } from 'node:fs';
import { blueprint, parseBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { writeBlueprint } from './blueprint-file.js';
import { EditorPage, type Point } from './editor-page.js';
import { openShell, type Shell } from './shell.js';

/** Reader, filter, chart and preview in a row, and two nodes of their own; places are canvas units. */
export function tableBlueprint(name: string): Blueprint {
  return blueprint(name)
    .node('csv', 'core/csv-reader', {}, { position: { x: 0, y: 0 } })
    .node('filter', 'core/select-filter', {}, { position: { x: 300, y: 0 } })
    .node('chart', 'core/chart', {}, { position: { x: 620, y: 0 } })
    .node('preview', 'core/preview', {}, { position: { x: 620, y: 330 } })
    .node('spare', 'core/select-filter', {}, { position: { x: 300, y: 330 } })
    .node('words', 'core/text', {}, { position: { x: 0, y: 330 } })
    .connect('csv.table', 'filter.table')
    .connect('filter.table', 'chart.table')
    .connect('filter.table', 'preview.value')
    .build();
}

/** The editor with a blueprint file open, whose document is read by saving it. */
export class CanvasFile extends EditorPage {
  constructor(
    readonly shell: Shell,
    readonly path: string,
  ) {
    super(shell.page);
  }

  static async open(folder: string, document: Blueprint): Promise<CanvasFile> {
    const path = writeBlueprint(folder, document);
    const shell = await openShell({ open: path });
    const file = new CanvasFile(shell, path);
    await file.ready();
    await file.page.locator('[data-node-id]').first().waitFor();
    return file;
  }

  /** As `open`, for a document so large that its nodes are drawn as boxes. */
  static async openFar(folder: string, document: Blueprint): Promise<CanvasFile> {
    const path = writeBlueprint(folder, document);
    const shell = await openShell({ open: path });
    const file = new CanvasFile(shell, path);
    await file.ready();
    await file.page.getByRole('button', { name: 'Fit the blueprint into view' }).click();
    await file.page.getByTestId('far-view').waitFor();
    return file;
  }

  /** Where a point of the canvas is in the window. */
  async toScreen(point: Point): Promise<Point> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('The canvas is not on the screen.');
    const { x, y, zoom } = await this.transform();
    return { x: box.x + x + point.x * zoom, y: box.y + y + point.y * zoom };
  }

  /** The zoom as it is, not as it is shown. */
  async exactZoom(): Promise<number> {
    return (await this.transform()).zoom;
  }

  private async transform(): Promise<Point & { zoom: number }> {
    return this.page.locator('.react-flow__viewport').evaluate((element) => {
      const { e, f, a } = new DOMMatrixReadOnly(getComputedStyle(element).transform);
      return { x: e, y: f, zoom: a };
    });
  }

  get keyboard(): Page['keyboard'] {
    return this.page.keyboard;
  }

  /** The document, saved first. */
  async saved(): Promise<Blueprint> {
    // An edit that comes after the key is not in that save: the key is pressed again.
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('Control+s');
      try {
        await this.page.getByText('saved in file', { exact: true }).waitFor({ timeout: 2000 });
        break;
      } catch (thrown) {
        if (attempt === 10) throw thrown;
      }
    }
    const parsed = parseBlueprint(readFileSync(this.path, 'utf8'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
    return parsed.blueprint;
  }

  /** Waits until a part of the saved document is as expected. */
  async expectSaved(part: (document: Blueprint) => unknown, expected: unknown): Promise<void> {
    await expect
      .poll(async () => part(await this.saved()), { timeout: 10_000, interval: 120 })
      .toEqual(expected);
  }

  /** Ctrl+Z takes exactly one step back, to a document that has this part. */
  async undoTo(part: (document: Blueprint) => unknown, expected: unknown): Promise<void> {
    await this.keyboard.press('Control+z');
    await this.expectSaved(part, expected);
  }

  group(id: string): Locator {
    return this.page.locator(`[data-group-id="${id}"]`);
  }

  note(id: string): Locator {
    return this.page.locator(`[data-note-id="${id}"]`);
  }

  edge(to: string): Locator {
    return this.page.locator(`.react-flow__edge[data-id="${to}"]`);
  }

  /** Where an element's middle is in the window, or a place in it as a part of its size. */
  async place(locator: Locator, part: Point = { x: 0.5, y: 0.5 }): Promise<Point> {
    const box = await locator.boundingBox();
    if (box === null) throw new Error(`${locator.toString()} is not on the screen.`);
    return { x: box.x + box.width * part.x, y: box.y + box.height * part.y };
  }

  /** The header of a node, left of its title's end. */
  async header(id: string): Promise<Point> {
    await this.viewSettled();
    const box = await this.node(id).boundingBox();
    if (box === null) throw new Error(`${id} is not on the screen.`);
    return { x: box.x + 40, y: box.y + 12 };
  }

  /** A place of the canvas where nothing is: below everything, in window pixels. */
  async emptyPlace(): Promise<Point> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('The canvas is not on the screen.');
    return { x: box.x + 60, y: box.y + 50 };
  }

  async drag(from: Point, to: Point): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }

  async clickAt(at: Point, modifiers: readonly ('Shift' | 'Control' | 'Alt')[] = []): Promise<void> {
    for (const key of modifiers) await this.keyboard.down(key);
    await this.page.mouse.click(at.x, at.y);
    for (const key of modifiers) await this.keyboard.up(key);
  }

  /** Selects exactly these nodes with the mouse. */
  async choose(...ids: string[]): Promise<void> {
    for (const [index, id] of ids.entries()) {
      await this.clickAt(await this.header(id), index === 0 ? [] : ['Shift']);
    }
    await expect.poll(() => this.chosen()).toEqual([...ids].sort());
  }

  /** Ids of the nodes drawn as selected. */
  async chosen(): Promise<string[]> {
    const ids = await this.page
      .locator('.node[data-selected="true"]')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node-id') ?? ''));
    return ids.sort();
  }

  /** The zoom that is shown, as a factor. */
  async zoom(): Promise<number> {
    const shown = await this.page.getByRole('button', { name: /^\d+ %$/ }).textContent();
    return Number.parseInt(shown ?? '100', 10) / 100;
  }

  /** A line of a menu inside the menu that is open. The inner menu closes when a slow pointer leaves its line. */
  async fromSubmenu(menu: string, line: string): Promise<void> {
    const item = this.page.getByRole('menuitem', { name: line });
    for (let attempt = 0; ; attempt++) {
      await this.page.getByRole('menuitem', { name: menu }).hover();
      try {
        await item.waitFor({ timeout: 5000 });
        await item.click({ timeout: 5000 });
        return;
      } catch (thrown) {
        if (attempt === 3) throw thrown;
      }
    }
  }

  /** Keys that make up a sequence: `Alt+a l`. */
  async press(keys: string): Promise<void> {
    for (const key of keys.split(' ')) await this.keyboard.press(key);
  }
}
