import { readFileSync } from 'node:fs';
import { blueprint, parseBlueprint } from '@atomiton/blueprint';
import { expect, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { withChosenFile } from '../src/choose-file.js';
import { EditorPage } from '../src/editor-page.js';
import { openShell, type Shell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const ROUNDS = Number(process.env.ATOMITON_WINDOW_ROUNDS ?? 3);
const SEED = Number(process.env.ATOMITON_SEED ?? Date.now() % 1_000_000);

const folder = temporaryFolder('loss');
const dataFolder = temporaryFolder('loss-data');

/** Numbers from 0 to 1 that a seed repeats: a linear congruence. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** What a user sees of the document in front. */
interface Seen {
  tabs: string[];
  active: string;
  /** Ids with their places on the canvas. */
  nodes: string[];
}

async function look(editor: EditorPage): Promise<Seen> {
  const nodes = await editor.page
    .locator('.react-flow__node')
    .evaluateAll((elements) =>
      elements
        .map((element) => `${element.getAttribute('data-id')} ${(element as HTMLElement).style.transform}`)
        .sort(),
    );
  return { tabs: await editor.tabTitles(), active: await editor.activeTab(), nodes };
}

/** Waits until the status says that the journal has everything. */
async function isKept(editor: EditorPage): Promise<void> {
  await expect.poll(() => editor.keptState(), { interval: 10 }).toMatch(/^(saved|kept)/);
}

async function grip(editor: EditorPage): Promise<{ x: number; y: number }> {
  const box = await editor.page.locator('.react-flow__node').last().boundingBox();
  if (box === null) throw new Error('no node is on the screen');
  return { x: box.x + 60, y: box.y + 12 };
}

async function drag(editor: EditorPage, by: number, drop: boolean): Promise<void> {
  const { mouse } = editor.page;
  const { x, y } = await grip(editor);
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + by / 2, y + by / 3, { steps: 4 });
  await mouse.move(x + by, y + by / 2, { steps: 4 });
  if (drop) await mouse.up();
}

async function act(editor: EditorPage, choice: number): Promise<void> {
  const { keyboard } = editor.page;
  if (choice < 0.3) await editor.addBySearch('Number');
  else if (choice < 0.55) await drag(editor, 40 + Math.round(choice * 100), true);
  else if (choice < 0.7) await keyboard.press('Control+z');
  else if (choice < 0.8) await keyboard.press('Control+y');
  else if (choice < 0.9) await keyboard.press('Control+s');
  else {
    const other = (await editor.activeTab()) === 'alpha' ? 'beta' : 'alpha';
    await editor.documentTab(other).click();
    await expect.poll(() => editor.activeTab()).toBe(other);
  }
}

async function start(open?: string): Promise<{ shell: Shell; editor: EditorPage }> {
  const shell = await openShell({ dataFolder, ...(open === undefined ? {} : { open }) });
  const editor = new EditorPage(shell.page);
  await editor.ready();
  await editor.page.locator('.react-flow__node').first().waitFor({ timeout: 30_000 });
  return { shell, editor };
}

it(
  `kill -9 of the whole application loses nothing that was kept (${ROUNDS} rounds, seed ${SEED})`,
  async () => {
    const random = seeded(SEED);
    const files = ['alpha', 'beta'].map((name) =>
      writeBlueprint(folder, blueprint(name).node('one', 'core/number', { value: 1 }).build()),
    );
    let { shell, editor } = await start(files[0]);
    await withChosenFile(shell, files[1] ?? '', () => editor.page.keyboard.press('Control+o'));
    await expect.poll(() => editor.tabTitles()).toEqual(['alpha', 'beta']);
    for (let round = 1; round <= ROUNDS; round++) {
      let kept = await look(editor);
      for (let edit = 0; edit < 3 + random() * 4; edit++) {
        await act(editor, random());
        await isKept(editor);
        kept = await look(editor);
      }
      // The last thing is under way when the process dies: a drag, a save, or text that is being typed.
      const last = Math.floor(random() * 3);
      let typed: string | undefined;
      if (last === 0) await drag(editor, 70, false);
      else if (last === 1) await editor.page.keyboard.press('Control+s');
      else {
        await editor.select('one');
        typed = `4${round}`;
        await editor.field('Value').fill(typed);
        // Drafts are kept within half a second.
        await editor.page.waitForTimeout(600);
      }
      process.kill(shell.hostPid, 'SIGKILL');
      await shell.close();
      for (const file of files)
        expect(parseBlueprint(readFileSync(file, 'utf8')).ok, `${file} is whole`).toBe(true);

      ({ shell, editor } = await start());
      await expect.poll(() => editor.tabTitles(), { timeout: 30_000 }).toEqual(kept.tabs);
      await expect
        .poll(() => look(editor), { timeout: 30_000, message: `seed ${SEED}, round ${round}` })
        .toEqual(kept);
      if (typed !== undefined) {
        await editor.select('one');
        await expect.poll(() => editor.field('Value').inputValue()).toBe(typed);
        await editor.field('Value').press('Escape');
      }
    }
    // The undo stack has survived all of it: it leads back to where the documents began.
    for (const name of ['alpha', 'beta']) {
      await editor.documentTab(name).click();
      await editor.canvas.click({ position: { x: 5, y: 5 } });
      for (let step = 0; step < 40; step++) await editor.page.keyboard.press('Control+z');
      await expect
        .poll(async () => (await look(editor)).nodes.map((node) => node.split(' ')[0]))
        .toEqual(['one']);
    }
    await shell.close();
    console.log(`seed ${SEED}: the application was killed ${ROUNDS} times`);
  },
  60_000 * (ROUNDS + 1),
);
