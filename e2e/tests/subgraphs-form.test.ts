import { blueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasFile } from '../src/canvas-file.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('subgraphs-form');
let editor: CanvasFile;

const drawing: Blueprint = {
  ...blueprint('form')
    .node('greeting', 'subgraph/greet', {}, { position: { x: 0, y: 0 } })
    .node('other', 'subgraph/greet', {}, { position: { x: 320, y: 0 } })
    .node('reading', 'subgraph/read', {}, { position: { x: 0, y: 220 } })
    .build(),
  subgraphs: {
    greet: {
      name: 'Greet',
      inputs: { words: { type: 'string', required: false } },
      outputs: {},
      nodes: {
        text: {
          type: 'core/text-template',
          typeVersion: 1,
          parameters: { template: 'inner' },
          mode: 'active',
        },
      },
      edges: { 'text.template': { from: 'input.words' } },
      layout: { positions: {}, groups: {}, notes: {} },
    },
    read: {
      name: 'Read a file',
      inputs: {},
      outputs: {},
      nodes: { csv: { type: 'core/csv-reader', typeVersion: 1, parameters: {}, mode: 'active' } },
      edges: {},
      layout: { positions: {}, groups: {}, notes: {} },
    },
  },
};

beforeAll(async () => {
  editor = await CanvasFile.open(folder, drawing);
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);

const greet = ({ subgraphs }: Blueprint) => subgraphs?.greet;

it('an instance says what the nodes inside do, and is pure only where they are', async () => {
  await editor.select('greeting');
  await editor.inspector.locator('.chips').getByText('pure', { exact: true }).waitFor();
  await editor.select('reading');
  await editor.inspector.locator('.chips').getByText('reads files', { exact: true }).waitFor();
  await expect.poll(() => editor.inspector.getByText('pure', { exact: true }).count()).toBe(0);
  await editor.tab('Docs');
  await editor.inspector.getByText('Reads files; runs again when they have changed').waitFor();
  await editor.tab('Parameters');
});

it('title, description, colour and default are set in its form, by mouse', async () => {
  await editor.select('greeting');
  await editor.inspector.getByRole('button', { name: 'Enter', exact: true }).click();
  await editor.node('input').waitFor();
  await editor.setField('Name', 'Say hello');
  await editor.setField('Description', 'Words for everybody.');
  await editor.inspector.getByRole('button', { name: 'Colour: No colour' }).click();
  await editor.page.getByRole('menuitem', { name: 'Green' }).click();
  const field = editor.inspector.getByLabel('Default of words', { exact: true });
  await expect.poll(() => field.inputValue()).toBe('inner');
  await field.fill('good day');
  await field.press('Tab');
  await editor.expectSaved(
    (document) => [
      greet(document)?.name,
      greet(document)?.description,
      greet(document)?.color,
      greet(document)?.inputs.words?.default,
    ],
    ['Say hello', 'Words for everybody.', 'green', 'good day'],
  );
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await editor.keyboard.press('Control+ArrowUp');
  await expect.poll(() => editor.node('input').count()).toBe(0);
  for (const id of ['greeting', 'other']) {
    await expect.poll(() => editor.node(id).getAttribute('data-color')).toBe('green');
    await expect.poll(() => editor.node(id).textContent()).toContain('good day');
  }
  await editor.select('other');
  await editor.inspector.getByText('Words for everybody.').waitFor();
});

it('the same by the keyboard alone; a default is taken back; undo goes step by step', async () => {
  await editor.select('greeting');
  await editor.canvas.press('Control+ArrowDown');
  await editor.node('input').waitFor();
  await editor.tabTo('Colour: Green');
  await editor.keyboard.press('Enter');
  await editor.menuFocused();
  await editor.keyboard.press('End');
  await expect.poll(() => editor.focused()).toBe('No colour');
  await editor.keyboard.press('Enter');
  await editor.expectSaved((document) => greet(document)?.color, undefined);
  await editor.undoTo((document) => greet(document)?.color, 'green');
  await editor.tabTo('Take the default of words from the node inside');
  await editor.keyboard.press('Enter');
  await editor.expectSaved((document) => greet(document)?.inputs.words?.default, undefined);
  await expect
    .poll(() => editor.inspector.getByLabel('Default of words', { exact: true }).inputValue())
    .toBe('inner');
  await editor.canvas.click({ position: { x: 60, y: 120 } });
  await editor.undoTo((document) => greet(document)?.inputs.words?.default, 'good day');
});
