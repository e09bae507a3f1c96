import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import type { GeneratedCsv } from '../src/measurements-csv.js';
import { writeMeasurementsCsv } from '../src/measurements-csv.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { ResultGrid } from '../src/result-grid.js';
import { startRecording, stopRecording } from '../src/run-recorder.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('draw');
let csv: GeneratedCsv;
let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  csv = await writeMeasurementsCsv(join(folder, 'measurements.csv'), 250_000_000);
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
  await editor.newDocument();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

/** Cells of the result table as written on the screen, by row. */
/** All rows of the table, by scrolling through it: only those in view are in the page. */
async function shownRows(): Promise<string[][]> {
  const grid = new ResultGrid(editor.page);
  const found = new Map<number, string[]>();
  const total = Number(((await grid.count.textContent()) ?? '').match(/^[\d,]+/)?.[0].replaceAll(',', ''));
  await grid.grid.click();
  await editor.page.keyboard.press('Control+Home');
  await expect
    .poll(async () => {
      await grid.settled();
      for (const { index, cells } of await grid.shown()) found.set(index, cells);
      await editor.page.keyboard.press('PageDown');
      return found.size;
    })
    .toBe(total);
  return [...found.values()];
}

const numberOf = (text: string): number => Number(text.replaceAll(/[,\s]/g, '').replace('−', '-'));

it('a blueprint drawn with the mouse runs on a 250 MB file and shows what an independent computation gives', async () => {
  const { page } = editor;
  const large = await editor.addFromLibrary('Large CSV processor', { x: 0.25, y: 0.3 });
  const chart = await editor.addFromLibrary('Chart', { x: 0.65, y: 0.3 });
  await editor.connect(`${large}.table`, `${chart}.table`);
  await editor.select(large);
  await editor.setField('File', csv.path);
  await editor.setField('Filter', 'distance > 500 && year >= 2015');
  await editor.setList('Group by', ['carrier']);
  await editor.setList('Aggregates', ['count()', 'sum(delay)', 'mean(delay)']);
  await startRecording(page);
  await editor.run();
  await editor.waitForState(large, 'done');
  await editor.waitForState(chart, 'done');
  const recorded = await stopRecording(page);

  expect(recorded.states[large]).toEqual(expect.arrayContaining(['running', 'done']));
  expect(recorded.states[chart]).toEqual(expect.arrayContaining(['waiting', 'done']));
  const progress = (recorded.progress[large] ?? []).filter((percent) => percent >= 1 && percent <= 99);
  console.log(`progress seen: ${progress.join(' ')} %`);
  expect(progress.length).toBeGreaterThan(0);
  expect([...progress].sort((a, b) => a - b)).toEqual(progress);

  await editor.select(large);
  await editor.tab('Table');
  const shown = new Map(
    (await shownRows()).map(([carrier = '', rows = '', sum = '', mean = '']) => [
      carrier,
      [rows, sum, mean].map(numberOf),
    ]),
  );
  expect([...shown.keys()].sort()).toEqual([...csv.byCarrier.keys()].sort());
  for (const [carrier, totals] of csv.byCarrier) {
    const [rows = 0, sum = 0, mean = 0] = shown.get(carrier) ?? [];
    expect([carrier, rows, sum]).toEqual([carrier, totals.rows, totals.delaySum]);
    expect(Math.abs(mean - totals.delaySum / totals.rows)).toBeLessThan(1e-4 * Math.abs(mean) + 1e-9);
  }

  const bars = await editor
    .node(chart)
    .locator('svg title')
    .evaluateAll((titles) => titles.map((title) => (title.textContent ?? '').split(': ')));
  const drawn = new Map(bars.map(([carrier = '', rows = '']) => [carrier, numberOf(rows)]));
  expect(drawn).toEqual(new Map([...csv.byCarrier].map(([carrier, totals]) => [carrier, totals.rows])));
});

it('undo takes the drawing back step by step, redo brings it back', async () => {
  const before = (await editor.nodeIds()).length;
  await editor.canvas.click({ position: { x: 20, y: 300 } });
  await editor.page.keyboard.press('Control+a');
  await editor.page.keyboard.press('Delete');
  await expect.poll(() => editor.nodeIds()).toEqual([]);
  await editor.page.keyboard.press('Control+z');
  await expect.poll(async () => (await editor.nodeIds()).length).toBe(before);
  await editor.page.keyboard.press('Control+Shift+z');
  await expect.poll(() => editor.nodeIds()).toEqual([]);
  await editor.page.keyboard.press('Control+z');
  await expect.poll(async () => (await editor.nodeIds()).length).toBe(before);
});

it('a connection of the wrong type is refused with the reason beside the pointer', async () => {
  const { page } = editor;
  const text = await editor.addFromLibrary('Text', { x: 0.25, y: 0.75 });
  const chart = (await editor.nodeIds()).find((id) => id.startsWith('chart')) ?? '';
  const from = await editor.port(`${text}.text`, 'output').boundingBox();
  const to = await editor.port(`${chart}.table`, 'input').boundingBox();
  if (from === null || to === null) throw new Error('the ports are not on the screen');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await page.getByRole('status').filter({ hasText: '"table" takes table; "text" gives string.' }).waitFor();
  await page.mouse.up();
  const edges = page.locator('.react-flow__edge');
  await expect.poll(() => edges.count()).toBe(1);
});
