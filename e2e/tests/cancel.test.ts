import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { cpuTicksOf, descendantsOf, isAlive, threadTicksOf } from '../src/processes.js';
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

interface BusyThread {
  pid: number;
  thread: number;
}

/** Waits until one thread of these processes has worked for 200 ms since now. */
async function busyThreadOf(pids: number[]): Promise<BusyThread> {
  const before = new Map(pids.map((pid) => [pid, threadTicksOf(pid)]));
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    for (const [pid, earlier] of before) {
      for (const [thread, ticks] of threadTicksOf(pid)) {
        if (ticks - (earlier.get(thread) ?? 0) >= 20) return { pid, thread };
      }
    }
  }
  throw new Error(`None of the processes ${pids.join(', ')} is busy.`);
}

function ticksOf({ pid, thread }: BusyThread): number {
  return threadTicksOf(pid).get(thread) ?? 0;
}

function processesOf(language: (typeof LANGUAGES)[number]): number[] {
  if (language === 'rust') return [shell.hostPid];
  const program = language === 'python' ? 'start_host.py' : 'go-nodes';
  return descendantsOf(shell.hostPid)
    .filter(({ command }) => command.includes(program))
    .map(({ pid }) => pid);
}

it('cancel ends busy Rust, Python and Go code in the middle, and the work stops', async () => {
  // One language after another: the machine may have two cores, and every node takes one.
  for (const language of LANGUAGES) {
    await editor.select(language);
    await editor.page.getByRole('button', { name: 'Run to here' }).first().click();
    await editor.waitForState(language, 'running');
    const busy = await busyThreadOf(processesOf(language));
    const asked = Date.now();
    await editor.cancel();
    await editor.waitForState(language, 'cancelled', 10_000);
    console.log(`${language}: shown as cancelled ${Date.now() - asked} ms after the click`);
    await pause(500);
    const stopped = ticksOf(busy);
    await pause(500);
    expect(ticksOf(busy)).toBe(stopped);
    if (language !== 'rust') await expect.poll(() => isAlive(busy.pid), { timeout: 5_000 }).toBe(false);
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
  // New processes may still be loading: what counts is that they come to rest.
  await expect
    .poll(
      async () => {
        const processes = LANGUAGES.flatMap(processesOf).filter((pid) => pid !== shell.hostPid);
        const before = processes.map(cpuTicksOf);
        await pause(500);
        return processes.reduce((sum, pid, index) => sum + cpuTicksOf(pid) - (before[index] ?? 0), 0);
      },
      { timeout: 20_000 },
    )
    .toBeLessThanOrEqual(2);
});
