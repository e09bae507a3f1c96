import { blueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('names');
let editor: CanvasFile;

/** Shown as it is, it reads "invoice-exe.png". */
const TURNED = 'invoice-\u202Egnp.exe';
const LONG = `long ${'name '.repeat(180)}end`;

const drawing: Blueprint = {
  ...blueprint(`${TURNED} ${LONG}`.slice(0, 200))
    .subgraph('inner', { name: `${TURNED} inner`, description: TURNED }, (inner) =>
      inner.node('deep', 'core/text', { value: 'x' }, { name: `${TURNED} deep` }),
    )
    .node(
      'csv',
      'core/csv-reader',
      { path: 'missing.csv' },
      { name: `${TURNED} reader`, position: { x: 0, y: 0 } },
    )
    .node('next', 'core/text', { value: TURNED }, { name: LONG, position: { x: 0, y: 150 } })
    .node('shown', 'core/preview', {}, { name: 'Shown', position: { x: 300, y: 150 } })
    .node('made', 'subgraph/inner', {}, { name: LONG, position: { x: 300, y: 0 } })
    .node('gone', 'other/missing', {}, { name: TURNED, position: { x: 600, y: 0 } })
    .connect('next.text', 'shown.value')
    .group('frame', { title: `${TURNED} ${LONG}`.slice(0, 990), members: ['shown'] })
    .note('memo', { text: `# ${TURNED}`, position: { x: 600, y: 150 } })
    .build(),
};

beforeAll(async () => {
  editor = await CanvasFile.open(folder, drawing);
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

/** Texts, titles and names of the window in which letters are turned around. Values of text fields are left as they are. */
async function turned(): Promise<string[]> {
  return editor.page.evaluate(() => {
    const pattern = /[\u202A-\u202E\u2066-\u2069]/;
    const found: string[] = [];
    for (const element of document.querySelectorAll('body, body *')) {
      const own = [...element.childNodes].flatMap((child) =>
        child.nodeType === 3 ? [child.textContent ?? ''] : [],
      );
      const named = ['title', 'aria-label', 'placeholder', 'alt'].map(
        (name) => element.getAttribute(name) ?? '',
      );
      if (element.tagName === 'TEXTAREA') continue;
      for (const text of [...own, ...named])
        if (pattern.test(text)) found.push(`${element.className}: ${text}`);
    }
    if (pattern.test(document.title)) found.push(document.title);
    return found;
  });
}

/** Whether anything makes the window wider than it is. */
async function overflow(): Promise<number> {
  return editor.page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

it('letters are never turned around: tabs, crumb, nodes, groups, notes, library, inspector', async () => {
  await editor.node('csv').getByText('invoice-\\u{202e}gnp.exe reader').waitFor();
  expect(await turned()).toEqual([]);
  for (const id of ['csv', 'made', 'gone', 'next']) {
    await editor.select(id);
    expect(await turned()).toEqual([]);
  }
  await editor.select('made');
  await editor.canvas.press('Control+ArrowDown');
  await editor.node('input').waitFor();
  expect(await turned()).toEqual([]);
  await editor.canvas.click({ position: { x: 40, y: 300 } });
  await editor.keyboard.press('Control+ArrowUp');
  await expect.poll(() => editor.node('input').count()).toBe(0);
});

it('nor in the palette, the outline, problems, log and timeline after a run', async () => {
  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('invoice');
  await editor.page.getByRole('option').first().waitFor();
  expect(await turned()).toEqual([]);
  await editor.keyboard.press('Escape');
  await editor.page.getByRole('button', { name: 'Nodes of this blueprint' }).click();
  await editor.page.locator('[data-outline="csv"]').waitFor();
  expect(await turned()).toEqual([]);
  await editor.page.locator('.missing-nodes').click();
  await editor.page.getByRole('dialog').waitFor();
  expect(await turned()).toEqual([]);
  await editor.keyboard.press('Escape');
  for (const tab of ['Problems', 'Log', 'Timeline']) {
    await editor.tab(tab);
    expect(await turned()).toEqual([]);
  }
});

it('a very long name neither widens the window nor lies over what is beside it', async () => {
  expect(await overflow()).toBeLessThanOrEqual(0);
  const chip = await editor.page.locator('.missing-nodes').boundingBox();
  const crumb = await editor.crumb.boundingBox();
  expect((crumb?.x ?? 0) + (crumb?.width ?? 0)).toBeLessThanOrEqual(chip?.x ?? 0);
  const tab = await editor.documentTabs.first().boundingBox();
  expect(tab?.width ?? 0).toBeLessThan(260);
  const canvas = await editor.canvas.boundingBox();
  expect((chip?.x ?? 0) + (chip?.width ?? 0)).toBeLessThan((canvas?.x ?? 0) + (canvas?.width ?? 0));
  const title = await editor.node('next').locator('.node-title').boundingBox();
  const node = await editor.node('next').boundingBox();
  expect((title?.x ?? 0) + (title?.width ?? 0)).toBeLessThan((node?.x ?? 0) + (node?.width ?? 0));
});

it('the sentence of a failed node leaves the head of the next one free', async () => {
  await editor.select('gone');
  await editor.keyboard.press('Delete');
  await editor.runToEnd();
  await editor.waitForState('csv', 'failed');
  const error = editor.node('csv').locator('.node-error');
  await error.waitFor();
  await editor.leave();
  await editor.viewSettled();
  const [above, below] = await Promise.all([error.boundingBox(), editor.node('next').boundingBox()]);
  expect((above?.y ?? 0) + (above?.height ?? 0)).toBeGreaterThan((below?.y ?? 0) + 4);
  const over = await editor.page.evaluate(
    ({ x, y }) => document.elementFromPoint(x, y)?.closest('[data-node-id]')?.getAttribute('data-node-id'),
    { x: (below?.x ?? 0) + 60, y: (below?.y ?? 0) + 12 },
  );
  expect(over).toBe('next');
  await editor.node('csv').hover({ position: { x: 60, y: 14 } });
  await expect
    .poll(() =>
      error.evaluate((element) => getComputedStyle(element.closest('.react-flow__node') ?? element).zIndex),
    )
    .toBe('900');
});
