import { blueprint } from '@atomiton/blueprint';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openSecondWindow } from '../src/second-window.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('windows');
let shell: Shell;
let first: EditorPage;
let second: EditorPage;

beforeAll(async () => {
  const file = writeBlueprint(
    folder,
    blueprint('shared')
      .node('one', 'core/number', { value: 1 })
      .node('two', 'core/number', { value: 2 })
      .node('rows', 'core/select-filter', { filter: 'a > 1' }, { position: { x: 300, y: 0 } })
      .build(),
  );
  shell = await openShell({ open: file });
  first = new EditorPage(shell.page);
  await first.node('one').waitFor({ timeout: 30_000 });
  second = await openSecondWindow(shell, file);
  await second.node('one').waitFor({ timeout: 30_000 });
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const follows = (editor: EditorPage): Locator =>
  editor.page.getByRole('alert').filter({ hasText: 'Another window edits this document' });
const nameOf = async (editor: EditorPage): Promise<string> =>
  (await editor.page.getByTestId('document-name').textContent()) ?? '';
const valueOf = async (editor: EditorPage, node: string): Promise<string> =>
  (await editor.node(node).locator('.node-value').first().textContent()) ?? '';

const titleOf = async (editor: EditorPage, node: string): Promise<string> =>
  (await editor.node(node).locator('.node-title').textContent()) ?? '';
const editHere = (editor: EditorPage): Promise<void> =>
  follows(editor).getByRole('button', { name: 'Edit here' }).click();

/** Names a node on the canvas, by key. */
async function setTitle(editor: EditorPage, node: string, title: string): Promise<void> {
  await editor.select(node);
  await editor.page.keyboard.press('F2');
  const field = editor.page.getByLabel('Title of the node', { exact: true });
  await field.fill(title);
  await field.press('Enter');
}

/** Types a value into a node's field and leaves the field. */
async function setValue(editor: EditorPage, node: string, value: string): Promise<void> {
  await editor.select(node);
  await editor.setField('Value', value);
}

it('one window edits; the other says so and sees its edits as they happen', async () => {
  await follows(second).waitFor();
  await expect.poll(() => follows(first).count()).toBe(0);
  await setValue(first, 'one', '11');
  await expect.poll(() => valueOf(second, 'one')).toBe('11');
  await first.renameDocument('seen everywhere');
  await expect.poll(() => nameOf(second)).toBe('seen everywhere');
});

it('the form of a node is read-only in the window that follows, says why, and offers to edit there', async () => {
  await second.select('two');
  const field = second.field('Value');
  await expect.poll(() => field.isDisabled()).toBe(true);
  await expect.poll(() => second.field('Name').isDisabled()).toBe(true);
  const notice = second.inspector.getByTestId('inspector-following');
  await notice.getByText('Read-only here: another window edits this document.').waitFor();
  await second.page.keyboard.press('Enter');
  await expect.poll(() => second.focused()).toBe('Edit here');
  await second.page.keyboard.press('Enter');
  await follows(second).waitFor({ state: 'detached' });
  await expect.poll(() => field.isEnabled()).toBe(true);
  await expect.poll(() => notice.count()).toBe(0);
  await first.select('two');
  await expect.poll(() => first.field('Value').isDisabled()).toBe(true);
});

it('code is read-only there too: typing changes nothing, in the field and in the document', async () => {
  await first.select('rows');
  const code = first.inspector.getByLabel('Filter', { exact: true }).locator('visible=true').last();
  await expect.poll(() => code.getAttribute('aria-readonly')).toBe('true');
  await code.click();
  await first.page.keyboard.type('999');
  await first.page.keyboard.press('Tab');
  await expect.poll(() => code.textContent()).toBe('a > 1');
  await expect.poll(() => first.keptState()).not.toContain('waits');
  await second.select('rows');
  await expect
    .poll(() =>
      second.inspector
        .getByLabel('Filter', { exact: true })
        .locator('visible=true')
        .last()
        .getAttribute('aria-readonly'),
    )
    .toBe('false');
});

it('text that is being typed when the other window takes over is not lost: it waits as an edit', async () => {
  await second.select('two');
  await second.field('Value').fill('2718');
  await first.page.bringToFront();
  await first.inspector.getByRole('button', { name: 'Edit here' }).click();
  await follows(second).waitFor();
  await expect.poll(() => second.keptState()).toBe('1 edit waits here');
  await expect.poll(() => second.field('Value').isDisabled()).toBe(true);
  expect(await valueOf(first, 'two')).toBe('2');
  await second.page.bringToFront();
  await second.page.getByRole('button', { name: 'Drop my edits' }).click();
  await expect.poll(() => valueOf(second, 'two')).toBe('2');
});

it('edits made in the other window wait there, and go on top of what happened meanwhile when it takes over', async () => {
  await setTitle(second, 'two', 'Second');
  await expect.poll(() => second.keptState()).toBe('1 edit waits here');
  await follows(second).getByText('1 edit made here waits').waitFor();
  await setValue(first, 'one', '111');
  await expect.poll(() => valueOf(second, 'one')).toBe('111');
  expect(await titleOf(second, 'two')).toBe('Second');
  expect(await titleOf(first, 'two')).toBe('Number');
  await second.page.bringToFront();
  await editHere(second);
  await expect.poll(() => titleOf(first, 'two')).toBe('Second');
  await follows(second).waitFor({ state: 'detached' });
  await follows(first).waitFor();
  expect(await valueOf(first, 'one')).toBe('111');
});

it('both type at the same time: no edit of either is lost', async () => {
  for (const [round, values] of [
    ['5', '6'],
    ['7', '8'],
  ].entries()) {
    const [mine = '', theirs = ''] = values;
    const inSecond = async (): Promise<void> => {
      await setTitle(second, 'two', theirs);
      await second.renameDocument(`round ${round}`);
    };
    await Promise.all([setTitle(first, 'one', mine), inSecond()]);
    await first.page.bringToFront();
    await editHere(first);
    await follows(first).waitFor({ state: 'detached' });
    for (const editor of [first, second]) {
      await expect.poll(() => titleOf(editor, 'one')).toBe(mine);
      await expect.poll(() => titleOf(editor, 'two')).toBe(theirs);
      await expect.poll(() => nameOf(editor)).toBe(`round ${round}`);
    }
    await second.page.bringToFront();
    await second.canvas.click({ position: { x: 20, y: 200 } });
    await second.page.keyboard.press('Alt+Shift+E');
    await follows(second).waitFor({ state: 'detached' });
  }
});

it('undo in the window that edits takes back what the other one did', async () => {
  await setValue(second, 'one', '99');
  await expect.poll(() => valueOf(first, 'one')).toBe('99');
  await first.page.bringToFront();
  await editHere(first);
  await follows(first).waitFor({ state: 'detached' });
  await first.canvas.click({ position: { x: 20, y: 200 } });
  await first.page.keyboard.press('Control+z');
  await expect.poll(() => valueOf(second, 'one')).toBe('111');
  await first.page.keyboard.press('Control+Shift+z');
  await expect.poll(() => valueOf(second, 'one')).toBe('99');
});

it('edits that wait can be dropped: the window shows the document as it is', async () => {
  await setTitle(second, 'two', 'dropped');
  await second.page.getByRole('button', { name: 'Drop my edits' }).click();
  await expect.poll(() => titleOf(second, 'two')).toBe('8');
  await expect.poll(() => second.keptState()).toBe('kept, not in file');
});

it('when the window that edits is closed the other one edits', async () => {
  await follows(second).waitFor();
  if (shell.electron === undefined) await first.page.close();
  else {
    await shell.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) {
        if (window.webContents.getURL().includes('open=') && window.id === 1) window.destroy();
      }
    });
  }
  await follows(second).waitFor({ state: 'detached' });
  // What the closed window did last is what undo takes back first.
  await second.page.bringToFront();
  await second.canvas.click({ position: { x: 20, y: 200 } });
  expect(await valueOf(second, 'one')).toBe('99');
  await second.page.keyboard.press('Control+z');
  await expect.poll(() => valueOf(second, 'one')).toBe('111');
  await setValue(second, 'two', '31');
  await expect.poll(() => second.keptState()).toBe('kept, not in file');
});
