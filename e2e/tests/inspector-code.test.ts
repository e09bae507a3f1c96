import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newBlueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { InspectorPage } from '../src/inspector-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { widgetNodes } from '../src/widget-nodes.js';

const folder = temporaryFolder('code');
let shell: Shell;
let editor: InspectorPage;
let path: string;

beforeAll(async () => {
  writeFileSync(join(folder, 'sales.csv'), 'city,price,any name\nOslo,3,1\nRome,5.5,2\n');
  path = writeBlueprint(folder, {
    ...newBlueprint('code', 'code'),
    nodes: {
      csv: { type: 'core/csv-reader', typeVersion: 1, mode: 'active', parameters: { path: 'sales.csv' } },
      narrow: {
        type: 'core/select-filter',
        typeVersion: 1,
        mode: 'active',
        parameters: { columns: ['city'] },
      },
      wide: { type: 'test/widgets', typeVersion: 1, mode: 'active', parameters: {} },
    },
    edges: { 'narrow.table': { from: 'csv.table' }, 'wide.table': { from: 'narrow.table' } },
    layout: {
      positions: { csv: { x: 0, y: 0 }, narrow: { x: 280, y: 0 }, wide: { x: 280, y: 220 } },
      groups: {},
      notes: {},
    },
  });
  shell = await openShell({ open: path, env: widgetNodes(folder) });
  editor = new InspectorPage(shell.page);
  await editor.ready();
  await editor.page.evaluate(() => {
    const seen: string[] = [];
    Reflect.set(window, 'policyViolations', seen);
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    Reflect.set(window, 'styleElements', document.querySelectorAll('style').length);
  });
  await editor.select('wide');
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const options = () => editor.page.locator('.cm-tooltip-autocomplete [role="option"]');
const problem = (label: string) =>
  editor.inspector
    .locator('.field', { has: editor.page.getByLabel(label, { exact: true }) })
    .getByTestId('code-problem');

async function typeInto(label: string, text: string): Promise<void> {
  await editor.field(label).click();
  await editor.page.keyboard.press('Control+a');
  await editor.page.keyboard.press('Delete');
  await editor.page.keyboard.type(text);
}

describe('an expression', () => {
  it('completes the columns of the connected table, from the file its reader reads, by keyboard', async () => {
    await typeInto('Filter', 'pri');
    await options().first().waitFor();
    await expect.poll(() => options().first().textContent()).toBe('priceFloat64');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.type(' > 2 && row["any');
    await options().first().waitFor();
    await editor.page.keyboard.press('Tab');
    await editor.page.keyboard.type('"] == 1.0');
    await editor.page.keyboard.press('Enter');
    await editor.expectParameter(path, 'wide', 'filter', 'price > 2 && row["any name"] == 1.0');
    await expect.poll(() => problem('Filter').count()).toBe(0);
  });

  it('completes functions of a text, and takes a line by mouse', async () => {
    await typeInto('Filter', 'city.sta');
    await options().first().waitFor();
    await options().filter({ hasText: 'startsWith' }).click();
    await editor.page.keyboard.type('"O"');
    await editor.field('Title').click();
    await editor.expectParameter(path, 'wide', 'filter', 'city.startsWith("O")');
  });

  it('takes the columns of the last result once there is one', async () => {
    await editor.run();
    await editor.waitForState('narrow', 'done');
    await editor.waitForEnd();
    await typeInto('Filter', 'price > 2');
    await expect
      .poll(() => problem('Filter').textContent())
      .toMatch(/"price" is no column; the table has city\./);
    await editor.page.keyboard.press('Escape');
  });

  it('says in one sentence where it is wrong, marks the place, and keeps what was typed', async () => {
    await typeInto('Filter', 'city == and');
    await editor.page.keyboard.press('Escape');
    await typeInto('Filter', 'city == ');
    await expect
      .poll(() => problem('Filter').textContent())
      .toBe('Line 1, column 8: a value is missing after "==".');
    await expect.poll(() => editor.field('Filter').getAttribute('aria-invalid')).toBe('true');
    await expect
      .poll(() => editor.field('Filter').locator('.cm-lintPoint-error, .cm-lintRange-error').count())
      .toBe(1);
    await editor.page.keyboard.press('Tab');
    await editor.expectParameter(path, 'wide', 'filter', 'city == ');
    await typeInto('Filter', 'city == "Oslo" and true');
    await expect
      .poll(() => problem('Filter').textContent())
      .toBe('Line 1, column 16: "and" is written "&&".');
    await expect.poll(() => editor.field('Filter').locator('.cm-lintRange-error').textContent()).toBe('and');
  });

  it('marks the bracket that belongs to the one at the cursor', async () => {
    await typeInto('Filter', '(city == "x")');
    await editor.page.keyboard.press('End');
    await expect.poll(() => editor.field('Filter').locator('.cm-matchingBracket').count()).toBe(2);
  });

  it('has undo of its own while it has the focus, and is one entry when it is left', async () => {
    await typeInto('Rule', 'true');
    await editor.page.keyboard.press('Tab');
    await editor.expectParameter(path, 'wide', 'rule', 'true');
    await editor.field('Rule').click();
    await editor.page.keyboard.press('End');
    await editor.page.keyboard.type(' || x');
    await editor.page.waitForTimeout(600);
    await editor.page.keyboard.type(' > 1');
    await editor.page.keyboard.press('Control+z');
    await expect.poll(() => editor.field('Rule').textContent()).toBe('true || x');
    await editor.page.keyboard.press('Control+y');
    await editor.page.keyboard.press('Escape');
    if ((await editor.field('Rule').textContent()) !== 'true') await editor.page.keyboard.press('Escape');
    await expect.poll(() => editor.field('Rule').textContent()).toBe('true');
    await editor.page.keyboard.press('End');
    await editor.page.keyboard.type(' || y');
    await editor.page.keyboard.press('Tab');
    await editor.expectParameter(path, 'wide', 'rule', 'true || y');
    await editor.page.getByRole('button', { name: 'Undo' }).click();
    await editor.expectParameter(path, 'wide', 'rule', 'true');
  });

  it('offers what a general expression may call and name, and macros', async () => {
    await typeInto('Rule', 'tab');
    await options().filter({ hasText: 'table' }).first().waitFor();
    await typeInto('Rule', 'tags.ex');
    await options().filter({ hasText: 'exists_one' }).first().waitFor();
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Escape');
  });
});

describe('code and JSON', () => {
  it('JavaScript has colours, names of the node, and errors at the place', async () => {
    await typeInto('Script', 'const a = tit');
    await options().filter({ hasText: 'title' }).first().waitFor();
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.type(';\nreturn a +;');
    await expect.poll(() => problem('Script').textContent()).toMatch(/^Line 2, column 11: /);
    await editor.page.keyboard.press('ArrowLeft');
    await editor.page.keyboard.type(' 1');
    await expect.poll(() => problem('Script').count()).toBe(0);
    await editor.page.keyboard.press('Tab');
    await editor.expectParameter(path, 'wide', 'script', 'const a = title;\nreturn a + 1;');
    const colors = await editor
      .field('Script')
      .evaluate(
        (content) =>
          new Set([...content.querySelectorAll('span')].map((span) => getComputedStyle(span).color)).size,
      );
    expect(colors).toBeGreaterThan(1);
  });

  it('JSON that cannot be read is kept and explained, also when another node was selected, until it is right', async () => {
    await typeInto('Options', '{strict: true}');
    await expect
      .poll(() => problem('Options').textContent())
      .toBe('Line 1, column 2: a name in double quotes or a value is expected before s.');
    await editor.page.keyboard.press('Tab');
    await editor.select('csv');
    await editor.select('wide');
    await expect.poll(() => editor.field('Options').textContent()).toBe('{strict: true}');
    await editor.expectParameter(path, 'wide', 'options', undefined);
    await editor.field('Options').click();
    await editor.page.keyboard.press('Control+Home');
    await editor.page.keyboard.press('ArrowRight');
    await editor.page.keyboard.type('"');
    for (let step = 0; step < 6; step++) await editor.page.keyboard.press('ArrowRight');
    await editor.page.keyboard.press('Delete');
    await typeInto('Options', '{"strict": false}');
    await editor.page.keyboard.press('Tab');
    await editor.expectParameter(path, 'wide', 'options', { strict: false });
  });
});

describe('a column picker', () => {
  it('lists the columns by mouse and keyboard, and keeps any name', async () => {
    await editor.field('Column').click();
    await editor.page.getByRole('option', { name: /^city/ }).click();
    await editor.expectParameter(path, 'wide', 'column', 'city');
    await editor.select('narrow');
    await editor.tabTo('Add an item to Columns');
    await editor.page.keyboard.press('Enter');
    await editor.page.getByRole('option', { name: /^price/ }).waitFor();
    await editor.page.keyboard.type('pr');
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('Enter');
    await editor.expectParameter(path, 'narrow', 'columns', ['city', 'price']);
    await editor.field('Columns 2').fill('no such column');
    await editor.field('Columns 2').press('Tab');
    await editor.expectParameter(path, 'narrow', 'columns', ['city', 'no such column']);
  });
});

it('the editors add no style element to the page and break no rule of its policy', async () => {
  await editor.select('wide');
  await editor.field('Filter').waitFor();
  const found = await editor.page.evaluate(() => ({
    violations: Reflect.get(window, 'policyViolations') as string[],
    before: Reflect.get(window, 'styleElements') as number,
    after: [...document.querySelectorAll('style')].filter((style) => style.textContent.includes('.cm-'))
      .length,
    sheets: document.querySelector('.code-host')?.shadowRoot?.adoptedStyleSheets.length ?? 0,
    styles: document.querySelector('.code-host')?.shadowRoot?.querySelectorAll('style').length ?? 0,
  }));
  expect(found).toMatchObject({ violations: [], after: 0, styles: 0 });
  expect(found.sheets).toBeGreaterThan(0);
});
