import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';

const CHROMIUM = [process.env.ATOMITON_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

declare global {
  interface Window {
    __atomitonCounters?: { events: number };
  }
}

/** @throws Error where there is no Chromium */
export function chromiumPath(): string {
  const found = CHROMIUM.find((path): path is string => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('The canvas is measured in Chromium: install chromium.');
  return found;
}

/** Waits in the page until something is drawn. @returns milliseconds since `begin`. */
export async function untilDrawn(
  page: Page,
  selector: string,
  begin: () => Promise<unknown>,
): Promise<number> {
  await page.evaluate((wanted) => {
    const watched = window as unknown as { drawnAfter?: Promise<number> };
    watched.drawnAfter = new Promise((drawn) => {
      let began: number | undefined;
      const start = (event: Event): void => {
        if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
        began ??= performance.now();
      };
      addEventListener('keydown', start, { capture: true });
      addEventListener('bench-open', start, { capture: true });
      const look = (): void => {
        if (began === undefined || document.querySelector(wanted) === null) requestAnimationFrame(look);
        else {
          const from = began;
          requestAnimationFrame(() => requestAnimationFrame(() => drawn(performance.now() - from)));
        }
      };
      look();
    });
  }, selector);
  await begin();
  return page.evaluate(() => (window as unknown as { drawnAfter: Promise<number> }).drawnAfter);
}

/** Opens a file by the dialog, as a user does. @returns milliseconds from Enter to the first node drawn */
export async function openFile(page: Page, path: string): Promise<number> {
  await page.getByRole('button', { name: 'New blueprint' }).first().waitFor();
  await page.keyboard.press('Control+o');
  await page.getByRole('dialog').getByRole('textbox').first().fill(path);
  const elapsed = await untilDrawn(page, '.node', () => page.keyboard.press('Enter'));
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  return elapsed;
}

/** Waits for the end of a run; a query by role would cost more script than the run itself. */
export async function runEnded(page: Page, events: number): Promise<void> {
  await page.evaluate(
    (wanted) =>
      new Promise<void>((ended) => {
        const look = (): void => {
          const isRunning = document.querySelector('.button-run[data-running="true"]') !== null;
          if ((window.__atomitonCounters?.events ?? 0) >= wanted && !isRunning) ended();
          else requestAnimationFrame(look);
        };
        look();
      }),
    events,
  );
}
