import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { descendantsOf } from '../src/processes.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { testNodes } from '../src/test-nodes.js';

const folder = temporaryFolder('crash');
let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  const drawing = blueprint('killed')
    .node('python', 'test/spin-python')
    .node('golang', 'test/spin-golang')
    .node('behind', 'test/after')
    .connect('python.done', 'behind.done')
    .node('words', 'core/text', { value: 'other branch' })
    .node('shown', 'core/preview')
    .connect('words.text', 'shown.value')
    .build();
  shell = await openShell({ open: writeBlueprint(folder, drawing), env: testNodes(folder) });
  editor = new EditorPage(shell.page);
  await editor.node('python').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const HOSTS = { python: 'start_host.py', golang: 'go-nodes' } as const;

function pidsOf(language: keyof typeof HOSTS): number[] {
  return descendantsOf(shell.hostPid)
    .filter(({ command }) => command.includes(HOSTS[language]))
    .map(({ pid }) => pid);
}

/** The process that the node's bar in the timeline names, e.g. `python 4711`. */
async function pidRunning(language: keyof typeof HOSTS): Promise<number> {
  const label = language === 'golang' ? 'go' : language;
  const lane = editor.page.getByText(new RegExp(`^${label} \\d+$`)).last();
  await lane.waitFor();
  return Number((await lane.textContent())?.split(' ')[1]);
}

it('a killed Python and a killed Go process are errors on their nodes; the other branch completes', async () => {
  await editor.tab('Timeline');
  await editor.run();
  const killed = new Map<string, number>();
  for (const language of ['python', 'golang'] as const) {
    await editor.waitForState(language, 'running');
    const pid = await pidRunning(language);
    expect(pidsOf(language)).toContain(pid);
    killed.set(language, pid);
    process.kill(pid, 'SIGKILL');
    await editor.waitForState(language, 'failed', 20_000);
    await expect.poll(() => editor.node(language).textContent()).toMatch(/SIGKILL/);
  }
  await editor.waitForEnd();
  await expect.poll(() => editor.state('shown')).toBe('done');
  await expect.poll(() => editor.state('behind')).toBe('blocked');
  await expect.poll(() => editor.node('behind').textContent()).toMatch(/needs/);

  for (const language of ['python', 'golang'] as const) {
    await editor.select(language);
    await editor.page.getByRole('button', { name: 'Run to here' }).first().click();
    await editor.waitForState(language, 'running');
    const fresh = await pidRunning(language);
    expect(fresh).not.toBe(killed.get(language));
    await editor.cancel();
    await editor.waitForState(language, 'cancelled', 10_000);
  }
});
