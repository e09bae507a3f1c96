import { Session } from 'node:inspector/promises';

/** One stretch in which the event loop of main was held. */
export interface LoopBlock {
  durationMs: number;
  /** Time by function while it lasted, the longest first: `name (url:line)`, milliseconds of samples. */
  functions: { where: string; ms: number }[];
}

/** What was seen between start and stop. */
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
}

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/**
 * Watches how long the event loop is held, and by which functions: a timer notes when it is late, the sampling
 * profiler says what ran meanwhile. For tests; the product does not start it.
 */
export class LoopWatch {
  private session: Session | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last = 0;
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
    const blocks = this.gaps.map((gap) => ({
      durationMs: (gap.toUs - gap.fromUs) / 1000,
      sums: new Map<string, number>(),
      gap,
    }));
    let at = profile.startTime;
    profile.samples?.forEach((sample, index) => {
      const delta = profile.timeDeltas?.[index] ?? 0;
      at += delta;
      const block = blocks.find(({ gap }) => at >= gap.fromUs && at <= gap.toUs);
      const frame = nodes.get(sample)?.callFrame;
      if (block === undefined || frame === undefined) return;
      const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
      const where = frame.url === '' ? name : `${name} (${frame.url}:${frame.lineNumber + 1})`;
      block.sums.set(where, (block.sums.get(where) ?? 0) + delta / 1000);
    });
    return {
      longestMs: this.longestUs / 1000,
      turns: this.turns,
      blocks: blocks.map(({ durationMs, sums }) => ({
        durationMs,
        functions: [...sums]
          .map(([where, ms]) => ({ where, ms }))
          .sort((one, other) => other.ms - one.ms)
          .slice(0, 20),
      })),
    };
  }

  private tick(): void {
    const now = nowUs();
    const held = now - this.last - TICK_MS * 1000;
    this.turns += 1;
    this.longestUs = Math.max(this.longestUs, held);
    if (held >= this.thresholdMs * 1000) this.gaps.push({ fromUs: this.last, toUs: now });
    this.last = now;
  }
}
