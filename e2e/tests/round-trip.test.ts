import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBlueprint, printBlueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('round-trip');
const file = join(folder, 'round.blueprint.json');
let shell: Shell;
let editor: EditorPage;
let original: string;

/** What other programs may have written: unknown keys everywhere, a foreign node, numbers spelled in their own way. */
const TEXT = `{"formatVersion":1,"id":"round","name":"Round trip","x-tool":{"big":12345678901234567890,"list":[1.0,-0,1e3]},
  "nodes":{
    "alien":{"type":"acme/warp","typeVersion":9,"parameters":{"p":0.10,"q":[1E2,{"r~/s":2.50}]},"mode":"active","weight":7.0},
    "number":{"type":"core/number","typeVersion":1,"parameters":{"value":41.0,"unheardOf":{"a":[1.50]}},"mode":"active","tint":"#fff"},
    "show":{"type":"core/preview","typeVersion":1,"parameters":{},"mode":"active"}},
  "edges":{"show.value":{"from":"number.number","via":3.00},"alien.in":{"from":"number.number"}},
  "layout":{"positions":{"alien":{"x":0,"y":260,"z":0e0},"number":{"x":0.0,"y":0},"show":{"x":360,"y":0}},
    "groups":{"pair":{"title":"Pair","x":300,"y":220,"width":260,"height":160,"members":[],"shape":"round"}},
    "notes":{"hint":{"text":"see","x":640,"y":0,"width":160,"height":90,"pen":2.0}},
    "looks":{"show":{"color":"blue","sparkle":1.0}},
    "bends":{"show.value":{"points":[{"x":300,"y":40,"w":1.0}]}},
    "rulers":[0.5e1]}}`;

beforeAll(async () => {
  const parsed = parseBlueprint(TEXT);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  original = printBlueprint(parsed.blueprint);
  writeFileSync(file, original);
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
  shell.page.setDefaultTimeout(10_000);
  await withChosenFile(shell, file, () => editor.page.keyboard.press('Control+o'));
  await editor.node('alien').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

async function save(): Promise<string> {
  const before = readFileSync(file, 'utf8');
  await editor.page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 10_000 }).not.toBe(before);
  return readFileSync(file, 'utf8');
}

/** The numbers of the lines that differ. */
function changed(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  expect(now.length).toBe(old.length);
  return now.flatMap((line, index) => (line === old[index] ? [] : [line.trim()]));
}

it('a node moved with the mouse changes one line of the file, and nothing else in it', async () => {
  const { page } = editor;
  const box = await editor.node('show').boundingBox();
  if (box === null) throw new Error('the node is not on the screen');
  await page.mouse.move(box.x + 60, box.y + 14);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 100, { steps: 8 });
  await page.mouse.up();
  const text = await save();
  const lines = changed(original, text);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^"show": \{ "x": \d+, "y": \d+ \},?$/);
  original = text;
});

it('a node moved with the arrow keys changes one line; its unknown keys and their spelling stay', async () => {
  await editor.node('alien').locator('.node-header').click();
  await editor.page.keyboard.press('Alt+ArrowDown');
  const text = await save();
  const lines = changed(original, text);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"z": 0e0');
  original = text;
});

it('a changed parameter changes one line of the file', async () => {
  await editor.select('number');
  await editor.setField('Value', '42');
  const text = await save();
  expect(changed(original, text)).toEqual([expect.stringMatching(/^"value": 42,?$/)]);
  expect(text).toContain('"unheardOf": { "a": [1.50] }');
  original = text;
});

it('undone by keyboard and saved, everything that nobody touched is there to the letter', async () => {
  await editor.page.keyboard.press('Escape');
  for (let step = 0; step < 3; step++) await editor.page.keyboard.press('Control+z');
  const text = await save();
  const first = parseBlueprint(TEXT);
  if (!first.ok) throw new Error('the text is no blueprint');
  expect(text).toBe(printBlueprint(first.blueprint));
});
