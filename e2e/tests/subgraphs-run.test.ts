import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newBlueprint } from '@atomiton/blueprint';
import type { Blueprint, BlueprintNode, Subgraph } from '@atomiton/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('subgraphs');
const PICTURE = resolve(import.meta.dirname, '../../examples/data/pictures/hills.png');
const node = (type: string, parameters: BlueprintNode['parameters'] = {}): BlueprintNode => ({
  type,
  typeVersion: 1,
  parameters,
  mode: 'active',
});
const layout = (...ids: string[]): Subgraph['layout'] => ({
  positions: Object.fromEntries(ids.map((id, index) => [id, { x: index * 320, y: 0 }])),
  groups: {},
  notes: {},
});

/** TypeScript at the top, WebAssembly one level down, Python two levels down. */
const nested: Blueprint = {
  ...newBlueprint('nested', 'nested'),
  nodes: {
    picture: node('core/image-load', { path: 'hills.png' }),
    colours: node('subgraph/colours', { blur: 5 }),
    show: node('core/preview'),
  },
  edges: { 'colours.image': { from: 'picture.image' }, 'show.value': { from: 'colours.table' } },
  subgraphs: {
    colours: {
      name: 'Colours',
      inputs: { image: { type: 'image' }, blur: { type: 'number', required: false } },
      outputs: { table: { type: 'table' } },
      nodes: { soft: node('core/gaussian-blur', { sigma: 1 }), measure: node('subgraph/measure') },
      edges: {
        'soft.image': { from: 'input.image' },
        'soft.sigma': { from: 'input.blur' },
        'measure.data': { from: 'soft.image' },
        'output.table': { from: 'measure.table' },
      },
      layout: layout('input', 'soft', 'measure', 'output'),
    },
    measure: {
      name: 'Measure',
      inputs: { data: { type: 'any' } },
      outputs: { table: { type: 'table' } },
      nodes: { statistics: node('core/tensor-statistics') },
      edges: { 'statistics.data': { from: 'input.data' }, 'output.table': { from: 'statistics.table' } },
      layout: layout('input', 'statistics', 'output'),
    },
  },
  layout: layout('picture', 'colours', 'show'),
};
const flat: Blueprint = {
  ...newBlueprint('flat', 'flat'),
  nodes: {
    picture: node('core/image-load', { path: 'hills.png' }),
    soft: node('core/gaussian-blur', { sigma: 5 }),
    statistics: node('core/tensor-statistics'),
    show: node('core/preview'),
  },
  edges: {
    'soft.image': { from: 'picture.image' },
    'statistics.data': { from: 'soft.image' },
    'show.value': { from: 'statistics.table' },
  },
  layout: layout('picture', 'soft', 'statistics', 'show'),
};

let shell: Shell | undefined;
let editor: EditorPage;

async function open(blueprint: Blueprint): Promise<void> {
  await shell?.close();
  shell = await openShell({ open: writeBlueprint(folder, blueprint) });
  editor = new EditorPage(shell.page);
  await editor.ready();
}
beforeAll(async () => {
  copyFileSync(PICTURE, join(folder, 'hills.png'));
  await open(flat);
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

async function shownTable(): Promise<string[][]> {
  await editor.select('show');
  await editor.tab('Table');
  const rows = editor.resultTable.locator('[role="row"]:has([role="gridcell"]:not(:empty))');
  await rows.first().waitFor();
  return rows.evaluateAll((elements) =>
    elements.map((row) =>
      [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent ?? ''),
    ),
  );
}

it('two nested levels in three languages give what the flat blueprint gives, and every level shows its nodes', async () => {
  await editor.run();
  await editor.waitForState('show', 'done', 120_000);
  const expected = await shownTable();
  expect(expected.length).toBeGreaterThan(1);

  await open(nested);
  const { page } = editor;
  await editor.run();
  await editor.waitForState('colours', 'done', 120_000);
  await editor.waitForState('show', 'done');
  expect(await shownTable()).toEqual(expected);

  await editor.node('colours').dblclick({ position: { x: 60, y: 14 } });
  await editor.crumb.getByText('Colours').waitFor();
  await editor.waitForState('soft', 'done');
  await editor.waitForState('measure', 'done');
  await editor.select('measure');
  await page.keyboard.press('Control+ArrowDown');
  await editor.crumb.getByText('Measure').waitFor();
  await editor.waitForState('statistics', 'done');
  await expect
    .poll(() => editor.nodeIds())
    .toEqual(expect.arrayContaining(['input', 'statistics', 'output']));

  await editor.crumb.getByRole('button', { name: 'Colours' }).click();
  await editor.node('soft').waitFor();
  await page.keyboard.press('Control+ArrowUp');
  await editor.node('picture').waitFor();
  await expect.poll(() => editor.crumb.getByText('Colours').count()).toBe(0);
});

it('a failing inner node is shown on its instance, and its problem leads to it', async () => {
  const broken = structuredClone(nested);
  broken.name = 'broken';
  const soft = broken.subgraphs?.colours?.nodes.soft;
  if (soft !== undefined) soft.parameters.sigma = -4;
  delete broken.subgraphs?.colours?.edges['soft.sigma'];
  delete broken.subgraphs?.colours?.inputs.blur;
  (broken.nodes.colours as BlueprintNode).parameters = {};
  if (shell === undefined) throw new Error('the window is not open');
  const file = writeBlueprint(folder, broken);
  await withChosenFile(shell, file, () => editor.page.keyboard.press('Control+o'));
  await editor.documentTab('broken').waitFor();
  await editor.tab('Problems');
  const problem = editor.page.locator('[data-problem-node="soft"]');
  await problem.first().click();
  await editor.crumb.getByText('Colours').waitFor();
  await editor.node('soft').waitFor();
  await expect.poll(() => editor.node('soft').getAttribute('data-selected')).toBe('true');
  await editor.page.keyboard.press('Control+ArrowUp');
  await editor.node('colours').waitFor();
  await editor.run();
  await editor.waitForState('colours', 'failed');
  await expect.poll(() => editor.node('colours').locator('.node-error').textContent()).toContain('soft');
  await editor.waitForState('show', 'blocked');
});
