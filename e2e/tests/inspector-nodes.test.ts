import { newBlueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { InspectorPage } from '../src/inspector-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { widgetNodes } from '../src/widget-nodes.js';

const folder = temporaryFolder('nodes');
let shell: Shell;
let editor: InspectorPage;
let path: string;

beforeAll(async () => {
  path = writeBlueprint(folder, {
    ...newBlueprint('nodes', 'nodes'),
    nodes: {
      number: { type: 'core/number', typeVersion: 1, mode: 'active', parameters: { value: 4 } },
      one: { type: 'test/widgets', typeVersion: 1, mode: 'active', parameters: { count: 3, title: 'same' } },
      two: {
        type: 'test/fewer-widgets',
        typeVersion: 1,
        mode: 'active',
        parameters: { count: 8, title: 'same' },
      },
      text: { type: 'core/text', typeVersion: 1, mode: 'active', parameters: { value: 'Hello' } },
    },
    layout: {
      positions: {
        number: { x: 0, y: 0 },
        one: { x: 300, y: 0 },
        two: { x: 300, y: 160 },
        text: { x: 0, y: 160 },
      },
      groups: {},
      notes: {},
    },
  });
  shell = await openShell({ open: path, env: widgetNodes(folder) });
  editor = new InspectorPage(shell.page);
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

describe('several nodes at once', () => {
  it('show what they share, say where they differ, and change together in one entry', async () => {
    await editor.select('one');
    await editor.node('two').click({ position: { x: 60, y: 14 }, modifiers: ['Control'] });
    await editor.inspector.getByText('2 nodes selected').waitFor();
    await expect.poll(() => editor.field('Title').inputValue()).toBe('same');
    await expect.poll(() => editor.field('Count').getAttribute('placeholder')).toBe('mixed values');
    await expect.poll(() => editor.field('Notes').count()).toBe(0);
    await editor.tabTo('Count');
    await editor.page.keyboard.type('6');
    await editor.page.keyboard.press('Enter');
    await editor.expectParameter(path, 'one', 'count', 6);
    await editor.expectParameter(path, 'two', 'count', 6);
    await editor.page.getByRole('button', { name: 'Undo' }).click();
    await editor.expectParameter(path, 'one', 'count', 3);
    await editor.expectParameter(path, 'two', 'count', 8);
  });

  it('take a name, a colour, a mode and a time limit together', async () => {
    await editor.setField('Name', 'Pair');
    await editor.inspector.getByRole('button', { name: 'Colour: No colour' }).click();
    await editor.page.getByRole('menuitem', { name: 'Green' }).click();
    await editor.setField('Mode', 'Muted: it does not run, nor do those that need it');
    await editor.setField('Time limit', '2.5');
    await expect
      .poll(async () => {
        const { nodes, layout } = await editor.saved(path);
        return ['one', 'two'].map((id) => [
          nodes[id]?.name,
          nodes[id]?.mode,
          nodes[id]?.timeoutMs,
          layout.looks?.[id]?.color,
        ]);
      })
      .toEqual([
        ['Pair', 'muted', 2500, 'green'],
        ['Pair', 'muted', 2500, 'green'],
      ]);
    await editor.setField('Mode', 'Active: it runs');
  });
});

describe('a parameter and an edge', () => {
  it('is connected from the form by keyboard, says what feeds it, goes there, and is disconnected', async () => {
    await editor.select('one');
    await editor.tabTo('Connect Ratio');
    await editor.page.keyboard.press('Enter');
    await editor.page.getByPlaceholder('Outputs that fit').waitFor();
    await editor.page.keyboard.type('num');
    await editor.page.keyboard.press('Enter');
    await editor.inspector.getByText('fed by Number · number').waitFor();
    await expect.poll(() => editor.field('Ratio').count()).toBe(0);
    expect((await editor.saved(path)).edges).toMatchObject({ 'one.ratio': { from: 'number.number' } });
    await editor.tabTo('Go to Number · number');
    await editor.page.keyboard.press('Enter');
    await expect.poll(() => editor.node('number').getAttribute('data-selected')).toBe('true');
    await editor.select('one');
    await editor.inspector.getByRole('button', { name: 'Disconnect Ratio' }).click();
    await expect.poll(() => editor.field('Ratio').inputValue()).toBe('0.5');
    expect((await editor.saved(path)).edges).toEqual({});
  });

  it('is shown as a port on the node, where an edge is drawn to it', async () => {
    await expect.poll(() => editor.port('one.notes', 'input').count()).toBe(0);
    await editor.inspector.locator('[data-parameter="notes"]').hover();
    await editor.inspector.getByRole('button', { name: 'Connect Notes' }).click();
    await editor.page.getByRole('option', { name: 'Show as a port on the node' }).click();
    await editor.port('one.notes', 'input').waitFor();
    await editor.connect('text.text', 'one.notes');
    await editor.inspector.getByText('fed by Text · text').waitFor();
    expect((await editor.saved(path)).edges).toMatchObject({ 'one.notes': { from: 'text.text' } });
  });
});

describe('a node', () => {
  it('is named where its name stands', async () => {
    await editor.setField('Name', 'First');
    await expect.poll(() => editor.node('one').locator('.node-title').textContent()).toBe('First');
    await editor.setField('Name', '');
    await expect.poll(() => editor.node('one').locator('.node-title').textContent()).toBe('Widgets');
  });

  it('is described from its definition: ports, types, limits, units, effects, language', async () => {
    await editor.tabTo('Parameters');
    await editor.page.keyboard.press('End');
    const docs = editor.page.getByRole('tabpanel', { name: 'Docs' });
    for (const text of [
      'Rows whose columns may be named.',
      '1 to 10 rows · default 5',
      'one of Bars, Line · default Bars',
      'Python',
      'None: equal inputs give equal results, which are kept',
    ]) {
      await docs.getByText(text, { exact: true }).waitFor();
    }
  });

  it('has a time limit; a wrong one stays in the field and is explained', async () => {
    await editor.page.getByRole('tab', { name: 'Policy' }).click();
    await editor.setField('Time limit', '-3');
    await editor.inspector.getByText('Time limit must be more than 0 s; received -3.').waitFor();
    await expect.poll(() => editor.field('Time limit').inputValue()).toBe('-3');
    await editor.setField('Time limit', '4');
    expect((await editor.saved(path)).nodes.one?.timeoutMs).toBe(4000);
  });

  it('shows its form in the frame after it was selected', async () => {
    await editor.page.getByRole('tab', { name: 'Parameters' }).click();
    await editor.select('number');
    const shown = await editor.page.evaluate(
      () =>
        new Promise<boolean[]>((answer) => {
          const node = document.querySelector('[data-node-id="two"]');
          const box = node?.getBoundingClientRect() ?? new DOMRect();
          const at = { bubbles: true, clientX: box.x + 60, clientY: box.y + 14, button: 0 };
          for (const type of ['mousedown', 'mouseup', 'click'])
            node?.dispatchEvent(new MouseEvent(type, { ...at, view: window }));
          const seen: boolean[] = [];
          const look = (): void => {
            seen.push(document.querySelector('[data-parameter="tags"]') !== null);
            if (seen.length < 2) requestAnimationFrame(look);
            else answer(seen);
          };
          requestAnimationFrame(look);
        }),
    );
    expect(shown.at(-1)).toBe(true);
  });
});
