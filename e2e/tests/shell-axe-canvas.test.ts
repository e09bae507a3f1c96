import { LAYOUT_COLORS } from '@atomiton/contracts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AXE_SETTINGS, violations } from '../src/axe.js';
import { writeBlueprint } from '../src/blueprint-file.js';
import { CanvasFile, tableBlueprint } from '../src/canvas-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { gridBlueprint } from '../src/grid-blueprint.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('axe-canvas');
let editor: CanvasFile;

/** Every colour on a group, a note and a node; an edge with a point; nodes muted, bypassed, collapsed. */
beforeAll(async () => {
  const drawing = tableBlueprint('axe-canvas');
  const place = (index: number) => ({ x: 1000 + (index % 4) * 280, y: Math.floor(index / 4) * 330 });
  for (const [index, color] of LAYOUT_COLORS.entries()) {
    const { x, y } = place(index);
    const box = { x, y, width: 250, height: 90, color };
    drawing.layout.groups[`g_${color}`] = { ...box, title: `Group ${color}`, members: [] };
    drawing.layout.notes[`n_${color}`] = {
      ...box,
      y: y + 100,
      text: `# ${color}\n\nA [link](https://x.example/), \`code\`.`,
    };
    const id = `in_${color}`;
    drawing.nodes[id] = { type: 'core/number', typeVersion: 1, parameters: {}, mode: 'active' };
    drawing.layout.positions[id] = { x, y: y + 200 };
    drawing.layout.looks = { ...drawing.layout.looks, [id]: { color } };
  }
  drawing.layout.notes.plain = {
    x: 560,
    y: 560,
    width: 240,
    height: 120,
    text: '- one\n- **two**\n\n> quoted',
  };
  drawing.layout.notes.empty = { x: 840, y: 560, width: 240, height: 120, text: '' };
  drawing.layout.groups.frame = {
    title: 'Frame',
    x: -20,
    y: 290,
    width: 560,
    height: 260,
    members: ['words', 'spare'],
  };
  drawing.layout.bends = { 'preview.value': { points: [{ x: 560, y: 300 }] } };
  const path = writeBlueprint(folder, drawing);
  const shell = await openShell({ open: path, settings: AXE_SETTINGS });
  editor = new CanvasFile(shell, path);
  shell.page.setDefaultTimeout(15_000);
  await shell.page.setViewportSize({ width: 1600, height: 1000 });
  await editor.node('csv').waitFor();
});
afterAll(() => editor?.shell.close());
screenshotOnFailure(() => editor?.shell);
beforeEach(() => editor.leave());

const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
const clean = async (): Promise<void> => expect.soft(await violations(editor.page)).toEqual([]);

it('groups, notes and nodes of every colour, and a bent edge', async () => {
  await editor.canvas.click({ position: { x: 8, y: 300 } });
  await clean();
});

it('nodes that are muted, bypassed, collapsed, pinned', async () => {
  for (const [id, key] of [
    ['csv', 'Control+m'],
    ['filter', 'Control+b'],
    ['chart', 'Alt+c'],
    ['preview', 'p'],
  ] as const) {
    await editor.choose(id);
    await press(key);
  }
  await editor.expectSaved(({ nodes }) => [nodes.csv?.mode, nodes.filter?.mode], ['muted', 'bypassed']);
  await clean();
});

it('a note and a group that are written, and the name of a node', async () => {
  await editor.note('plain').dblclick({ position: { x: 100, y: 45 } });
  await editor.page.getByLabel('Text of the note, in Markdown').waitFor();
  await clean();
  await press('Escape');
  await editor.group('frame').locator('.group-header').dblclick();
  await editor.page.getByLabel('Title of the group').waitFor();
  await clean();
  await press('Escape');
  await editor.choose('words');
  await press('F2');
  await editor.page.locator('.title-field').waitFor();
  await clean();
  await press('Escape');
});

it('a group or a note that is selected', async () => {
  await editor.group('frame').locator('.group-header').click();
  await clean();
  await editor.note('plain').click({ position: { x: 100, y: 45 } });
  await clean();
});

it('inside a subgraph: its interface, the way back, and the library of subgraphs', async () => {
  await editor.choose('words', 'spare');
  await press('Control+Shift+E');
  await editor.node('subgraph').waitFor();
  const mine = editor.page.getByRole('region', { name: 'Subgraphs', exact: true });
  await mine.getByRole('button', { name: 'Save Subgraph for other documents' }).click();
  await editor.page.getByRole('button', { name: 'Add the saved subgraph Subgraph' }).waitFor();
  await clean();
  await mine.getByRole('button', { name: 'Open the definition of Subgraph' }).click();
  await editor.node('input').waitFor();
  await clean();
  await editor.inspector.getByRole('button', { name: 'Add an output' }).click();
  await editor.inspector.getByLabel('Name of the port output1').fill('Not a name');
  await editor.inspector.getByRole('alert').waitFor();
  await editor.leave();
  await clean();
});

it('a document so large that its nodes are boxes', async () => {
  const path = writeBlueprint(folder, gridBlueprint('far', 900, 30));
  await withChosenFile(editor.shell, path, () => press('Control+o'));
  await editor.documentTab('far').waitFor();
  await editor.page.getByRole('button', { name: 'Fit the blueprint into view' }).click();
  await editor.page.getByTestId('far-view').waitFor();
  await editor.leave();
  await clean();
});
