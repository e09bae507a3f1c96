import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

/** One stretch in which the event loop of main was held. */
export interface LoopBlock {
  durationMs: number;
  /** Time by function on the stack, its callees included, the longest first: `name (url:line)`, milliseconds. */
  functions: { where: string; ms: number }[];
}

/** What was seen between start and stop; time in which the thread had to wait for a processor is left out. */
export interface LoopReport {
  longestMs: number;
  turns: number;
  blocks: LoopBlock[];
}

const TICK_MS = 4;
const SAMPLE_US = 500;

interface Gap {
  fromUs: number;
  toUs: number;
  /** Without the regular pause between two ticks, and without waiting for a processor. */
  heldUs: number;
}

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Microseconds that this process's first thread was ready to run but had no processor; 0 where nobody says. */
function processorWaitUs(): number {
  try {
    const [, waitNs = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(waitNs) / 1000;
  } catch {
    return 0;
  }
}

/**
 * Watches how long the event loop is held, and by which functions: a timer notes when it is late, the sampling
 * profiler says what ran meanwhile. For tests; the product does not start it.
 */
export class LoopWatch {
  private session: Session | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last = 0;
  private lastWait = 0;
  private turns = 0;
  private longestUs = 0;
  private gaps: Gap[] = [];

  /** @param thresholdMs stretches at least this long are kept with their functions. */
  constructor(private readonly thresholdMs = 16) {}

  async start(): Promise<void> {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
    await session.post('Profiler.start');
    this.session = session;
    this.gaps = [];
    this.turns = 0;
    this.longestUs = 0;
    this.last = nowUs();
    this.lastWait = processorWaitUs();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  async stop(): Promise<LoopReport> {
    this.tick();
    clearInterval(this.timer);
    const { session } = this;
    this.session = undefined;
    if (session === undefined) return { longestMs: 0, turns: 0, blocks: [] };
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
    const parents = new Map(
      profile.nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])),
    );
    const blocks = this.gaps.map((gap) => ({
      durationMs: gap.heldUs / 1000,
      sums: new Map<string, number>(),
      gap,
    }));
    let at = profile.startTime;
    profile.samples?.forEach((sample, index) => {
      const delta = profile.timeDeltas?.[index] ?? 0;
      at += delta;
      const block = blocks.find(({ gap }) => at >= gap.fromUs && at <= gap.toUs);
      if (block === undefined) return;
      const stack = new Set<string>();
      for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
        const frame = nodes.get(id)?.callFrame;
        if (frame === undefined || frame.functionName === '(root)') continue;
        const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
        stack.add(frame.url === '' ? name : `${name} (${frame.url}:${frame.lineNumber + 1})`);
      }
      // The profiler samples by the wall clock: what the thread spent waiting for a processor is taken out evenly.
      const { fromUs, toUs, heldUs } = block.gap;
      const ms = ((delta / 1000) * heldUs) / (toUs - fromUs);
      for (const where of stack) block.sums.set(where, (block.sums.get(where) ?? 0) + ms);
    });
    return {
      longestMs: this.longestUs / 1000,
      turns: this.turns,
      blocks: blocks.map(({ durationMs, sums }) => ({
        durationMs,
        functions: [...sums]
          .map(([where, ms]) => ({ where, ms }))
          .sort((one, other) => other.ms - one.ms)
          .slice(0, 40),
      })),
    };
  }

  private tick(): void {
    const now = nowUs();
    const wait = processorWaitUs();
    const held = now - this.last - TICK_MS * 1000 - (wait - this.lastWait);
    this.lastWait = wait;
    this.turns += 1;
    this.longestUs = Math.max(this.longestUs, held);
    if (held >= this.thresholdMs * 1000) this.gaps.push({ fromUs: this.last, toUs: now, heldUs: held });
    this.last = now;
  }
}
