import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { NodeDefinitionInput } from '@atomiton/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('hostile');
const inside = join(folder, 'sent');
let shell: Shell;
let editor: EditorPage;
/** Counts every request that leaves. */
let trap: Server;
let caught: string[];
let requested: string[];
let dialogs: number;
let address: string;

const SAY: NodeDefinitionInput = {
  type: 'test/say',
  version: 1,
  name: 'Say',
  category: 'Test',
  description: 'Prints markup.',
  inputs: [],
  outputs: [],
  parameters: [{ name: 'act', label: 'Act', type: 'string', default: 'print_markup' }],
  runtime: { language: 'python', module: 'test/hostile' },
  purity: 'pure',
};

const markup = (where: string): string =>
  `<img src="${address}/${where}.png" onerror="window.pwned='${where}'"><script>window.pwned='${where}'</script><a href="javascript:window.pwned='${where}'">${where}</a>`;
/** Turns the rest around, rings, clears the screen. */
const HIDDEN = '\u202Egnp.exe\u0007\u001B[2J\u200B\uFEFF';
const LONG = 'W'.repeat(900_000);

function hostileBlueprint(): object {
  const node = (type: string, parameters: object, more: object = {}) => ({
    type,
    typeVersion: 1,
    parameters,
    mode: 'active',
    ...more,
  });
  return {
    formatVersion: 1,
    id: markup('id').slice(0, 190),
    name: `${HIDDEN}${markup('name')}`.slice(0, 900),
    description: markup('description'),
    nodes: {
      text: node(
        'core/text',
        { value: markup('value') },
        { name: `${markup('node')}${HIDDEN}`.slice(0, 990) },
      ),
      giant: node('core/text', { value: LONG }, { name: 'N'.repeat(1000) }),
      seen: node('core/preview', {}),
      huge: node('core/preview', {}),
      table: node('core/csv-reader', { path: 'cells.csv' }),
      lost: node('core/csv-reader', { path: `<img src=x onerror=window.pwned='path'>.csv` }),
      say: node('test/say', {}),
      alien: node(
        'evil/unknown',
        { html: markup('parameter'), deep: { javascript: markup('deep') } },
        {
          hasOwnProperty: markup('key'),
          'javascript:window.pwned=1': true,
        },
      ),
      escape: node('core/csv-reader', { path: '../'.repeat(40) + 'etc/passwd' }),
    },
    edges: {
      'seen.value': { from: 'text.text' },
      'huge.value': { from: 'giant.text' },
      'alien.toString': { from: 'text.text' },
    },
    layout: {
      positions: {
        text: { x: 0, y: 0 },
        seen: { x: 300, y: 0 },
        giant: { x: 0, y: 220 },
        huge: { x: 300, y: 220 },
        table: { x: 600, y: 0 },
        lost: { x: 600, y: 200 },
        say: { x: 900, y: 0 },
        alien: { x: 900, y: 200 },
        escape: { x: 900, y: 400 },
      },
      groups: {
        group: {
          title: markup('group').slice(0, 990),
          color: `url(${address}/c)`,
          x: -50,
          y: -80,
          width: 600,
          height: 200,
          members: ['text'],
        },
      },
      notes: {
        note: {
          text: `${markup('note')}\n\n[go](javascript:window.pwned='link')\n\n![see](${address}/note.png)\n\n<iframe src="${address}/frame"></iframe>\n\n${HIDDEN}`,
          x: 0,
          y: 460,
          width: 400,
          height: 200,
        },
        // Read as Markdown, each of them would hold the window for minutes.
        emphasis: { text: '*a_ '.repeat(24_000), x: 0, y: 700, width: 200, height: 80 },
        links: { text: '[x]('.repeat(24_000), x: 220, y: 700, width: 200, height: 80 },
        quotes: { text: '>'.repeat(99_000), x: 440, y: 700, width: 200, height: 80 },
      },
      looks: { text: { color: `url(${address}/l)` } },
    },
  };
}

/** Every file below a folder with its bytes, so that a change shows. */
function contents(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(root, name);
    if (statSync(path).isFile()) found[name] = readFileSync(path, 'utf8');
  }
  return found;
}

async function open(name: string, text: string): Promise<void> {
  const path = join(inside, `${name}.blueprint.json`);
  writeFileSync(path, text);
  await withChosenFile(shell, path, () => editor.page.keyboard.press('Control+o'));
}

/** Nothing of the document has run as script, asked for anything outside, or opened a window. */
async function expectHarmless(): Promise<void> {
  const { page } = shell;
  const seen = await page.evaluate(() => ({
    pwned: Reflect.get(window, 'pwned') as unknown,
    scripts: [...document.scripts].filter((script) => !script.src.startsWith(location.origin)).length,
    frames: document.querySelectorAll('iframe, object, embed, webview').length,
    pictures: [...document.images]
      .map((image) => image.src)
      .filter((source) => !/^(blob:|data:)/.test(source) && !source.startsWith(location.origin)),
    links: [...document.links]
      .map((link) => link.protocol)
      .filter((protocol) => !/^(https?|mailto|app):$/.test(protocol)),
  }));
  expect(seen).toEqual({ pwned: undefined, scripts: 0, frames: 0, pictures: [], links: [] });
  expect(caught).toEqual([]);
  expect(requested).toEqual([]);
  expect(dialogs).toBe(0);
  expect(page.context().pages()).toHaveLength(1);
}

beforeAll(async () => {
  mkdirSync(inside);
  caught = [];
  requested = [];
  dialogs = 0;
  trap = createServer((request, response) => {
    caught.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((listening) => trap.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  writeFileSync(join(folder, 'secret.txt'), 'not to be read');
  writeFileSync(
    join(inside, 'cells.csv'),
    `name,link\n"${markup('cell').replaceAll('"', '""')}",javascript:window.pwned='cell'\n${'=cmd|calc'},${HIDDEN}\n`,
  );
  const definitions = join(folder, 'definitions.json');
  writeFileSync(definitions, JSON.stringify([SAY]));
  shell = await openShell({ env: { ATOMITON_TEST_DEFINITIONS: definitions } });
  editor = new EditorPage(shell.page);
  await editor.ready();
  shell.page.setDefaultTimeout(15_000);
  const own = await shell.page.evaluate(() => location.origin);
  shell.page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(`${own}/`)) requested.push(url);
  });
  shell.page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
});
afterAll(async () => {
  await shell?.close();
  trap?.close();
});
screenshotOnFailure(() => shell);

describe('a hostile blueprint', () => {
  it('opens, and neither script nor request nor window comes of it, wherever it is looked at', async () => {
    const before = contents(inside);
    const text = JSON.stringify(hostileBlueprint());
    await open('hostile', text);
    await editor.node('alien').waitFor();
    await expectHarmless();
    const { page } = editor;
    for (const id of ['text', 'giant', 'alien', 'lost', 'escape']) {
      await page.keyboard.press('Control+k');
      await page.locator('[cmdk-input]').fill(id);
      await page.keyboard.press('Escape');
      await page.locator('[cmdk-input]').waitFor({ state: 'detached' });
      await editor.node(id).locator('.node-header').click({ force: true });
      await editor.inspector.waitFor();
      await expectHarmless();
    }
    await editor.tab('Problems');
    await expectHarmless();
    const after = contents(inside);
    expect(Object.keys(after)).toEqual([...Object.keys(before), 'hostile.blueprint.json'].sort());
    expect(after['hostile.blueprint.json']).toBe(text);
  });

  it('its name and its texts are shown as text, markup and all', async () => {
    const shown = editor.node('text').locator('.node-title');
    await expect.poll(() => shown.textContent()).toContain('<img src=');
    const note = editor.page.getByText('[go]').or(editor.page.getByText('go', { exact: true }));
    await expect.poll(() => note.count()).toBeGreaterThan(0);
  });

  it('Run asks about the path that climbs out, and refusing it reads nothing', async () => {
    await editor.run();
    const question = editor.page.getByRole('dialog', { name: /^Run “/ });
    await question.getByText('/etc/passwd', { exact: true }).waitFor();
    await expect.poll(() => question.locator('[data-trust-node]').count()).toBe(1);
    await expectHarmless();
    await editor.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => editor.state('escape')).toBe('idle');
    await expect.poll(() => editor.state('seen')).toBe('idle');
  });

  it('what it gives is shown as text too: values, cells, log lines, errors, 900,000 characters', async () => {
    const { page } = editor;
    await editor.node('escape').locator('.node-header').click({ force: true });
    await page.keyboard.press('Delete');
    await editor.node('escape').waitFor({ state: 'detached' });
    await editor.run();
    await editor.waitForState('lost', 'failed');
    for (const id of ['seen', 'huge', 'table', 'say'])
      await expect.poll(() => editor.state(id), { timeout: 30_000 }).toMatch(/^(done|cached)$/);
    await editor.waitForEnd();
    await editor.tab('Log');
    await page
      .getByText(/onerror=/)
      .first()
      .waitFor();
    await expectHarmless();
    await editor.tab('Problems');
    await expectHarmless();
    for (const id of ['table', 'seen', 'huge', 'lost']) {
      await editor.node(id).locator('.node-header').click({ force: true });
      await editor.inspector.waitFor();
      await page
        .getByRole('tab', { name: /^(Table|Result|Value|Text)/ })
        .last()
        .click();
      await expectHarmless();
    }
  });

  it('the window stays usable: frames go on, a node is added, undo takes it back', async () => {
    const { page } = editor;
    const longest = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let last = performance.now();
          let gap = 0;
          let left = 30;
          const frame = (now: number): void => {
            gap = Math.max(gap, now - last);
            last = now;
            if (--left === 0) done(gap);
            else requestAnimationFrame(frame);
          };
          requestAnimationFrame(frame);
        }),
    );
    console.log(`longest frame gap with a hostile blueprint open: ${longest.toFixed(0)} ms`);
    const count = (await editor.nodeIds()).length;
    await page.keyboard.press('Escape');
    await editor.canvas.click({ position: { x: 12, y: 500 } });
    await page.keyboard.press('n');
    await page.keyboard.type('Number');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await editor.nodeIds()).length).toBe(count + 1);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await editor.nodeIds()).length).toBe(count);
  });

  it.each([
    [
      'a name of 100,000 characters',
      (text: string) => text.replace(/"name":"N+"/, `"name":"${'M'.repeat(100_000)}"`),
      /nodes\.giant\.name/,
    ],
    ['a prototype key', (text: string) => text.replace('"html":', '"__proto__":'), /__proto__/],
    ['a key given twice', (text: string) => text.replace('"html":', '"deep":1,"html":'), /twice/],
    ['a password file', () => readFileSync('/etc/passwd', 'utf8'), /not JSON from line 1/],
  ])('%s: refused in words that fit on the screen, the window goes on', async (_name, spoil, says) => {
    await open('spoiled', spoil(JSON.stringify(hostileBlueprint())));
    const toast = editor.page
      .getByRole('status')
      .or(editor.page.getByRole('alert'))
      .filter({ hasText: says })
      .first();
    await toast.waitFor();
    const said = (await toast.textContent()) ?? '';
    expect(said.length).toBeLessThan(1500);
    expect(said).not.toContain('root:');
    const box = await toast.boundingBox();
    expect(box?.height ?? 0).toBeLessThan(400);
    await editor.page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expectHarmless();
  });
});
