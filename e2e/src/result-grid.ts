import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The grid of a table in the bottom panel, as its user works it. */
export class ResultGrid {
  constructor(private readonly page: Page) {}

  get grid(): Locator {
    return this.page.getByTestId('result').getByTestId('result-table');
  }

  get count(): Locator {
    return this.page.getByTestId('grid-count');
  }

  get filter(): Locator {
    return this.page.getByTestId('result').getByRole('textbox', { name: 'Filter', exact: true });
  }

  head(name: string): Locator {
    return this.grid.locator(`.grid-head[data-column="${name}"]`);
  }

  /** Waits until the order asked for is the one that is shown. */
  async settled(timeoutMs = 60_000): Promise<void> {
    await expect
      .poll(() => this.grid.getAttribute('data-busy'), { timeout: timeoutMs, interval: 30 })
      .toBe('false');
    await expect
      .poll(() => this.grid.locator('[role="row"][data-loading="true"]').count(), {
        timeout: timeoutMs,
        interval: 30,
      })
      .toBe(0);
  }

  /** The rows on the screen: number in the table and cells, from the top. */
  async shown(): Promise<{ index: number; number: string; cells: string[] }[]> {
    return this.grid.locator('[role="row"]:not([aria-rowindex="1"])').evaluateAll((rows) => {
      const top =
        document.querySelector('[data-testid="result"] .grid-header')?.getBoundingClientRect().bottom ?? 0;
      const bottom =
        document.querySelector('[data-testid="result"] .grid')?.getBoundingClientRect().bottom ?? 0;
      return rows
        .filter((row) => {
          const box = row.getBoundingClientRect();
          return box.top >= top - 2 && box.bottom <= bottom + 2;
        })
        .map((row) => ({
          index: Number(row.getAttribute('aria-rowindex')) - 2,
          number: (row.querySelector('[role="rowheader"]')?.textContent ?? '').replaceAll(',', ''),
          cells: [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent ?? ''),
        }))
        .sort((left, right) => left.index - right.index);
    });
  }

  /** Cells that are in the page at all, wherever they lie. */
  async cellsInPage(): Promise<number> {
    return this.grid.locator('[role="gridcell"]').count();
  }

  async menu(column: string, item: string): Promise<void> {
    await this.grid.getByRole('button', { name: `Column ${column}` }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }
}
