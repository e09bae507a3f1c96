import { type CDPSession, chromium, type Page } from 'playwright-core';
import { serveEditor } from './canvas-editor.js';
import { serveCanvasPage } from './canvas-page.js';
import { chromiumPath, openFile, runEnded, untilDrawn } from './canvas-page-actions.js';
import { percentiles, type Row, type Samples } from './measure.js';

const STEPS = 40;
const WARM_UP = 8;
const STEP_PX = 7;

interface Point {
  x: number;
  y: number;
}

/** A page whose main thread is measured. */
class Subject {
  private constructor(
    readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async of(page: Page): Promise<Subject> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Subject(page, session);
  }

  /** Processor time of the main thread since the page began, in milliseconds. */
  private async metric(name: 'TaskDuration' | 'ScriptDuration'): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  }

  /** Settles when two frames have been drawn. */
  async frames(): Promise<void> {
    await this.page.evaluate(
      () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
    );
  }

  /** Main thread time of each step of a drag that begins at `from`; the page's own idle frames taken off. µs. */
  async drag(from: Point): Promise<Samples> {
    const idle: number[] = [];
    for (let step = 0; step < WARM_UP; step++) idle.push(await this.timed(() => this.frames()));
    const { p50: rest } = percentiles(idle);
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    const samples: number[] = [];
    for (let step = 1; step <= STEPS + WARM_UP; step++) {
      const elapsed = await this.timed(async () => {
        await mouse.move(from.x + step * STEP_PX, from.y + (step % 2) * STEP_PX);
        await this.frames();
      });
      if (step > WARM_UP) samples.push(Math.max(0, elapsed - rest));
    }
    await mouse.up();
    await this.frames();
    return percentiles(samples);
  }

  /** Script time of `work` in µs. */
  async script(work: () => Promise<unknown>): Promise<number> {
    const before = await this.metric('ScriptDuration');
    await work();
    return ((await this.metric('ScriptDuration')) - before) * 1000;
  }

  private async timed(work: () => Promise<unknown>): Promise<number> {
    const before = await this.metric('TaskDuration');
    await work();
    return ((await this.metric('TaskDuration')) - before) * 1000;
  }

  /** As `drag`, of a node that is on the screen. @throws Error where there is none, or it stays where it was. */
  async dragNode(): Promise<Samples> {
    const found = await this.page.evaluate(() => {
      for (const node of document.querySelectorAll('.react-flow__node')) {
        const { left, top, width } = node.getBoundingClientRect();
        const at = { x: left + width / 3, y: top + 12 };
        const hit = document.elementFromPoint(at.x, at.y);
        if (hit !== null && node.contains(hit)) return { id: node.getAttribute('data-id') ?? '', at };
      }
      return undefined;
    });
    if (found === undefined) throw new Error('No node is on the screen.');
    const samples = await this.drag(found.at);
    const box = await this.page.locator(`.react-flow__node[data-id="${found.id}"]`).boundingBox();
    if (box !== null && found.at.x >= box.x && found.at.x <= box.x + box.width) {
      throw new Error(`The node ${found.id} was not moved by the drag.`);
    }
    return samples;
  }

  mounted(): Promise<number> {
    return this.page.locator('.react-flow__node').count();
  }

  async middleOf(selector: string): Promise<Point> {
    const box = await this.page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not on the screen.`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** A point of the canvas where no node is: right above the first node that is whole in view. */
  async ground(): Promise<Point> {
    const point = await this.page.evaluate(() => {
      const pane = document.querySelector('.react-flow__pane')?.getBoundingClientRect();
      if (pane === undefined) return undefined;
      for (let y = pane.top + 120; y < pane.bottom - 60; y += 4) {
        for (let x = pane.left + 120; x < pane.left + pane.width / 2; x += 4) {
          const hit = document.elementFromPoint(x, y);
          if (hit?.classList.contains('react-flow__pane') === true) return { x, y };
        }
      }
      return undefined;
    });
    if (point === undefined) throw new Error('Nodes cover the whole canvas.');
    return point;
  }
}

interface Measured {
  panNear: Samples;
  dragNear: Samples;
  panAll: Samples;
  dragAll: Samples | undefined;
  open: Samples;
  event: Samples;
  mountedNear: number;
  mountedAll: number;
}

async function reactFlow(page: Page, address: string, variant: 'plain' | 'advised'): Promise<Measured> {
  const load = async (count: number): Promise<number> => {
    await page.goto(`${address}?variant=${variant}`);
    await page.waitForFunction(() => 'scene' in window);
    return untilDrawn(page, '.react-flow__node', () =>
      page.evaluate((nodes) => {
        dispatchEvent(new Event('bench-open'));
        (window as unknown as { scene: { open(count: number): void } }).scene.open(nodes);
      }, count),
    );
  };
  const open: number[] = [];
  for (let round = 0; round < 3; round++) open.push((await load(1000)) * 1000);
  const events: number[] = [];
  const subject = await Subject.of(page);
  for (let round = 0; round < 5; round++) {
    const script = await subject.script(() =>
      page.evaluate(async (start) => {
        const { scene } = window as unknown as { scene: { event(index: number, state: string): void } };
        for (let index = 0; index < 20; index++) {
          scene.event((start + index) % 1000, 'running');
          await new Promise((drawn) => requestAnimationFrame(drawn));
        }
      }, round * 20),
    );
    events.push(script / 20);
  }
  await load(5000);
  await subject.frames();
  const panNear = await subject.drag(await subject.ground());
  const mountedNear = await subject.mounted();
  const dragNear = await subject.dragNode();
  await page.evaluate(() => (window as unknown as { scene: { fit(): void } }).scene.fit());
  await subject.frames();
  await subject.frames();
  const mountedAll = await subject.mounted();
  const pane = await subject.middleOf('.react-flow__pane');
  const panAll = await subject.drag(await subject.ground().catch(() => pane));
  const dragAll = await subject.drag(await subject.middleOf('.react-flow__node'));
  return {
    panNear,
    dragNear,
    panAll,
    dragAll,
    open: percentiles(open),
    event: percentiles(events),
    mountedNear,
    mountedAll,
  };
}

async function editor(page: Page, served: Awaited<ReturnType<typeof serveEditor>>): Promise<Measured> {
  await page.goto(served.address);
  await page.waitForURL((url) => !url.pathname.startsWith('/start'));
  const counting = new URL(page.url());
  counting.searchParams.set('counters', '1');
  await page.goto(counting.href);
  const subject = await Subject.of(page);
  const close = async (): Promise<void> => {
    await page.keyboard.press('Alt+w');
    await page.locator('.node').first().waitFor({ state: 'detached' });
  };
  const open: number[] = [];
  for (let round = 0; round < 3; round++) {
    if (round > 0) await close();
    open.push((await openFile(page, served.fileOf(1000))) * 1000);
  }
  await page.keyboard.press('Alt+0');
  await subject.frames();
  const events: number[] = [];
  for (let round = 0; round < 3; round++) {
    const counted = await page.evaluate(() => window.__atomitonCounters?.events ?? 0);
    const script = await subject.script(async () => {
      await page.keyboard.press('Control+Enter');
      await runEnded(page, counted + 1000);
    });
    events.push(script / ((await page.evaluate(() => window.__atomitonCounters?.events ?? 0)) - counted));
  }
  await close();
  await openFile(page, served.fileOf(5000));
  await page.keyboard.press('Alt+0');
  await subject.frames();
  await subject.frames();
  const panNear = await subject.drag(await subject.ground());
  const mountedNear = await subject.mounted();
  const dragNear = await subject.dragNode();
  await page.getByRole('button', { name: 'Fit the blueprint into view' }).click();
  await page.getByTestId('far-view').waitFor();
  await subject.frames();
  const mountedAll = await subject.mounted();
  const pane = await subject.middleOf('.react-flow__pane');
  const panAll = await subject.drag({ x: pane.x - 400, y: pane.y - 260 });
  const dragAll = await subject.drag(pane);
  return {
    panNear,
    dragNear,
    panAll,
    dragAll,
    open: percentiles(open),
    event: percentiles(events),
    mountedNear,
    mountedAll,
  };
}

function rowsOf(name: string, ours: Measured, theirs: Measured): Row[] {
  const row = (
    what: string,
    mine: Samples | undefined,
    baseline: Samples | undefined,
    atMost: number,
  ): Row[] =>
    mine === undefined || baseline === undefined
      ? []
      : [{ what, ours: mine, baselineName: name, baseline, target: { kind: 'absolute', atMost } }];
  return [
    ...row('5,000 nodes at zoom 1, a step of panning', ours.panNear, theirs.panNear, 16_700),
    ...row('5,000 nodes at zoom 1, a step of a drag', ours.dragNear, theirs.dragNear, 16_700),
    ...row('5,000 nodes in view, a step of panning', ours.panAll, theirs.panAll, 25_000),
    ...row('5,000 nodes in view, a step of a drag', ours.dragAll, theirs.dragAll, 25_000),
    ...row('opening 1,000 nodes', ours.open, theirs.open, 500_000),
    ...row('an event of a run, 1,000 nodes, script', ours.event, theirs.event, 15),
  ];
}

/**
 * The canvas beside React Flow alone, plain and with all that its documentation advises, in one Chromium: time of the
 * main thread for a step of the mouse, two frames included, the same frames at rest taken off.
 */
export async function canvasRows(): Promise<Row[]> {
  const executablePath = chromiumPath();
  const served = await serveEditor([1000, 5000]);
  const beside = await serveCanvasPage();
  const browser = await chromium.launch({
    executablePath,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    const ours = await editor(page, served);
    const advised = await reactFlow(page, beside.address, 'advised');
    const plain = await reactFlow(page, beside.address, 'plain');
    console.log(
      `mounted nodes at zoom 1 / all in view: ours ${ours.mountedNear} / ${ours.mountedAll}, ` +
        `React Flow as advised ${advised.mountedNear} / ${advised.mountedAll}, ` +
        `plain ${plain.mountedNear} / ${plain.mountedAll}\n`,
    );
    return [...rowsOf('React Flow, plain', ours, plain), ...rowsOf('React Flow, as advised', ours, advised)];
  } finally {
    await browser.close();
    await beside.close();
    await served.close();
  }
}
