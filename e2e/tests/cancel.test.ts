import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { cpuTicksOf, descendantsOf, isAlive } from '../src/processes.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { testNodes } from '../src/test-nodes.js';

const folder = temporaryFolder('cancel');
const LANGUAGES = ['rust', 'python', 'golang'] as const;
let shell: Shell;
let editor: EditorPage;

beforeAll(async () => {
  const drawing = LANGUAGES.reduce(
    (built, language) => built.node(language, `test/spin-${language}`),
    blueprint('busy'),
  ).build();
  shell = await openShell({ open: writeBlueprint(folder, drawing), env: testNodes(folder) });
  editor = new EditorPage(shell.page);
  await editor.node('rust').waitFor();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Clock ticks (10 ms) that a process uses within half a second. */
async function busyTicks(pid: number): Promise<number> {
  const before = cpuTicksOf(pid);
  await pause(500);
  return cpuTicksOf(pid) - before;
}

function workersOf(): { python: number[]; go: number[] } {
  const below = descendantsOf(shell.hostPid);
  return {
    python: below.filter(({ command }) => command.includes('start_host.py')).map(({ pid }) => pid),
    go: below.filter(({ command }) => command.includes('go-nodes')).map(({ pid }) => pid),
  };
}

async function busiest(pids: number[]): Promise<{ pid: number; ticks: number }> {
  const measured = await Promise.all(pids.map(async (pid) => ({ pid, ticks: await busyTicks(pid) })));
  return measured.reduce((one, other) => (other.ticks > one.ticks ? other : one), { pid: 0, ticks: -1 });
}

it('cancel ends busy Rust, Python and Go code in the middle, and the work stops', async () => {
  // One language after another: the machine may have two cores, and every node takes one.
  for (const language of LANGUAGES) {
    await editor.select(language);
    await editor.page.getByRole('button', { name: 'Run to here' }).first().click();
    await editor.waitForState(language, 'running');
    await pause(300);
    const { python, go } = workersOf();
    const working =
      language === 'rust'
        ? { pid: shell.hostPid, ticks: await busyTicks(shell.hostPid) }
        : await busiest(language === 'python' ? python : go);
    console.log(`${language}: process ${working.pid} used ${working.ticks * 10} ms in 500 ms`);
    expect(working.ticks).toBeGreaterThan(15);

    const asked = Date.now();
    await editor.cancel();
    await editor.waitForState(language, 'cancelled', 5_000);
    console.log(`${language}: cancelled ${Date.now() - asked} ms after the click`);
    await pause(400);
    if (language === 'rust') expect(await busyTicks(shell.hostPid)).toBeLessThan(working.ticks / 2);
    else await expect.poll(() => isAlive(working.pid), { timeout: 3_000 }).toBe(false);
  }
});

it('all of them at once: one click cancels every branch', async () => {
  await editor.run();
  await expect
    .poll(
      async () =>
        (await Promise.all(LANGUAGES.map((id) => editor.state(id)))).filter((state) => state === 'running')
          .length,
      { timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(2);
  await editor.cancel();
  for (const language of LANGUAGES) await editor.waitForState(language, 'cancelled', 5_000);
  await pause(600);
  const { python, go } = workersOf();
  for (const pid of [...python, ...go]) expect(await busyTicks(pid)).toBeLessThan(10);
});
