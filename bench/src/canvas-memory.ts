import { readFileSync } from 'node:fs';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { serveEditor } from './canvas-editor.js';
import { chromiumPath, openFile, runEnded } from './canvas-page-actions.js';

/** What a window holds after its collector has run. */
interface Held {
  minute: number;
  runs: number;
  heapMb: number;
  elements: number;
  listeners: number;
  hostMb: number;
}

async function held(session: CDPSession, minute: number, runs: number, hostPid: number): Promise<Held> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const resident = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${hostPid}/status`, 'utf8'))?.[1];
  return {
    minute,
    runs,
    heapMb: usedSize / 2 ** 20,
    elements: nodes,
    listeners: jsEventListeners,
    hostMb: Number(resident ?? 0) / 1024,
  };
}

/** Pans to and fro over the whole canvas, then runs the blueprint. */
async function round(page: Page, events: number): Promise<void> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (box === null) throw new Error('The canvas is not on the screen.');
  for (const [x, y] of [
    [600, 300],
    [-600, -300],
  ] as const) {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down({ button: 'middle' });
    await page.mouse.move(box.x + box.width / 2 + x, box.y + box.height / 2 + y, { steps: 20 });
    await page.mouse.up({ button: 'middle' });
  }
  await page.keyboard.press('Control+Enter');
  await runEnded(page, events + 1000);
}

/**
 * Pans over and runs a blueprint of 1,000 nodes for some minutes and prints what window and host hold after each half
 * minute, the collector having run: flat means that the last rows say what the first said.
 * @param minutes how long
 */
export async function printCanvasMemory(minutes: number): Promise<void> {
  const served = await serveEditor([1000]);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(served.address);
    await page.waitForURL((url) => !url.pathname.startsWith('/start'));
    const counting = new URL(page.url());
    counting.searchParams.set('counters', '1');
    await page.goto(counting.href);
    await openFile(page, served.fileOf(1000));
    await page.keyboard.press('Alt+0');
    const session = await page.context().newCDPSession(page);
    const began = performance.now();
    let runs = 0;
    let next = 0;
    console.log('minute | runs | window heap MB | elements | listeners | host RSS MB');
    while (performance.now() - began < minutes * 60_000) {
      const counted = await page.evaluate(() => window.__atomitonCounters?.events ?? 0);
      await round(page, counted);
      runs++;
      const minute = (performance.now() - began) / 60_000;
      if (minute < next) continue;
      next += 0.5;
      const now = await held(session, minute, runs, served.pid);
      console.log(
        `${now.minute.toFixed(1)} | ${now.runs} | ${now.heapMb.toFixed(1)} | ${now.elements} | ${now.listeners} | ${now.hostMb.toFixed(0)}`,
      );
    }
  } finally {
    await browser.close();
    await served.close();
  }
}
