import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { pasted } from '../src/pasted.js';
import { readColumns } from '../src/read-columns.js';
import { ResultGrid } from '../src/result-grid.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const ROWS = 20_000;
const WORDS = ['plain', 'Ærø, "quoted"', 'tab\tinside', 'two\nlines', '日本語 🙂', '', 'null'];
const folder = temporaryFolder('export');
let shell: Shell;
let editor: EditorPage;
let grid: ResultGrid;

/** What a row of the test file holds; null where its cell is empty. */
function rowOf(row: number) {
  return {
    id: row,
    price: row % 13 === 0 ? null : (row - 500) / 8,
    note: WORDS[row % WORDS.length] ?? '',
    sold: row % 5 === 0 ? null : row % 2 === 0,
  };
}
type Row = ReturnType<typeof rowOf>;
const allRows = Array.from({ length: ROWS }, (_, row) => rowOf(row));

function csvCell(cell: Row[keyof Row]): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return `"${cell.replaceAll('"', '""')}"`;
}

beforeAll(async () => {
  const lines = allRows.map((row) => Object.values(row).map(csvCell).join(','));
  writeFileSync(join(folder, 'mixed.csv'), `id,price,note,sold\n${lines.join('\n')}\n`);
  const drawing = blueprint('mixed')
    .node('mixed', 'core/csv-reader', { path: 'mixed.csv' })
    .node('few', 'core/select-filter', { filter: 'id < 6' })
    .node('bars', 'core/chart', { x: 'id', y: ['price'] })
    .connect('mixed.table', 'few.table')
    .connect('few.table', 'bars.table')
    .build();
  shell = await openShell({ open: writeBlueprint(folder, drawing) });
  shell.page.setDefaultTimeout(15_000);
  editor = new EditorPage(shell.page);
  grid = new ResultGrid(shell.page);
  await editor.node('mixed').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

async function exportAs(item: string, file: string): Promise<void> {
  const { page } = shell;
  await page.getByRole('button', { name: 'Export' }).press('Enter');
  await withChosenFile(shell, file, () => page.getByRole('menuitem', { name: item }).press('Enter'));
  await page.getByText(`Saved to ${file}`).waitFor({ timeout: 60_000 });
}

for (const [kind, item] of [
  ['parquet', 'Parquet (.parquet)'],
  ['arrow', 'Arrow (.arrow)'],
] as const) {
  it(`a sorted table written as ${kind} is read back by pyarrow, equal in every value`, async () => {
    if (kind === 'parquet') {
      await editor.run();
      for (const id of ['mixed', 'few', 'bars']) await editor.waitForState(id, 'done');
      await editor.select('mixed');
      await editor.tab('Table');
      await grid.settled();
      await grid.menu('id', 'Sort descending');
      await expect.poll(() => grid.head('id').getAttribute('aria-sort')).toBe('descending');
      await grid.settled();
    }
    const file = join(folder, `out.${kind}`);
    await exportAs(item, file);
    const { types, columns } = readColumns(kind, file);
    expect(types).toEqual({
      id: 'int64',
      price: 'double',
      note: expect.stringMatching(/^(large_)?string$/),
      sold: 'bool',
    });
    const expected = [...allRows].reverse();
    for (const name of ['id', 'price', 'note', 'sold'] as const) {
      const wanted = expected.map((row) => row[name]);
      expect(columns[name], `every ${name}`).toEqual(wanted);
    }
  });
}

it('a range dragged with the mouse is pasted as tab-separated text, quoted as spreadsheets do; with names by Ctrl Shift C', async () => {
  const { page } = shell;
  await page.getByRole('button', { name: 'Clear the order' }).click();
  await grid.settled();
  await grid.grid.focus();
  await page.keyboard.press('Control+Home');
  await grid.settled();
  const cell = (text: string) =>
    grid.grid.locator('[role="gridcell"]').getByText(text, { exact: true }).first();
  const from = await grid.grid
    .locator('[role="row"][aria-rowindex="2"] [role="gridcell"]')
    .nth(1)
    .boundingBox();
  const to = await grid.grid
    .locator('[role="row"][aria-rowindex="5"] [role="gridcell"]')
    .nth(3)
    .boundingBox();
  if (from === null || to === null)
    throw new Error(`the cells are not on the screen, nor ${String(cell('0'))}`);
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 30, from.y + 30, { steps: 3 });
  await page.mouse.move(to.x + 8, to.y + 8, { steps: 5 });
  await page.mouse.up();
  const quoted = (text: string): string => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [0, 1, 2, 3].map((row) => {
    const { price, note, sold } = rowOf(row);
    return [price === null ? '' : String(price), quoted(note), sold === null ? '' : String(sold)].join('\t');
  });
  await grid.grid.focus();
  await page.keyboard.press('Control+c');
  await page.getByText('Copied.').first().waitFor();
  expect(await pasted(page)).toBe(lines.join('\n'));
  await grid.grid.focus();
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => pasted(page)).toBe(['price\tnote\tsold', ...lines].join('\n'));
});

it('a column is made wider and narrower by dragging its edge, by keys and from its menu, and fits by a double click', async () => {
  const { page } = shell;
  const head = grid.head('note');
  const width = async (): Promise<number> => Math.round((await head.boundingBox())?.width ?? 0);
  const cellWidth = async (): Promise<number> =>
    Math.round(
      (await grid.grid.locator('[role="row"][aria-rowindex="3"] [role="gridcell"]').nth(2).boundingBox())
        ?.width ?? 0,
    );
  const before = await width();
  const edge = await head.locator('[data-resize="note"]').boundingBox();
  if (edge === null) throw new Error('the edge of the column is not on the screen');
  const at = { x: edge.x + edge.width / 2, y: edge.y + edge.height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 35, at.y, { steps: 4 });
  await page.mouse.move(at.x + 70, at.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBe(before + 70);
  expect(await cellWidth()).toBe(before + 70);
  // A drag sorts nothing and ends with the button.
  await expect.poll(() => head.getAttribute('aria-sort')).toBe('none');
  await page.mouse.move(at.x + 200, at.y);
  expect(await width()).toBe(before + 70);

  await grid.grid.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(width).toBe(before + 110);
  for (let press = 0; press < 40; press++) await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(width).toBe(48);
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('menuitem', { name: 'Wider' }).press('Enter');
  await expect.poll(width).toBe(88);
  await head.locator('[data-resize="note"]').dblclick();
  await expect.poll(width).toBeGreaterThan(100);
});

it('the value on an edge is shown where the pointer rests on it', async () => {
  const { page } = shell;
  const probe = page.getByTestId('probe');
  await editor.leave();
  await probe.waitFor({ state: 'hidden' });
  const from = await editor.port('few.table', 'output').boundingBox();
  const to = await editor.port('bars.table', 'input').boundingBox();
  if (from === null || to === null) throw new Error('the edge is not on the screen');
  // A little beside the middle first: the value comes to a pointer that moves onto the edge.
  const middle = {
    x: (from.x + to.x + (from.width + to.width) / 2) / 2,
    y: (from.y + to.y + (from.height + to.height) / 2) / 2,
  };
  await page.mouse.move(middle.x, middle.y + 60);
  await page.mouse.move(middle.x, middle.y, { steps: 4 });
  await probe.waitFor();
  await expect.poll(() => probe.textContent()).toContain('6 rows × 4 columns');
  await editor.leave();
  await probe.waitFor({ state: 'hidden' });
});

it('a chart is saved as PNG: a real picture of its size, with more than one colour', async () => {
  const { page } = shell;
  await editor.select('bars');
  const svg = page.getByTestId('chart-stage').locator('svg').first();
  await svg.waitFor();
  const file = join(folder, 'bars.png');
  await withChosenFile(shell, file, () => page.getByRole('button', { name: 'Save as PNG' }).press('Enter'));
  await page.getByText(`Saved to ${file}`).waitFor();
  expect(existsSync(file)).toBe(true);
  const { width, height, colours } = pngFacts(readFileSync(file));
  const sizes = await page
    .getByTestId('chart-stage')
    .locator('svg')
    .evaluateAll((drawings) =>
      drawings.map((drawing) => {
        const box = drawing.getBoundingClientRect();
        return [Math.round(box.width), Math.round(box.height)];
      }),
    );
  // Twice the size on the screen, for print, with the same margin on all sides.
  const margins = sizes.map(([w = 0, h = 0]) => [width - 2 * w, height - 2 * h]);
  expect(margins).toContainEqual([48, 48]);
  expect(colours).toBeGreaterThan(10);
});

/** Width, height and the number of different colours of an 8-bit PNG of 3 or 4 channels without interlace. */
function pngFacts(png: Buffer): { width: number; height: number; colours: number } {
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  expect([png[24], png[28]]).toEqual([8, 0]);
  const channels = png[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const bytes = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  expect(bytes.length).toBe((stride + 1) * height);
  const colours = new Set<string>();
  let before = Buffer.alloc(stride);
  for (let row = 0; row < height; row++) {
    const filter = bytes[row * (stride + 1)];
    const line = Buffer.from(bytes.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
    for (let at = 0; at < stride; at++) {
      const left = at < channels ? 0 : (line[at - channels] ?? 0);
      const up = before[at] ?? 0;
      const corner = at < channels ? 0 : (before[at - channels] ?? 0);
      line[at] = ((line[at] ?? 0) + predicted(filter, left, up, corner)) & 255;
    }
    for (let at = 0; at < stride; at += channels) colours.add(line.toString('hex', at, at + channels));
    before = line;
  }
  return { width, height, colours: colours.size };
}

/** The filters of the PNG specification, section 9.2. */
function predicted(filter: number | undefined, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
