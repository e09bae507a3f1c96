import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';

let shell: Shell;
let editor: EditorPage;
beforeAll(async () => {
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

/** A text shown by a preview, and the two as the instance of a new subgraph; by keyboard. */
beforeEach(async () => {
  await editor.newDocument();
  const text = await editor.addFromLibrary('Text template', { x: 0.25, y: 0.3 });
  await editor.select(text);
  await editor.setField('Template', 'first');
  const preview = await editor.addFromLibrary('Preview', { x: 0.65, y: 0.3 });
  await editor.connect(`${text}.text`, `${preview}.value`);
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await editor.page.keyboard.press('Control+a');
  await editor.page.keyboard.press('Control+Shift+E');
  // Not `expect.poll`: this is before a test begins.
  await editor.node(preview).waitFor({ state: 'detached' });
  await editor.node('subgraph').waitFor();
});

async function enter(id: string): Promise<void> {
  await editor.select(id);
  await editor.canvas.press('Control+ArrowDown');
  await editor.node('input').waitFor();
}

/** Drags a node by its lower right corner, which a copy does not share with its original. */
async function moveDown(id: string): Promise<void> {
  const box = await editor.node(id).boundingBox();
  if (box === null) throw new Error(`${id} is not on the screen.`);
  const from = { x: box.x + box.width - 8, y: box.y + box.height - 8 };
  const { mouse } = editor.page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x, from.y + 60, { steps: 4 });
  await mouse.move(from.x, from.y + 140, { steps: 4 });
  await mouse.up();
}

async function leave(): Promise<void> {
  await editor.page.keyboard.press('Control+ArrowUp');
  await expect.poll(() => editor.node('input').count()).toBe(0);
}

it('a selection becomes a subgraph, is entered by Enter, left by Escape, unpacked, and all of it is undone', async () => {
  const { page } = editor;
  await editor.node('subgraph').click({ position: { x: 60, y: 14 } });
  await page.keyboard.press('Enter');
  if ((await editor.node('input').count()) === 0) await page.keyboard.press('Enter');
  await editor.node('text_template').waitFor();
  expect((await editor.nodeIds()).sort()).toEqual(['input', 'output', 'preview', 'text_template']);
  await expect.poll(() => editor.crumb.locator('[aria-current]').textContent()).toBe('Subgraph');
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await page.keyboard.press('Escape');
  await expect.poll(() => editor.nodeIds()).toEqual(['subgraph']);
  await editor.select('subgraph');
  await editor.canvas.press('Control+Shift+U');
  await expect.poll(async () => (await editor.nodeIds()).sort()).toEqual(['preview', 'text_template']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => editor.nodeIds()).toEqual(['subgraph']);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await editor.nodeIds()).sort()).toEqual(['preview', 'text_template']);
  await page.keyboard.press('Control+Shift+Z');
  await expect.poll(() => editor.nodeIds()).toEqual(['subgraph']);
});

it('an exposed parameter is set on each instance; an edit inside is shared until one is made independent', async () => {
  await enter('subgraph');
  await editor.select('text_template');
  await editor.inspector.getByRole('button', { name: 'Make Template a parameter of the subgraph' }).click();
  await leave();
  await editor.select('subgraph');
  await editor.setField('Template', 'seven');
  await editor.canvas.press('Control+d');
  await editor.node('subgraph_2').waitFor();
  await moveDown('subgraph_2');
  await editor.select('subgraph_2');
  await editor.setField('Template', 'nine');
  await editor.run();
  await editor.waitForState('subgraph', 'done');
  await editor.waitForState('subgraph_2', 'done');
  for (const [id, value] of [
    ['subgraph', 'seven'],
    ['subgraph_2', 'nine'],
  ] as const) {
    await enter(id);
    await editor.waitForState('preview', 'done');
    await expect.poll(() => editor.node('preview').textContent()).toContain(value);
    await leave();
  }
  await enter('subgraph');
  await editor.addFromLibrary('Number', { x: 0.3, y: 0.7 });
  await leave();
  await enter('subgraph_2');
  await editor.node('number').waitFor();
  await leave();
  await editor.select('subgraph_2');
  await editor.inspector.getByRole('button', { name: 'Make independent' }).click();
  await enter('subgraph_2');
  await editor.select('number');
  await editor.canvas.press('Delete');
  await expect.poll(() => editor.node('number').count()).toBe(0);
  await leave();
  await enter('subgraph');
  await editor.node('number').waitFor();
});

it('ports are added, renamed, typed, moved and removed; undo goes to where it happened', async () => {
  const { page } = editor;
  await enter('subgraph');
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  const side = editor.inspector.getByRole('region', { name: 'Outputs' });
  await side.getByRole('button', { name: 'Add an output' }).click();
  const name = side.getByLabel('Name of the port output1');
  await name.fill('Not a name');
  await side.getByRole('alert').waitFor();
  await name.fill('total');
  await name.press('Enter');
  await side.getByLabel('Type of the port total').selectOption('string');
  await side.getByRole('button', { name: 'Add an output' }).click();
  await side.getByRole('button', { name: 'Move output1 up' }).click();
  await expect
    .poll(() =>
      side.locator('[data-port]').evaluateAll((ports) => ports.map((port) => port.getAttribute('data-port'))),
    )
    .toEqual(['output1', 'total']);
  await side.getByRole('button', { name: 'Remove output1' }).click();
  await editor.connect('text_template.text', 'output.total');
  await leave();
  await editor.port('subgraph.total', 'output').waitFor();
  await page.keyboard.press('Control+z');
  await editor.node('input').waitFor();
  await expect.poll(() => editor.crumb.locator('[aria-current]').textContent()).toBe('Subgraph');
});

it('an instance pasted into another document brings its definition; deleting a used subgraph asks', async () => {
  const { page } = editor;
  await editor.select('subgraph');
  await editor.canvas.press('Control+c');
  await editor.newDocument();
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await page.keyboard.press('Control+v');
  await editor.node('subgraph').waitFor();
  await enter('subgraph');
  await editor.node('text_template').waitFor();
  await leave();
  const mine = page.getByRole('region', { name: 'Subgraphs', exact: true });
  await mine.getByRole('button', { name: 'Delete Subgraph' }).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.textContent()).toContain('1 node uses this subgraph');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await editor.node('subgraph').waitFor();
  await mine.getByRole('button', { name: 'Delete Subgraph' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(() => editor.nodeIds()).toEqual([]);
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await editor.node('subgraph').waitFor();
});
