import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { pasted } from '../src/pasted.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { valueNodes } from '../src/value-nodes.js';

const folder = temporaryFolder('kinds');
const BYTES = 100_003;
let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  const drawing = blueprint('kinds')
    .node('words', 'core/text', {
      value: Array.from(
        { length: 3000 },
        (_, line) => `line ${line}${line % 1000 === 7 ? ' needle' : ''}`,
      ).join('\n'),
    })
    .node('kinds', 'test/kinds', { folder })
    .node('shown', 'core/preview')
    .connect('kinds.picture', 'shown.value')
    .build();
  drawing.layout.positions = {
    kinds: { x: 0, y: 0 },
    shown: { x: 320, y: 0 },
    words: { x: 640, y: 0 },
  };
  shell = await openShell({ open: writeBlueprint(folder, drawing), env: valueNodes(folder) });
  shell.page.setDefaultTimeout(15_000);
  editor = new EditorPage(shell.page);
  await editor.node('kinds').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

it('a node gives a value of each kind, and each is shown by name', async () => {
  await editor.run();
  for (const id of ['kinds', 'shown', 'words']) await editor.waitForState(id, 'done', 60_000);
  await editor.select('kinds');
  await editor.tab('Table');
  const ports = result().getByRole('radiogroup', { name: 'Output' }).getByRole('radio');
  await expect.poll(() => ports.allTextContents()).toEqual(['tensor', 'bytes', 'tables', 'file', 'picture']);
});

const result = (): Locator => shell.page.getByTestId('result');
const show = (port: string): Promise<void> =>
  result().getByRole('radio', { name: port, exact: true }).press('Enter');

/** What the test node computes, told again without it. */
function byteAt(offset: number): number {
  return (offset * 7) % 256;
}

it('a tensor: its facts and its histogram are those of its elements, and a slice is shown as numbers and as picture', async () => {
  await show('tensor');
  const facts = result().getByTestId('tensor-facts');
  await expect.poll(() => facts.textContent()).toContain('Least1');
  const told = await facts.locator('div').evaluateAll((rows) => rows.map((row) => row.textContent));
  expect(told).toContain('Shape4 × 5 × 6');
  expect(told).toContain('Elements120');
  expect(told).toContain('Least1');
  expect(told).toContain('Greatest118');
  expect(told).toContain('Mean59.5');
  expect(told).toContain('NaN1');
  expect(told).toContain('Infinite1');
  const bars = result().locator('.tensor-viewer .histogram title');
  const counts = await bars.evaluateAll((titles) =>
    titles.map((title) => Number((title.textContent ?? '').split(': ').at(-1)?.replaceAll(',', ''))),
  );
  expect(counts.length).toBeGreaterThan(5);
  // Every finite element is in exactly one bar, and they are spread evenly.
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(118);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);

  const cells = result().getByTestId('tensor-slice').locator('td');
  await expect.poll(() => cells.count()).toBe(30);
  expect((await cells.allTextContents()).slice(0, 3)).toEqual(['NaN', '1', '2']);
  const axis = result().getByLabel('Axis 0 (0 to 3)');
  await axis.focus();
  await shell.page.keyboard.press('ArrowUp');
  await expect.poll(() => cells.first().textContent()).toBe('30');
  await result().getByRole('radio', { name: 'As picture' }).press('Enter');
  const picture = result().getByRole('img', { name: 'Slice as picture' });
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]))
    .toEqual([6, 5]);
});

it('bytes: hex and letters of every place, found by offset, saved as they are', async () => {
  await show('bytes');
  const lines = result().getByTestId('bytes').locator('.bytes-line');
  const line = async (at: number): Promise<string | null | undefined> => {
    const label = at.toString(16).padStart(8, '0');
    const found = lines.filter({ has: shell.page.getByText(label, { exact: true }) });
    return (await found.count()) === 0 ? undefined : found.first().locator('.bytes-hex').textContent();
  };
  const hex = (at: number): string =>
    Array.from({ length: Math.min(16, BYTES - at) }, (_, index) =>
      byteAt(at + index)
        .toString(16)
        .padStart(2, '0'),
    ).join(' ');
  await expect.poll(() => line(0)).toBe(hex(0));
  await expect.poll(() => line(16)).toBe(hex(16));
  const letters = await lines.first().locator('span').last().textContent();
  expect(letters).toBe(
    Array.from({ length: 16 }, (_, at) => {
      const byte = byteAt(at);
      return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.';
    }).join(''),
  );
  const goTo = result().getByRole('textbox', { name: 'Go to byte' });
  for (const [typed, at] of [
    ['0xc350', 0xc350],
    ['70001', 70_000],
    ['999999999', BYTES - (BYTES % 16)],
    ['0', 0],
  ] as const) {
    await goTo.fill(typed);
    await goTo.press('Enter');
    await expect.poll(() => line(at)).toBe(hex(at));
  }
  await expect.poll(() => lines.count()).toBeLessThan(60);
  const path = join(folder, 'saved.bin');
  await withChosenFile(shell, path, () =>
    result().getByRole('button', { name: 'Save the bytes' }).press('Enter'),
  );
  await shell.page.getByText(`Saved to ${path}`).waitFor();
  expect(readFileSync(path).equals(Buffer.from(Array.from({ length: BYTES }, (_, at) => byteAt(at))))).toBe(
    true,
  );
});

it('a list: each of its items is reached, the last of hundreds too, and shown as what it is', async () => {
  await show('tables');
  const items = result().getByRole('combobox', { name: 'Items' });
  await items.waitFor();
  const cells = (): Promise<string[]> => result().getByRole('gridcell').allTextContents();
  await expect.poll(cells).toEqual(['0', '0']);
  await items.selectOption({ index: 7 });
  await expect.poll(cells).toEqual(['7', '49']);
  await items.focus();
  await shell.page.keyboard.press('ArrowDown');
  await expect.poll(cells).toEqual(['8', '64']);
  const number = result().getByRole('spinbutton', { name: 'Item of 450' });
  await number.fill('450');
  await expect.poll(cells).toEqual(['449', '201601']);
  await expect.poll(() => items.locator('option').count()).toBe(50);
  await number.press('ArrowDown');
  await expect.poll(cells).toEqual(['448', '200704']);
});

it('a file: its name, place and size, the path copied; the desktop shows it in its folder', async () => {
  await show('file');
  const path = join(folder, 'kinds.txt');
  const facts = result().locator('.file-facts');
  await facts.waitFor();
  const told = await facts.locator('dd').allTextContents();
  expect(told).toEqual(['kinds.txt', `${statSync(path).size} B`, path]);
  await facts.getByRole('button', { name: 'Copy path' }).press('Enter');
  await shell.page.getByText('Copied.').first().waitFor();
  expect(await pasted(shell.page)).toBe(path);
  const reveal = facts.getByRole('button', { name: 'Show in folder' });
  if (shell.electron === undefined) {
    await expect.poll(() => reveal.count()).toBe(0);
    return;
  }
  await shell.electron.evaluate(({ shell: desktop }) => {
    desktop.showItemInFolder = (shown) => Object.assign(globalThis, { shown });
  });
  await reveal.press('Enter');
  const shown = (): Promise<unknown> | undefined =>
    shell.electron?.evaluate(() => (globalThis as { shown?: string }).shown);
  await expect.poll(shown).toBe(path);
});

it('a picture on a node is a thumbnail: never more of it than the cap', async () => {
  const image = editor.node('shown').locator('.node-display img');
  await expect
    .poll(() =>
      image.evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight]),
    )
    .toEqual([384, 256]);
  const letters = await image.evaluate(({ src }: HTMLImageElement) => src.length);
  expect(letters).toBeLessThan(384 * 256 * 4 * 1.4);
  // The viewer tells the size of the picture itself.
  await show('picture');
  await expect.poll(() => result().getByTestId('image-viewer').textContent()).toContain('3,000 × 2,000 px');
});

it('a text: its matches are counted and walked by key, and it is saved as it is', async () => {
  await editor.select('words');
  const search = result().getByRole('textbox', { name: 'Search' });
  await search.fill('needle');
  await expect.poll(() => result().locator('.grid-find-note').textContent()).toBe('1 of 3');
  const marked = (): Promise<string | null> =>
    result().locator('mark').first().locator('xpath=..').textContent();
  for (const line of ['line 7 needle', 'line 1007 needle', 'line 2007 needle', 'line 7 needle']) {
    await search.press('Enter');
    await expect.poll(marked).toContain(line);
  }
  await search.press('Shift+Enter');
  await expect.poll(marked).toContain('line 2007 needle');
  await search.fill('no such words');
  await expect.poll(() => result().locator('.grid-find-note').textContent()).toBe('Nothing found.');
  const path = join(folder, 'words.txt');
  await withChosenFile(shell, path, () =>
    result().getByRole('button', { name: 'Save as text' }).press('Enter'),
  );
  await shell.page.getByText(`Saved to ${path}`).waitFor();
  const lines = readFileSync(path, 'utf8').split('\n');
  expect([lines.length, lines[7], lines.at(-1)]).toEqual([3000, 'line 7 needle', 'line 2999']);
});
