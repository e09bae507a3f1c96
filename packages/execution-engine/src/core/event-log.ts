import type { LogLevel, NodeState, RunEvent, ValueSummary } from '@atomiton/contracts';

/** States that are logged as a number; every other event is kept as an object. */
const STATES = ['ready', 'running', 'done', 'cached', 'skipped', 'cancelled'] as const satisfies NodeState[];
export const READY_EVENT = 0;
export const RUNNING_EVENT = 1;
export const DONE_EVENT = 2;
export const CACHED_EVENT = 3;
export const SKIPPED_EVENT = 4;
export const CANCELLED_EVENT = 5;
/** The node ran on the main thread: its end says so. */
export const ON_MAIN = 8;
const OBJECT = 15;

/** Log lines and characters of them that are kept for late readers; beyond, older lines become one that counts them. */
const MAX_LOGS = 20_000;
const MAX_LOG_CHARS = 16_000_000;

type StateEvent = Extract<RunEvent, { type: 'node-state' }>;

/** What the log asks the run when somebody looks at an event. */
export interface EventSource {
  nodeId(index: number): string;
  /** When a node was started, on the clock of the events; `otherwise` if it never was. */
  startOf(index: number, otherwise: number): number;
  /** Summaries of the outputs of a node that ended well. */
  outputsOf(index: number): Record<string, ValueSummary>;
  warn(level: LogLevel, text: string): void;
}

/**
 * The events of one run, numbered from 1, kept for late readers. Most are two numbers until somebody looks at them:
 * logging costs nothing that the garbage collector sees.
 */
export class EventLog {
  private count = 0;
  /** Node × 16 + what; room for 2^28 nodes. */
  private codes: Uint32Array;
  private times: Float64Array;
  private readonly objects = new Map<number, RunEvent>();
  /** Where the log lines stand that are kept, the oldest first, and their characters. */
  private readonly logs: number[] = [];
  private logChars = 0;
  /** Lines that were left out so far: the oldest kept one says so. */
  private leftOut = 0;
  private readonly listeners = new Set<(event: RunEvent) => void>();
  private wake: (() => void)[] = [];
  private closed = false;
  /** Somebody listens or waits. */
  private watched = false;
  private follower: ((event: RunEvent) => void) | undefined;

  /** `expected`: about how many events there will be. */
  constructor(
    private readonly source: EventSource,
    expected: number,
  ) {
    this.codes = new Uint32Array(expected);
    this.times = new Float64Array(expected);
  }

  get nextSeq(): number {
    return this.count + 1;
  }

  /** A change of state that needs no more words; `what` is one of the constants. */
  state(index: number, what: number, at: number): void {
    const place = this.count;
    if (place === this.codes.length) this.grow();
    this.codes[place] = index * 16 + what;
    this.times[place] = at;
    this.count = place + 1;
    if (this.watched) this.added();
    if (this.follower !== undefined) this.follower(this.eventAt(place));
  }

  /** Any other event; it carries `nextSeq`. `index` is its node, if it has one. */
  append(event: RunEvent, index = 0): void {
    const place = this.count;
    this.objects.set(place, event);
    this.state(index, OBJECT, event.at);
    if (event.type !== 'node-log') return;
    this.logs.push(place);
    this.logChars += event.text.length;
    if (this.logs.length > MAX_LOGS || this.logChars > MAX_LOG_CHARS) this.thinLogs();
  }

  /** No event follows. */
  close(): void {
    this.closed = true;
    this.wakeReaders();
  }

  /** Calls back after every event, when all listeners have heard it: it may append events of its own. */
  follow(follower: (event: RunEvent) => void): void {
    this.follower = follower;
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    this.listeners.add(listener);
    this.watched = true;
    return () => {
      this.listeners.delete(listener);
      this.watched = this.listeners.size > 0 || this.wake.length > 0;
    };
  }

  async *read(): AsyncGenerator<RunEvent, void, undefined> {
    for (let next = 0; ; next++) {
      while (next >= this.count) {
        if (this.closed) return;
        this.watched = true;
        await new Promise<void>((resolve) => this.wake.push(resolve));
      }
      if (!this.isLeftOut(next)) yield this.eventAt(next);
    }
  }

  private isLeftOut(place: number): boolean {
    return ((this.codes[place] as number) & 15) === OBJECT && !this.objects.has(place);
  }

  /** Lets the older half of the lines go: a node that prints for ever must not fill the memory of the host. */
  private thinLogs(): void {
    let kept = this.logs.length;
    let chars = 0;
    while (kept > 0 && this.logs.length - kept < MAX_LOGS / 2 && chars < MAX_LOG_CHARS / 2) {
      kept--;
      chars += this.logAt(this.logs[kept] as number).text.length;
    }
    const gone = this.logs.splice(0, kept);
    const last = gone.pop();
    if (last === undefined) return;
    for (const place of gone) this.objects.delete(place);
    // The line that counted the ones before is the first of those that go.
    this.leftOut += gone.length + (this.leftOut === 0 ? 1 : 0);
    const text = `… ${this.leftOut} lines were left out here: only the last ones are kept.`;
    this.objects.set(last, { ...this.logAt(last), level: 'warn', text });
    this.logs.unshift(last);
    this.logChars = chars + text.length;
  }

  private logAt(place: number): Extract<RunEvent, { type: 'node-log' }> {
    return this.objects.get(place) as Extract<RunEvent, { type: 'node-log' }>;
  }

  private eventAt(place: number): RunEvent {
    const code = this.codes[place] as number;
    const index = code >>> 4;
    const what = code & 15;
    if (what === OBJECT) {
      const event = this.objects.get(place) as RunEvent;
      if (event.type === 'node-state' && event.state === 'done') this.addOutputs(event, index);
      return event;
    }
    const at = this.times[place] as number;
    const state = STATES[what & 7] as (typeof STATES)[number];
    const node = this.source.nodeId(index);
    const event: StateEvent = { seq: place + 1, at, type: 'node-state', node, state };
    if (state === 'ready' || state === 'running') return event;
    if (state === 'done' || state === 'cached') {
      event.durationMs = at - this.source.startOf(index, at);
    }
    if (state !== 'cancelled') this.addOutputs(event, index);
    if ((what & ON_MAIN) !== 0) event.lane = 'main';
    return event;
  }

  private addOutputs(event: StateEvent, index: number): void {
    if (event.outputs !== undefined) return;
    const outputs = this.source.outputsOf(index);
    let sizeBytes = 0;
    for (const port in outputs) sizeBytes += outputs[port]?.sizeBytes ?? 0;
    event.outputs = outputs;
    event.sizeBytes = sizeBytes;
  }

  private grow(): void {
    const capacity = 2 * this.codes.length + 16;
    const codes = new Uint32Array(capacity);
    const times = new Float64Array(capacity);
    codes.set(this.codes);
    times.set(this.times);
    this.codes = codes;
    this.times = times;
  }

  private added(): void {
    if (this.listeners.size > 0) this.tell(this.eventAt(this.count - 1));
    if (this.wake.length > 0) this.wakeReaders();
  }

  private tell(event: RunEvent): void {
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (thrown) {
        this.source.warn('error', `A listener of run events failed: ${String(thrown)}`);
      }
    }
  }

  private wakeReaders(): void {
    const readers = this.wake;
    this.wake = [];
    this.watched = this.listeners.size > 0;
    for (const resolve of readers) resolve();
  }
}
