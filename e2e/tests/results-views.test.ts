import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { ResultGrid } from '../src/result-grid.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('views');
const WIDTH = 6;
const HEIGHT = 4;
let shell: Shell;
let editor: EditorPage;

/** The colour of a pixel of the test picture. */
function pixel(x: number, y: number): number[] {
  return [x * 40, y * 60, 200 - x * 10, x === 0 ? 128 : 255];
}

/** A PPM-free way to a real PNG: uncompressed blocks by Node's own zlib. */
async function writePicture(path: string): Promise<void> {
  const { crc32, deflateSync } = await import('node:zlib');
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const rows: number[] = [];
  for (let y = 0; y < HEIGHT; y++) {
    rows.push(0);
    for (let x = 0; x < WIDTH; x++) rows.push(...pixel(x, y));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 6], 8);
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.from(rows))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

beforeAll(async () => {
  await writePicture(join(folder, 'dots.png'));
  writeFileSync(join(folder, 'sales.csv'), 'city,price\nOslo,10.5\nRome,20\nOslo,30\n');
  mkdirSync(join(folder, 'more'));
  const drawing = blueprint('views')
    .node('csv', 'core/csv-reader', { path: 'sales.csv' })
    .node('pick', 'core/select-filter', { filter: 'price > 15.0' })
    .node('bars', 'core/chart', { x: 'city', y: ['price'] })
    .node('stats', 'core/tensor-statistics')
    .node('picture', 'core/image-load', { path: 'dots.png' })
    .node('words', 'core/text', { value: 'first line\nsecond Oslo line\nthird' })
    .connect('csv.table', 'pick.table')
    .connect('pick.table', 'bars.table')
    .connect('csv.table', 'stats.data')
    .build();
  shell = await openShell({ open: writeBlueprint(folder, drawing) });
  shell.page.setDefaultTimeout(15_000);
  editor = new EditorPage(shell.page);
  await editor.node('csv').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

it('a picture is fitted, zoomed at the pointer and read pixel by pixel', async () => {
  const { page } = shell;
  await editor.run();
  for (const id of ['pick', 'bars', 'stats', 'picture']) await editor.waitForState(id, 'done', 60_000);
  await editor.select('picture');
  await editor.tab('Table');
  const viewer = page.getByTestId('image-viewer');
  const stage = viewer.locator('.image-stage');
  await stage.waitFor();
  await expect.poll(() => viewer.textContent()).toContain('6 × 4 px');
  await expect.poll(() => viewer.getByTestId('image-scale').textContent()).toBe('100 %');
  await stage.focus();
  for (let press = 0; press < 12; press++) await page.keyboard.press('+');
  const scale = 1.25 ** 12;
  await expect
    .poll(() => viewer.getByTestId('image-scale').textContent())
    .toBe(`${Math.round(scale * 100)} %`);
  const box = await stage.boundingBox();
  if (box === null) throw new Error('the picture is not on the screen');
  const corner = {
    x: box.x + box.width / 2 - (WIDTH * scale) / 2,
    y: box.y + box.height / 2 - (HEIGHT * scale) / 2,
  };
  for (const [x, y] of [
    [0, 0],
    [5, 3],
    [2, 1],
  ] as const) {
    await page.mouse.move(corner.x + (x + 0.5) * scale, corner.y + (y + 0.5) * scale);
    const shown = viewer.getByTestId('image-pixel');
    await expect.poll(() => shown.textContent()).toBe(`x ${x}, y ${y}: ${pixel(x, y).join(', ')}`);
  }
  await page.keyboard.press('1');
  await expect.poll(() => viewer.getByTestId('image-scale').textContent()).toBe('100 %');
});

it('a picture is saved as PNG with the same pixels', async () => {
  const { page } = shell;
  const path = join(folder, 'more', 'saved');
  await withChosenFile(shell, path, () => page.getByRole('button', { name: 'Save as PNG' }).click());
  await page.getByText('Saved to').first().waitFor();
  const png = readFileSync(`${path}.png`);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([WIDTH, HEIGHT]);
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  expect([...rows.subarray(1, 5)]).toEqual(pixel(0, 0));
});

it('a JSON value is walked and searched by keyboard alone', async () => {
  const { page } = shell;
  await editor.select('stats');
  const tree = page.getByTestId('json-tree');
  await tree.waitFor();
  await tree.focus();
  await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(0);
  await page.keyboard.press('Home');
  const before = await tree.getByRole('treeitem').count();
  const first = tree.getByRole('treeitem', { selected: true });
  const expandable = (await first.getAttribute('aria-expanded')) === 'false';
  if (expandable) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tree.getByRole('treeitem').count()).toBeGreaterThan(before);
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => tree.getByRole('treeitem', { selected: true }).getAttribute('aria-level'))
      .toBe('2');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => tree.getByRole('treeitem').count()).toBe(before);
  }
  const search = page.getByTestId('result').getByRole('textbox', { name: 'Search' });
  await search.fill('mean');
  await search.press('Enter');
  await expect.poll(() => page.getByTestId('json-path').textContent()).toContain('mean');
});

it('a text is searched and its lines are numbered', async () => {
  const { page } = shell;
  await editor.select('words');
  const text = page.getByTestId('result').getByTestId('value-text');
  await expect.poll(() => text.textContent()).toContain('second Oslo line');
  const search = page.getByTestId('result').getByRole('textbox', { name: 'Search' });
  await search.fill('oslo');
  await search.press('Enter');
  await expect.poll(() => text.locator('mark').textContent()).toBe('Oslo');
  await expect.poll(() => page.getByTestId('result').getByRole('status').textContent()).toBe('1 of 1');
  await search.fill('line');
  await search.press('Enter');
  await search.press('Enter');
  await expect.poll(() => page.getByTestId('result').getByRole('status').textContent()).toBe('2 of 2');
});

it('a chart is saved as SVG with its numbers', async () => {
  const { page } = shell;
  await editor.select('bars');
  await page.getByTestId('chart-stage').locator('svg').first().waitFor();
  const path = join(folder, 'more', 'bars');
  await withChosenFile(shell, path, () => page.getByRole('button', { name: 'Save as SVG' }).click());
  await page.getByText(`Saved to ${path}.svg`).waitFor();
  const svg = readFileSync(`${path}.svg`, 'utf8');
  expect(svg).toMatch(/^<svg/);
  expect(svg).toContain('Rome');
  expect(svg).not.toContain('var(--');
});

it('the value of a port and of an edge is shown under the pointer, and by key', async () => {
  const { page } = shell;
  const probe = page.getByTestId('probe');
  await editor.port('csv.table', 'output').hover();
  await probe.waitFor();
  await expect.poll(() => probe.textContent()).toContain('3 rows × 2 columns');
  await expect.poll(() => probe.textContent()).toContain('10.5');
  await page.mouse.move(5, 5);
  await probe.waitFor({ state: 'hidden' });
  await editor.port('bars.table', 'input').hover();
  await probe.waitFor();
  await expect.poll(() => probe.textContent()).toContain('2 rows × 2 columns');
  await page.mouse.move(5, 5);
  await probe.waitFor({ state: 'hidden' });
  const middle = await page
    .locator('.react-flow__edge[data-id="pick.table"] path.edge')
    .evaluate((element) => {
      const path = element as SVGPathElement;
      const { x, y } = path.getPointAtLength(path.getTotalLength() / 2);
      const place = new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined);
      return { x: place.x, y: place.y };
    });
  await page.mouse.move(middle.x, middle.y);
  await probe.waitFor();
  await expect.poll(() => probe.textContent()).toContain('3 rows × 2 columns');
  await page.mouse.move(5, 5);
  await probe.waitFor({ state: 'hidden' });

  await editor.select('pick');
  await editor.canvas.focus().catch(() => undefined);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('v');
  await probe.waitFor();
  await expect.poll(() => probe.textContent()).toContain('2 rows × 2 columns');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => probe.textContent()).toContain('number');
  await page.keyboard.press('Escape');
  await probe.waitFor({ state: 'hidden' });
});

it('the panel stays at a pinned node, and its outputs can be chosen', async () => {
  const { page } = shell;
  await editor.select('pick');
  await page
    .getByTestId('result')
    .getByRole('button', { name: /^Keep showing/ })
    .click();
  await editor.select('words');
  const title = page.locator('.result-title');
  await expect.poll(() => title.textContent()).toContain('2 rows');
  await page.getByTestId('result').getByRole('radio', { name: 'rows' }).click();
  await expect.poll(() => page.getByTestId('result').getByTestId('value-text').textContent()).toBe('2');
  await page.getByTestId('result').getByRole('button', { name: 'Follow the selection' }).click();
  await expect.poll(() => page.getByTestId('result').textContent()).toContain('second Oslo line');
});

it('the last good result stays, marked as previous, after an edit and after a failed run; no node changes its size', async () => {
  const { page } = shell;
  const grid = new ResultGrid(page);
  await editor.select('pick');
  await page.getByTestId('result').getByRole('radio', { name: 'table' }).click();
  await grid.settled();
  const size = await editor.node('bars').boundingBox();
  const shown = (await grid.shown()).map(({ cells }) => cells);
  expect(shown).toEqual([
    ['Rome', '20'],
    ['Oslo', '30'],
  ]);
  await editor.inspector.getByLabel('Filter', { exact: true }).first().waitFor();
  writeFileSync(join(folder, 'sales.csv'), 'city,cost\nOslo,1\n');
  await editor.run();
  await editor.waitForState('pick', 'failed', 30_000);
  await page.locator('.result-previous').waitFor();
  expect((await grid.shown()).map(({ cells }) => cells)).toEqual(shown);
  const bars = editor.node('bars');
  await expect.poll(() => bars.locator('.display-previous').textContent()).toBe('previous');
  await expect.poll(() => bars.locator('svg').count()).toBeGreaterThan(0);
  const after = await bars.boundingBox();
  expect([after?.width, after?.height]).toEqual([size?.width, size?.height]);

  writeFileSync(join(folder, 'sales.csv'), 'city,price\nLima,99\n');
  await editor.run();
  await editor.waitForState('pick', 'done', 30_000);
  await page.locator('.result-previous').waitFor({ state: 'hidden' });
  await expect.poll(async () => (await grid.shown()).map(({ cells }) => cells)).toEqual([['Lima', '99']]);
});
