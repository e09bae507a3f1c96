import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { startRecording, stopRecording } from '../src/run-recorder.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('malformed');
let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  shell = await openShell();
  editor = new EditorPage(shell.page);
  await editor.ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

async function open(name: string, text: string): Promise<void> {
  const path = join(folder, `${name}.blueprint.json`);
  writeFileSync(path, text);
  await withChosenFile(shell, path, () => editor.page.keyboard.press('Control+o'));
}

const document = (parts: Record<string, unknown>): string =>
  JSON.stringify({ formatVersion: 1, id: 'x', name: 'x', nodes: {}, edges: {}, ...parts });
const node = (type: string, parameters: Record<string, unknown> = {}) => ({
  type,
  typeVersion: 1,
  parameters,
});

describe('files that are refused', () => {
  it.each([
    ['no JSON', '{"formatVersion": 1,', /JSON/],
    ['a newer version', document({ formatVersion: 99 }), /99/],
    [
      'a prototype key',
      '{"formatVersion":1,"id":"x","name":"x","nodes":{"__proto__":{}},"edges":{}}',
      /__proto__/,
    ],
  ])('%s: says why, and the editor goes on', async (name, text, message) => {
    await open(name.replaceAll(' ', '-'), text);
    const toast = editor.page
      .getByRole('status')
      .or(editor.page.getByRole('alert'))
      .filter({ hasText: message });
    await toast.first().waitFor();
    await editor.page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect.poll(() => editor.canvas.isVisible()).toBe(true);
  });

  it('50 MB of nodes: refused with its size within 5 s, without a frame gap over 100 ms', async () => {
    const count = 420_000;
    const nodes: Record<string, unknown> = {};
    for (let index = 0; index < count; index++) {
      nodes[`n${index}`] = {
        type: 'core/number',
        typeVersion: 1,
        name: 'a node with some name that takes room',
        parameters: { value: index },
        mode: 'active',
      };
    }
    const text = document({ nodes });
    expect(text.length).toBeGreaterThan(50e6);
    // What we do wrong shows every time; what else runs on the machine does not.
    const gaps: number[] = [];
    while (gaps.length < 3 && (gaps.at(-1) ?? 100) >= 100) {
      await startRecording(editor.page);
      const started = Date.now();
      await open('huge', text);
      await editor.page
        .getByText(/5\d(\.\d)? MB/)
        .first()
        .waitFor({ timeout: 5_000 });
      expect(Date.now() - started).toBeLessThan(5_000);
      gaps.push((await stopRecording(editor.page)).longestFrameGapMs);
      await editor.page.getByRole('button', { name: 'Dismiss' }).first().click();
    }
    console.log(`50 MB blueprint: longest frame gap ${gaps.map((gap) => gap.toFixed(0)).join(', ')} ms`);
    expect(gaps.at(-1)).toBeLessThan(100);
  });
});

describe('files that open with problems', () => {
  it('shows one problem for each: unknown type, dangling edge, wrong port type, cycle', async () => {
    await open(
      'problems',
      document({
        nodes: {
          alien: node('acme/warp-drive', { speed: 9 }),
          words: node('core/text', { value: 'x' }),
          plot: node('core/chart'),
          one: node('core/preview'),
          two: node('core/preview'),
          last: node('core/preview'),
        },
        edges: {
          'plot.table': { from: 'words.text' },
          'one.value': { from: 'two.value' },
          'two.value': { from: 'one.value' },
          'last.value': { from: 'gone.value' },
        },
      }),
    );
    await editor.node('alien').waitFor();
    await editor.tab('Problems');
    const problems = editor.page.getByRole('tabpanel', { name: /Problems/ });
    for (const text of [/acme\/warp-drive/, /string.*table/, /gone/, /one → two → one|two → one → two/]) {
      await problems.getByText(text).first().waitFor();
    }
    await problems
      .getByText(/acme\/warp-drive/)
      .first()
      .click();
    await expect.poll(() => editor.node('alien').getAttribute('data-selected')).toBe('true');
  });
});
