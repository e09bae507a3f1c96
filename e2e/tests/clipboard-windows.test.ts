import { blueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import type { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openSecondWindow } from '../src/second-window.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('clipboard-windows');
let first: CanvasFile;
let second: EditorPage;

beforeAll(async () => {
  first = await CanvasFile.open(folder, tableBlueprint('first'));
  if (first.shell.kind === 'chromium') {
    await first.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  }
  const other = writeBlueprint(folder, blueprint('second').node('own', 'core/number', { value: 1 }).build());
  second = await openSecondWindow(first.shell, other);
  await second.newDocument();
});
afterAll(() => first?.shell.close());
screenshotOnFailure(() => first?.shell);

/** Puts text on the clipboard as another program does. */
async function otherProgramCopies(text: string): Promise<void> {
  const { electron } = first.shell;
  if (electron === undefined)
    await second.page.evaluate((value) => navigator.clipboard.writeText(value), text);
  else await electron.evaluate(({ clipboard }, value) => clipboard.writeText(value), text);
}

async function paste(editor: EditorPage): Promise<void> {
  await editor.page.bringToFront();
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await editor.page.keyboard.press('Control+v');
}

it('what is copied in one window is pasted in the other, edges and values with it', async () => {
  await first.page.bringToFront();
  await first.select('words');
  await first.setField('Text', 'from the first window');
  await first.choose('csv', 'filter', 'words');
  await first.keyboard.press('Control+c');
  await paste(second);
  await expect.poll(async () => (await second.nodeIds()).sort()).toEqual(['csv', 'filter', 'words']);
  await expect.poll(() => second.page.locator('.react-flow__edge[data-id="filter.table"]').count()).toBe(1);
  await expect.poll(() => second.node('words').textContent()).toContain('from the first window');
});

it('both stay documents of their own, and it goes the other way too', async () => {
  await second.canvas.click({ position: { x: 60, y: 120 } });
  await second.select('words');
  await second.setField('Text', 'only in the second');
  await second.page.keyboard.press('Control+c');
  await second.node('words').click({ position: { x: 60, y: 14 } });
  await second.page.keyboard.press('Control+c');
  await paste(first);
  await first.node('words_2').waitFor();
  await first.expectSaved(
    ({ nodes }: Blueprint) => [nodes.words?.parameters.value, nodes.words_2?.parameters.value],
    ['from the first window', 'only in the second'],
  );
  await first.undoTo(({ nodes }: Blueprint) => nodes.words_2, undefined);
});

it('plain JSON text from another program is nodes', async () => {
  const text = {
    atomitonClipboard: 1,
    nodes: {
      a: { type: 'core/number', typeVersion: 1, parameters: { value: 41 }, mode: 'active' },
      b: { type: 'core/preview', typeVersion: 1, parameters: {}, mode: 'active' },
      c: { type: 'core/chart', typeVersion: 1, parameters: {}, mode: 'active' },
    },
    edges: { 'b.value': { from: 'a.number' } },
    positions: {},
  };
  await otherProgramCopies(JSON.stringify(text));
  await paste(second);
  await expect
    .poll(async () => (await second.nodeIds()).sort())
    .toEqual(['a', 'b', 'c', 'csv', 'filter', 'words']);
  const boxes = await Promise.all(['a', 'c'].map((id) => second.node(id).boundingBox()));
  const [a, c] = boxes;
  const apart =
    Math.abs((a?.x ?? 0) - (c?.x ?? 0)) >= (a?.width ?? 0) ||
    Math.abs((a?.y ?? 0) - (c?.y ?? 0)) >= (a?.height ?? 0);
  expect(apart).toBe(true);
});

it.each([
  ['cut off', '{"atomitonClipboard":1,"nodes":{"a":{"type":"core/nu'],
  ['of another shape', '{"atomitonClipboard":1,"nodes":[1,2,3],"edges":{},"positions":{}}'],
  ['no JSON', 'a list of things: milk, bread'],
])('foreign text breaks nothing, it becomes a note: %s', async (_what, text) => {
  const before = (await second.nodeIds()).sort();
  const notes = second.page.locator('[data-note-id]');
  const count = await notes.count();
  await otherProgramCopies(text);
  await paste(second);
  await expect.poll(() => notes.count()).toBe(count + 1);
  expect((await second.nodeIds()).sort()).toEqual(before);
});
