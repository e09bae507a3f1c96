import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('foreign');
const file = join(folder, 'foreign.blueprint.json');
let shell: Shell;
let editor: EditorPage;

const ALIEN = {
  type: 'acme/warp-drive',
  typeVersion: 7,
  parameters: { speed: 9, plan: { legs: [1, 2.5, null] } },
  mode: 'active',
  weight: { kilograms: 12 },
};
const DOCUMENT = {
  formatVersion: 1,
  id: 'foreign',
  name: 'foreign',
  nodes: {
    alien: ALIEN,
    number: { type: 'core/number', typeVersion: 1, parameters: { value: 41 }, mode: 'active' },
    other: { type: 'core/number', typeVersion: 1, parameters: { value: 1 }, mode: 'active' },
    show: { type: 'core/preview', typeVersion: 1, parameters: {}, mode: 'active' },
    needs: { type: 'core/preview', typeVersion: 1, parameters: {}, mode: 'active' },
  },
  edges: {
    'alien.fuel': { from: 'number.number' },
    'needs.value': { from: 'alien.thrust', note: 'kept' },
    'show.value': { from: 'other.number' },
  },
  layout: {
    positions: {
      number: { x: 0, y: 0 },
      other: { x: 0, y: 260 },
      alien: { x: 320, y: 0 },
      needs: { x: 640, y: 0 },
      show: { x: 640, y: 300 },
    },
    groups: {},
    notes: {},
  },
};

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(DOCUMENT));
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
  shell.page.setDefaultTimeout(10_000);
  await withChosenFile(shell, file, () => editor.page.keyboard.press('Control+o'));
  await editor.node('alien').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

interface Saved {
  nodes: Record<string, Record<string, unknown>>;
  edges: Record<string, unknown>;
}

async function saved(): Promise<Saved> {
  await editor.page.keyboard.press('Control+s');
  await editor.page
    .getByText(/^Saved/)
    .first()
    .waitFor();
  await editor.page.getByRole('button', { name: 'Dismiss' }).first().click();
  return JSON.parse(readFileSync(file, 'utf8')) as Saved;
}

const edgeLabels = (): Promise<string[]> =>
  editor.page
    .locator('.react-flow__edge')
    .evaluateAll((edges) => edges.map((edge) => edge.getAttribute('aria-label') ?? '').sort());

describe('a node whose type no pack provides', () => {
  it('is drawn with its edges and ports, and shows all its values read-only', async () => {
    await expect.poll(() => editor.node('alien').getAttribute('data-foreign')).toBe('true');
    await editor.node('alien').getByText('acme/warp-drive').first().waitFor();
    await editor.port('alien.fuel', 'input').waitFor();
    await editor.port('alien.thrust', 'output').waitFor();
    expect(await edgeLabels()).toEqual(
      expect.arrayContaining(['alien.thrust → needs.value', 'number.number → alien.fuel']),
    );
    await editor.select('alien');
    for (const text of ['speed', '9', '{"legs":[1,2.5,null]}', '{"kilograms":12}'])
      await editor.inspector.getByText(text, { exact: true }).first().waitFor();
    await expect.poll(() => editor.inspector.getByLabel('speed').count()).toBe(0);
  });

  it('is listed as missing; the list leads to it, by keyboard', async () => {
    const { page } = editor;
    await editor.select('show');
    await expect.poll(() => editor.node('alien').getAttribute('data-selected')).toBe('false');
    await page.getByRole('button', { name: '1 node type is not installed, 1 node' }).press('Enter');
    const list = page.getByRole('dialog', { name: 'Missing nodes' });
    await list.getByText('acme/warp-drive').waitFor();
    await list.getByRole('button', { name: 'Go to alien' }).press('Enter');
    await list.waitFor({ state: 'detached' });
    await expect.poll(() => editor.node('alien').getAttribute('data-selected')).toBe('true');
  });

  it('does not run and says so; what needs it is blocked, everything else runs', async () => {
    await editor.run();
    await expect.poll(() => editor.state('show')).toMatch(/done|cached/);
    await editor.waitForEnd();
    await expect.poll(() => editor.state('alien')).toBe('failed');
    await expect.poll(() => editor.state('needs')).toBe('blocked');
    await expect.poll(() => editor.state('number')).toMatch(/done|cached/);
    await editor.tab('Problems');
    await editor.page
      .getByTestId('problems')
      .getByText(/There is no node type "acme\/warp-drive"/)
      .first()
      .waitFor();
  });

  it('is moved, renamed and connected at the ports it has; saved, nothing of it is lost', async () => {
    const { page } = editor;
    const box = await editor.node('alien').boundingBox();
    if (box === null) throw new Error('the node is not on the screen');
    await page.mouse.move(box.x + 60, box.y + 14);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 74, { steps: 6 });
    await page.mouse.up();
    await editor.connect('other.number', 'alien.fuel');
    await editor.connect('alien.thrust', 'show.value');
    await expect
      .poll(edgeLabels)
      .toEqual(['alien.thrust → needs.value', 'alien.thrust → show.value', 'other.number → alien.fuel']);
    await editor.select('alien');
    const name = editor.inspector.getByRole('textbox', { name: 'Name' });
    await name.fill('Drive');
    await name.press('Enter');
    const { nodes, edges } = await saved();
    expect(nodes.alien).toEqual({ ...ALIEN, name: 'Drive' });
    expect(edges).toEqual({
      'alien.fuel': { from: 'other.number' },
      'needs.value': { from: 'alien.thrust', note: 'kept' },
      'show.value': { from: 'alien.thrust' },
    });
  });

  it('is copied with all its values, deleted, and brought back by undo as it was', async () => {
    const { page } = editor;
    await editor.select('alien');
    await page.keyboard.press('Control+d');
    await editor.node('alien_2').waitFor();
    await editor.select('alien');
    await page.keyboard.press('Delete');
    await editor.node('alien').waitFor({ state: 'detached' });
    expect(await edgeLabels()).not.toContain('alien.thrust → needs.value');
    await page.keyboard.press('Control+z');
    await editor.node('alien').waitFor();
    const { nodes, edges } = await saved();
    expect(nodes.alien).toEqual({ ...ALIEN, name: 'Drive' });
    expect(nodes.alien_2).toMatchObject({ ...ALIEN });
    expect(edges['needs.value']).toEqual({ from: 'alien.thrust', note: 'kept' });
  });
});
