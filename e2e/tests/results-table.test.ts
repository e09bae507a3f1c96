import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { CITIES, cityRow } from '../src/cities-csv.js';
import { openCities } from '../src/cities-table.js';
import type { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { pasted } from '../src/pasted.js';
import type { ResultGrid } from '../src/result-grid.js';
import type { Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const ROWS = 2_000_000;
const folder = temporaryFolder('table');
let shell: Shell;
let editor: EditorPage;
let grid: ResultGrid;

beforeAll(async () => {
  ({ shell, editor, grid } = await openCities(folder, ROWS));
  await editor.select('rows');
  await editor.tab('Table');
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

/** What the screen has to say of a row, from the generator and not from the product. */
function cellsOf(row: number): string[] {
  const { id, price, city } = cityRow(row);
  return [String(id), price === undefined ? 'null' : String(price), city];
}

async function megabytesOfPage(): Promise<number> {
  const session = await shell.page.context().newCDPSession(shell.page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}

it('the first page of two million rows is there at once, and the end is reached by keyboard and by the scroll bar', async () => {
  await editor.run();
  await editor.waitForState('rows', 'done', 60_000);
  await grid.settled();
  await expect.poll(() => grid.count.textContent()).toBe('2,000,000 rows · 3 columns');
  const first = await grid.shown();
  expect(first[0]).toEqual({ index: 0, number: '1', cells: cellsOf(0) });
  expect(first.length).toBeGreaterThan(3);
  const before = await megabytesOfPage();

  await grid.grid.focus();
  await shell.page.keyboard.press('Control+End');
  await grid.settled();
  const last = await grid.shown();
  expect(last.at(-1)).toEqual({ index: ROWS - 1, number: String(ROWS), cells: cellsOf(ROWS - 1) });
  await shell.page.keyboard.press('Control+Home');
  await grid.settled();
  expect((await grid.shown())[0]?.number).toBe('1');

  for (const part of [0.25, 0.5, 0.75, 1]) {
    await grid.grid.evaluate((element, to) => {
      element.scrollTop = (element.scrollHeight - element.clientHeight) * to;
    }, part);
    const distance = async (): Promise<number> =>
      Math.abs(((await grid.shown())[0]?.index ?? -ROWS) - part * ROWS);
    await expect.poll(distance, { timeout: 15_000 }).toBeLessThan(ROWS * 0.01);
    await grid.settled();
    const rows = await grid.shown();
    expect(rows.length).toBeGreaterThan(2);
    for (const { index, number, cells } of rows) {
      expect(number).toBe(String(index + 1));
      expect(cells).toEqual(cellsOf(index));
    }
  }
  const box = await grid.grid.boundingBox();
  await shell.page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 60);
  const at = (await grid.shown())[0]?.index ?? 0;
  await shell.page.mouse.wheel(0, -240);
  await expect.poll(async () => (await grid.shown())[0]?.index).toBe(at - 10);

  const after = await megabytesOfPage();
  console.log(
    `heap of the page: ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after scrolling through`,
  );
  expect(after - before).toBeLessThan(40);
  expect(await grid.cellsInPage()).toBeLessThan(400);
});

it('a click on a header sorts, with Ctrl by a further column; the keyboard does the same', async () => {
  const { page } = shell;
  await grid.head('city').click({ position: { x: 20, y: 10 } });
  await grid.head('price').click({ position: { x: 20, y: 10 }, modifiers: ['Control'] });
  await expect.poll(() => grid.head('price').getAttribute('aria-sort')).toBe('ascending');
  await grid.settled();
  const lowest = (await grid.shown())[0];
  await grid.head('price').click({ position: { x: 20, y: 10 }, modifiers: ['Control'] });
  await expect.poll(() => grid.head('price').getAttribute('aria-sort')).toBe('descending');
  await expect.poll(() => grid.head('city').getAttribute('aria-sort')).toBe('ascending');
  await grid.settled();
  const order = [...CITIES].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  let best = -1;
  let least = -1;
  let missing = 0;
  let inFirst = 0;
  for (let row = 0; row < ROWS; row++) {
    const { city, price } = cityRow(row);
    if (city !== order[0]) continue;
    inFirst++;
    if (price === undefined) missing++;
    else {
      if (best < 0 || price > (cityRow(best).price ?? 0)) best = row;
      if (least < 0 || price < (cityRow(least).price ?? 0)) least = row;
    }
  }
  // Missing prices come after all others, in both directions.
  expect(missing).toBeGreaterThan(0);
  expect(lowest).toEqual({ index: 0, number: String(least + 1), cells: cellsOf(least) });
  const top = await grid.shown();
  expect(top[0]).toEqual({ index: 0, number: String(best + 1), cells: cellsOf(best) });
  expect(inFirst).toBeLessThan(ROWS);

  await page.keyboard.press('Escape');
  await grid.grid.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => grid.head('id').getAttribute('aria-sort')).toBe('ascending');
  await page.keyboard.press('Enter');
  await expect.poll(() => grid.head('id').getAttribute('aria-sort')).toBe('descending');
  await grid.settled();
  await page.keyboard.press('ArrowDown');
  expect((await grid.shown())[0]?.cells).toEqual(cellsOf(ROWS - 1));
});

it('a filter keeps what an independent computation keeps; a wrong one says where it is wrong', async () => {
  const { page } = shell;
  await grid.filter.fill('price > 9990 && city == "Rome"');
  await grid.filter.press('Enter');
  const kept: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    const { city, price } = cityRow(row);
    if (city === 'Rome' && price !== undefined && price > 9990) kept.push(row);
  }
  await expect
    .poll(() => grid.count.textContent(), { timeout: 60_000 })
    .toBe(`${kept.length.toLocaleString('en')} of 2,000,000 rows · 3 columns`);
  await grid.settled();
  const rows = await grid.shown();
  for (const { index, cells } of rows) expect(cells).toEqual(cellsOf(kept[kept.length - 1 - index] ?? -1));

  await grid.filter.fill('price >');
  await grid.filter.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'line 1' }).waitFor();
  await expect.poll(() => grid.count.textContent()).toContain('of 2,000,000 rows');
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect.poll(() => grid.count.textContent()).toBe('2,000,000 rows · 3 columns');
});

it('the menu of a column filters by a condition and shows its statistics', async () => {
  const { page } = shell;
  await grid.menu('city', 'Filter by this column');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Condition').selectOption({ label: 'begins with' });
  await dialog.getByLabel('Value').fill('B');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  const expected = { Bergen: 0, Bologna: 0, Busan: 0 };
  let missing = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < ROWS; row++) {
    const { city, price } = cityRow(row);
    if (!(city in expected)) continue;
    expected[city as keyof typeof expected]++;
    if (price === undefined) missing++;
    else least = Math.min(least, price);
  }
  const total = expected.Bergen + expected.Bologna + expected.Busan;
  await expect
    .poll(() => grid.count.textContent(), { timeout: 60_000 })
    .toBe(`${total.toLocaleString('en')} of 2,000,000 rows · 3 columns`);
  await expect.poll(() => grid.filter.inputValue()).toBe('city.startsWith("B")');
  await page.getByRole('button', { name: 'Statistics of the columns' }).click();
  const price = page.getByTestId('statistics-price');
  await expect
    .poll(() => price.textContent(), { timeout: 60_000 })
    .toContain(`${missing.toLocaleString('en')} missing`);
  await expect.poll(() => price.textContent()).toContain(`${least} …`);
  const city = page.getByTestId('statistics-city');
  await expect.poll(() => city.textContent(), { timeout: 60_000 }).toContain('3 different');
  const bars = await city.locator('title').evaluateAll((titles) => titles.map((title) => title.textContent));
  const counts = Object.entries(expected).sort((left, right) => right[1] - left[1]);
  expect(bars).toEqual(counts.map(([name, count]) => `${name}: ${count.toLocaleString('en')}`));
  await page.getByRole('button', { name: 'Statistics of the columns' }).click();
});

it('find goes from match to match; cells are copied as tab-separated text and shown in full', async () => {
  const { page } = shell;
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page.getByRole('button', { name: 'Clear the order' }).click();
  await expect.poll(() => grid.count.textContent()).toBe('2,000,000 rows · 3 columns');
  await grid.settled();
  await grid.grid.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  const field = page.getByRole('textbox', { name: 'Find in the table' });
  await field.fill('1141592');
  await field.press('Enter');
  const active = grid.grid.locator('[data-active="true"]');
  await expect.poll(() => active.textContent(), { timeout: 60_000 }).toBe('1141592');
  await field.press('Escape');
  await grid.grid.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+c');
  await page.getByText('Copied.').waitFor();
  const value = (row: number): string => {
    const { id, price, city } = cityRow(row);
    return `${id}\t${price === undefined ? '' : price}\t${city}`;
  };
  expect(await pasted(page)).toBe(`${value(1_141_592)}\n${value(1_141_593)}`);
  await grid.grid.focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('cell-detail').waitFor();
  await expect.poll(() => page.getByTestId('cell-detail').textContent()).toBe(cellsOf(1_141_593)[2]);
  await page.keyboard.press('Escape');
  await expect.poll(() => grid.grid.evaluate((element) => document.activeElement === element)).toBe(true);
});

it('a filtered view is written as CSV, Arrow and Parquet to a file of the user; a file that is there is asked about', async () => {
  const { page } = shell;
  await grid.filter.fill('id % 1000 == 7');
  await grid.filter.press('Enter');
  await expect
    .poll(() => grid.count.textContent(), { timeout: 60_000 })
    .toBe('2,000 of 2,000,000 rows · 3 columns');
  const save = async (item: string, file: string): Promise<void> => {
    await page.getByRole('button', { name: 'Export' }).click();
    await withChosenFile(shell, file.replace(/\.\w+$/, ''), () =>
      page.getByRole('menuitem', { name: item }).click(),
    );
  };
  const csv = join(folder, 'out.csv');
  await save('CSV (.csv)', csv);
  await page.getByText(`Saved to ${csv}`).waitFor();
  const lines = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toBe('id,price,city');
  expect(lines).toHaveLength(2001);
  const { id, price, city } = cityRow(1_999_007);
  expect(lines.at(-1)).toBe(`${id},${price === undefined ? '' : price},${city}`);

  const arrow = join(folder, 'out.arrow');
  await save('Arrow (.arrow)', arrow);
  await page.getByText(`Saved to ${arrow}`).waitFor();
  const table = tableFromIPC(readFileSync(arrow));
  expect(table.numRows).toBe(2000);
  expect(Number(table.getChild('id')?.get(1999))).toBe(1_999_007);

  const parquet = join(folder, 'out.parquet');
  await save('Parquet (.parquet)', parquet);
  await page.getByText(`Saved to ${parquet}`).waitFor();
  // What is in it is read back by another program in the tests of the host.
  const written = readFileSync(parquet);
  expect([written.subarray(0, 4), written.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);

  if (shell.kind === 'chromium') {
    // The system's dialog of the desktop has asked this itself.
    await save('CSV (.csv)', csv);
    const before = statSync(csv).mtimeMs;
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(statSync(csv).mtimeMs).toBe(before);
  }
});
