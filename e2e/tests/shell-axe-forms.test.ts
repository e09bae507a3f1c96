import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AXE_SETTINGS, violations } from '../src/axe.js';
import { writeBlueprint } from '../src/blueprint-file.js';
import { InspectorPage } from '../src/inspector-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { widgetNodes } from '../src/widget-nodes.js';

const folder = temporaryFolder('axe-forms');
let shell: Shell;
let editor: InspectorPage;

/** A node with every widget, each filled; one fed by a table; a smaller one beside it. */
beforeAll(async () => {
  writeFileSync(join(folder, 'sales.csv'), 'city,price\nOslo,10.5\n');
  const parameters = {
    title: 'A title that is too long for its limit',
    count: 3,
    notes: 'first\nsecond',
    tags: ['one', 'two'],
    limits: [{ name: 'low', value: 1 }],
    records: [{ a: 1, b: 'x' }],
    filter: 'price >',
    rule: 'true && 1 < 2',
    script: 'return 1 + "two"; // three',
  };
  const drawing = blueprint('axe-forms')
    .node('csv', 'core/csv-reader', { path: 'sales.csv' }, { position: { x: 0, y: 0 } })
    .node('all', 'test/widgets', parameters, { position: { x: 300, y: 0 } })
    .node('fewer', 'test/fewer-widgets', { count: 4 }, { position: { x: 0, y: 400 } })
    .connect('csv.table', 'all.table')
    .build();
  const env = widgetNodes(folder);
  shell = await openShell({ open: writeBlueprint(folder, drawing), env, settings: AXE_SETTINGS });
  editor = new InspectorPage(shell.page);
  shell.page.setDefaultTimeout(15_000);
  // So high that the whole form is on the screen.
  await shell.page.setViewportSize({ width: 1600, height: 1800 });
  await editor.node('all').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);
beforeEach(() => editor.leave());

const clean = async (within?: string): Promise<void> =>
  expect.soft(await violations(editor.page, within)).toEqual([]);
const press = (key: string): Promise<void> => editor.page.keyboard.press(key);

it('a form with every widget, wrong values among them', async () => {
  await editor.select('all');
  await editor.inspector.getByRole('alert').first().waitFor();
  await clean();
});

it('the list of a choice, the colours, and the completion of an expression', async () => {
  await editor.select('all');
  await editor.field('City').click();
  await press('Control+a');
  await editor.page.keyboard.type('bo');
  await editor.page.getByRole('option', { name: 'Bologna' }).waitFor();
  await clean();
  await press('Escape');
  await editor.inspector.getByRole('button', { name: 'Pick Tint' }).press('Enter');
  const colors = editor.page.getByRole('dialog');
  await colors.waitFor();
  await clean('[role="dialog"]');
  await press('Escape');
  await colors.waitFor({ state: 'hidden' });
  await editor.field('Filter').click();
  await press('Control+a');
  await editor.page.keyboard.type('pr');
  await press('Control+Space');
  await editor.page.locator('.cm-tooltip-autocomplete, [role="listbox"]').first().waitFor();
  await clean();
  await press('Escape');
});

it('the list of outputs that can feed a parameter, with one and with none', async () => {
  await editor.select('all');
  const menu = editor.page.getByRole('dialog');
  for (const label of ['Count', 'Tags']) {
    await editor.inspector.getByRole('button', { name: `Connect ${label}`, exact: true }).press('Enter');
    await menu.waitFor();
    await clean('[role="dialog"]');
    await press('Escape');
    await menu.waitFor({ state: 'hidden' });
  }
});

it('one form for two nodes of different types', async () => {
  await editor.node('csv').click({ position: { x: 60, y: 14 } });
  await editor.node('all').click({ position: { x: 60, y: 14 } });
  await editor.node('fewer').click({ position: { x: 60, y: 14 }, modifiers: ['Shift'] });
  await editor.inspector.getByText(/nodes selected/).waitFor();
  await editor.leave();
  await clean();
});
