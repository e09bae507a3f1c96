import type { RunEvent } from '@atomiton/contracts';

/** Shortest time between two batches of one viewer. Milliseconds. */
export const BATCH_INTERVAL_MS = 16;
/** Batches that may be under way without an acknowledgement. */
export const MAX_UNACKNOWLEDGED = 2;
const MAX_BATCH_EVENTS = 2000;
/** Log lines and characters kept for a viewer that does not keep up; beyond, older lines become one that counts them. */
const MAX_PENDING_LOGS = 10_000;
const KEPT_LOGS = 5000;
const MAX_PENDING_LOG_CHARS = 8_000_000;

/** Events of one run, as a viewer receives them. */
export interface EventBatch {
  after: number;
  upTo: number;
  events: RunEvent[];
}

type LogEvent = Extract<RunEvent, { type: 'node-log' }>;

/**
 * Holds the events of one run for one viewer and sends them in batches: at most one per 16 ms, at most two without an
 * acknowledgement. Progress of a node replaces its earlier progress; states are all sent; log lines that a slow viewer
 * cannot take are replaced by a line that says how many there were.
 */
export class EventBatcher {
  private pending: (RunEvent | undefined)[] = [];
  private readonly progressAt = new Map<string, number>();
  private logs = 0;
  private logChars = 0;
  private readonly underWay: number[] = [];
  private timer: NodeJS.Timeout | undefined;
  private lastSentAt = Number.NEGATIVE_INFINITY;
  private closed = false;

  /** @param sentUpTo number of the last event that the viewer is not to receive. */
  constructor(
    private readonly send: (batch: EventBatch) => void,
    private sentUpTo = 0,
  ) {}

  push(event: RunEvent): void {
    if (this.closed) return;
    if (event.type === 'node-progress') {
      const earlier = this.progressAt.get(event.node);
      if (earlier !== undefined) this.pending[earlier] = undefined;
      this.progressAt.set(event.node, this.pending.length);
    }
    this.pending.push(event);
    if (event.type === 'node-log') {
      this.logs += 1;
      this.logChars += event.text.length;
      if (this.logs > MAX_PENDING_LOGS || this.logChars > MAX_PENDING_LOG_CHARS) this.thinLogs();
    } else if (this.pending.length > 1024 && this.pending.length > this.progressAt.size * 8) this.compact();
    this.schedule();
  }

  acknowledge(seq: number): void {
    while (this.underWay.length > 0 && (this.underWay[0] as number) <= seq) this.underWay.shift();
    this.schedule();
  }

  /** True when everything pushed was sent. */
  get drained(): boolean {
    return this.pending.every((event) => event === undefined);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.pending = [];
    this.progressAt.clear();
  }

  private schedule(): void {
    if (this.closed || this.timer !== undefined || this.pending.length === 0) return;
    if (this.underWay.length >= MAX_UNACKNOWLEDGED) return;
    const wait = Math.max(0, this.lastSentAt + BATCH_INTERVAL_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, Math.ceil(wait));
  }

  private flush(): void {
    this.compact();
    const events = this.pending.slice(0, MAX_BATCH_EVENTS) as RunEvent[];
    const last = events.at(-1);
    if (last === undefined) return;
    this.pending = this.pending.slice(MAX_BATCH_EVENTS);
    this.index();
    const after = this.sentUpTo;
    this.sentUpTo = last.seq;
    this.underWay.push(last.seq);
    this.lastSentAt = performance.now();
    this.send({ after, upTo: last.seq, events });
    this.schedule();
  }

  private compact(): void {
    this.pending = this.pending.filter((event) => event !== undefined);
    this.index();
  }

  /** Counts again what is pending, after entries have moved. */
  private index(): void {
    this.progressAt.clear();
    this.logs = 0;
    this.logChars = 0;
    this.pending.forEach((event, at) => {
      if (event?.type === 'node-progress') this.progressAt.set(event.node, at);
      if (event?.type === 'node-log') {
        this.logs += 1;
        this.logChars += event.text.length;
      }
    });
  }

  private thinLogs(): void {
    const isLog = (event: RunEvent | undefined): event is LogEvent => event?.type === 'node-log';
    const logs = this.pending.filter(isLog);
    let keptChars = 0;
    let from = logs.length;
    while (from > 0 && logs.length - from < KEPT_LOGS && keptChars < MAX_PENDING_LOG_CHARS / 2) {
      from -= 1;
      keptChars += (logs[from] as LogEvent).text.length;
    }
    const leftOut = new Map<string, { lines: number; last: LogEvent }>();
    for (const log of logs.slice(0, from)) {
      const counted = LEFT_OUT.exec(log.text);
      const lines = (leftOut.get(log.node)?.lines ?? 0) + (counted === null ? 1 : Number(counted[1]));
      leftOut.set(log.node, { lines, last: log });
    }
    const dropped = new Set<RunEvent>(logs.slice(0, from));
    this.pending = this.pending.map((event) => {
      if (event === undefined || !dropped.has(event)) return event;
      const entry = isLog(event) ? leftOut.get(event.node) : undefined;
      if (entry === undefined || entry.last !== event) return undefined;
      return { ...entry.last, level: 'warn', text: leftOutText(entry.lines) };
    });
    this.compact();
  }
}

const LEFT_OUT = /^… (\d+) lines were left out here: the viewer did not keep up\.$/;

function leftOutText(lines: number): string {
  return `… ${lines} lines were left out here: the viewer did not keep up.`;
}
