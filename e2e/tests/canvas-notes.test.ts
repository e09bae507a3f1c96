import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('canvas-notes');
let editor: CanvasFile;

beforeAll(async () => {
  editor = await CanvasFile.open(folder, tableBlueprint('notes'));
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const field = () => editor.page.getByLabel('Text of the note, in Markdown');

it('Shift+S puts a note under the pointer and lets one write; leaving shows the Markdown', async () => {
  const at = await editor.place(editor.canvas, { x: 0.08, y: 0.34 });
  await editor.page.mouse.move(at.x, at.y);
  await editor.keyboard.press('Shift+s');
  await field().fill('# Sales\n\nFirst **bold**, then `code`.\n\n- [x] done\n- [ ] open');
  await editor.keyboard.press('Control+Enter');
  const note = editor.note('note_1');
  await note.getByRole('heading', { name: 'Sales' }).waitFor();
  const box = await note.boundingBox();
  expect(Math.abs((box?.x ?? 0) - at.x), 'its corner is under the pointer').toBeLessThan(3);
  expect(Math.abs((box?.y ?? 0) - at.y)).toBeLessThan(3);
  await expect.poll(() => note.locator('strong').textContent()).toBe('bold');
  await expect.poll(() => note.locator('input[type=checkbox]').count()).toBe(2);
  await editor.expectSaved(({ layout }) => layout.notes.note_1?.text.slice(0, 7), '# Sales');
});

it('shows no HTML, follows no javascript: link and fetches no picture', async () => {
  const asked: string[] = [];
  editor.page.on('request', (request) => asked.push(request.url()));
  await editor.page.evaluate(() => Object.assign(window, { hacked: 0 }));
  await editor.note('note_1').dblclick();
  await field().fill(
    [
      '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">',
      '[click](javascript:window.hacked=3)',
      '[here](index.html)',
      '![far](https://example.invalid/pixel.png) [web](https://example.invalid/)',
      '<a href="javascript:window.hacked=4">html</a>',
    ].join('\n\n'),
  );
  await editor.keyboard.press('Control+Enter');
  const note = editor.note('note_1');
  await note.getByText('[image: far]').waitFor();
  await expect.poll(() => note.locator('script, img, iframe').count()).toBe(0);
  const links = await note
    .locator('a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(links).toEqual(['https://example.invalid/']);
  const windows = editor.page.context().pages().length;
  for (const text of ['click', 'here']) await note.getByText(text).click();
  expect(editor.page.context().pages()).toHaveLength(windows);
  expect(await editor.page.evaluate(() => Reflect.get(window, 'hacked') as unknown)).toBe(0);
  expect(asked.filter((url) => url.includes('example.invalid'))).toEqual([]);
});

it('Escape leaves the note with what was typed; one edit of the text is one step of undo', async () => {
  const text = ({ layout }: { layout: { notes: Record<string, { text: string }> } }) =>
    layout.notes.note_1?.text;
  const before = text(await editor.saved());
  await editor.note('note_1').click();
  await editor.keyboard.press('F2');
  await field().fill('a page of text');
  await editor.keyboard.press('Escape');
  await editor.expectSaved(text, 'a page of text');
  await editor.undoTo(text, before);
  await editor.keyboard.press('F2');
  await field().fill('kept');
  await editor.keyboard.press('Control+Enter');
  await editor.expectSaved(text, 'kept');
  await editor.undoTo(text, before);
});

it('is dragged and resized by mouse, moved and resized by keys', async () => {
  const box = ({
    layout,
  }: {
    layout: { notes: Record<string, { x: number; y: number; width: number }> };
  }) => {
    const { x = 0, y = 0, width = 0 } = layout.notes.note_1 ?? {};
    return { x, y, width };
  };
  const start = box(await editor.saved());
  const from = await editor.place(editor.note('note_1'), { x: 0.9, y: 0.9 });
  await editor.drag(from, { x: from.x + 120, y: from.y + 90 });
  await expect.poll(async () => box(await editor.saved()).x).toBeGreaterThan(start.x + 40);
  await editor.undoTo(box, start);
  await editor.note('note_1').click({ position: { x: 8, y: 8 } });
  const corner = await editor.place(
    editor.page.locator('.react-flow__node-blueprint-note .react-flow__resize-control.bottom.right'),
  );
  await editor.drag(corner, { x: corner.x + 60, y: corner.y });
  await expect.poll(async () => box(await editor.saved()).width).toBeGreaterThan(start.width + 20);
  await editor.undoTo(box, start);
  await editor.keyboard.down('Alt');
  for (let step = 0; step < 3; step++) await editor.page.keyboard.down('ArrowRight');
  await editor.keyboard.up('ArrowRight');
  await editor.keyboard.up('Alt');
  await editor.expectSaved(box, { ...start, x: start.x + 60 });
  await editor.undoTo(box, start);
  await editor.keyboard.press('Control+Alt+ArrowLeft');
  await editor.expectSaved(box, { ...start, width: start.width - 20 });
  await editor.undoTo(box, start);
});

it('takes a colour and is deleted and brought back', async () => {
  await editor.note('note_1').click({ button: 'right', position: { x: 8, y: 8 } });
  await editor.fromSubmenu('Colour', 'Purple');
  await editor.expectSaved(({ layout }) => layout.notes.note_1?.color, 'purple');
  await editor.keyboard.press('Delete');
  await editor.expectSaved(({ layout }) => layout.notes, {});
  await editor.undoTo(({ layout }) => layout.notes.note_1?.color, 'purple');
});
