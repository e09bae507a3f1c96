import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile } from '../src/canvas-file.js';
import { gridBlueprint } from '../src/grid-blueprint.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

// What a change of the canvas must not make worse: counts, and processor time where a task would be felt.
const COUNT = 5000;
const COLUMNS = 71;
const LONG_TASK_MS = 50;
const STEPS = 20;
/** Waiting, running, its value to come, its value: of up to ten events. */
const MOST_RENDERS = 4;
let editor: CanvasFile;
let session: CDPSession;

beforeAll(async () => {
  const folder = temporaryFolder('canvas-counts');
  const grid = gridBlueprint('counts', COUNT, COLUMNS);
  for (const [id, node] of Object.entries(grid.nodes)) {
    // Each row shows what its first node says.
    if (grid.edges[`${id}.value`] === undefined) grid.nodes[id] = { ...node, type: 'core/text' };
  }
  for (const edge of Object.values(grid.edges)) {
    const from = edge.from.split('.')[0] ?? '';
    if (grid.nodes[from]?.type === 'core/text') edge.from = `${from}.text`;
  }
  editor = await CanvasFile.openFar(folder, grid);
  const counting = new URL(editor.page.url());
  counting.searchParams.set('counters', '1');
  await editor.page.goto(counting.href);
  await editor.ready();
  await editor.page.locator('[data-node-id], [data-testid="far-view"]').first().waitFor();
  session = await editor.page.context().newCDPSession(editor.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

/** Processor time of the window's main thread so far, in milliseconds. */
async function taskMs(): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

async function twoFrames(): Promise<void> {
  await editor.page.evaluate(
    () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
  );
}

/** Main thread time of each step of a drag with the middle button, in milliseconds. */
async function panned(): Promise<number[]> {
  const { mouse } = editor.page;
  const at = await editor.place(editor.canvas);
  await mouse.move(at.x, at.y);
  await mouse.down({ button: 'middle' });
  const steps: number[] = [];
  for (let step = 1; step <= STEPS; step++) {
    const before = await taskMs();
    await mouse.move(at.x + step * 9, at.y + (step % 2) * 9);
    await twoFrames();
    steps.push((await taskMs()) - before);
  }
  await mouse.up({ button: 'middle' });
  return steps;
}

async function fit(): Promise<void> {
  await editor.page.getByRole('button', { name: 'Fit the blueprint into view' }).click();
  await editor.page.getByTestId('far-view').waitFor();
}

async function near(): Promise<void> {
  await editor.keyboard.press('Alt+0');
  await editor.page.locator('[data-node-id]').first().waitFor();
  await editor.viewSettled();
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

it('of 5,000 nodes only those in view are mounted, and none in the far view', async () => {
  await fit();
  await expect.poll(() => editor.page.locator('[data-node-id]').count()).toBe(0);
  await near();
  const mounted = await editor.page.locator('[data-node-id]').count();
  expect(mounted).toBeGreaterThan(0);
  expect(mounted).toBeLessThanOrEqual(40);
});

it('panning over 5,000 nodes makes no long task, at zoom 1 and all in view', async () => {
  await near();
  const close = await panned();
  await fit();
  const far = await panned();
  console.log(
    `main thread a step of panning: zoom 1 ${median(close).toFixed(1)} ms, all in view ${median(far).toFixed(1)} ms`,
  );
  // Half of the steps: one in which the collector runs says nothing of the canvas.
  expect(median(close)).toBeLessThan(LONG_TASK_MS);
  expect(median(far)).toBeLessThan(LONG_TASK_MS);
});

it('a run draws each node in view no more often than it changes, and no other', async () => {
  await near();
  const before = await editor.page.evaluate(() => ({ ...window.__atomitonCounters?.nodeRenders }));
  const mounted = await editor.nodeIds();
  await editor.runToEnd();
  const renders = await editor.page.evaluate((counted) => {
    const now = window.__atomitonCounters?.nodeRenders ?? {};
    return Object.entries(now).flatMap(([id, count]) =>
      count > (counted[id] ?? 0) ? [[id, count - (counted[id] ?? 0)] as const] : [],
    );
  }, before);
  expect(renders.map(([id]) => id).filter((id) => !mounted.includes(id))).toEqual([]);
  expect(renders.length).toBeGreaterThan(0);
  expect(renders.filter(([, count]) => count > MOST_RENDERS)).toEqual([]);
});

it('panning and running again and again leaves no elements and no listeners behind', async () => {
  const held = async (): Promise<{ elements: number; listeners: number }> => {
    await near();
    await session.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { elements: nodes, listeners: jsEventListeners };
  };
  const round = async (): Promise<void> => {
    await fit();
    await near();
    await panned();
    await editor.runToEnd();
  };
  await round();
  await round();
  const before = await held();
  for (let index = 0; index < 3; index++) await round();
  const after = await held();
  console.log(`held before ${JSON.stringify(before)}, after three rounds ${JSON.stringify(after)}`);
  expect(after.elements).toBeLessThan(before.elements * 1.1);
  expect(after.listeners).toBeLessThan(before.listeners * 1.1);
});
