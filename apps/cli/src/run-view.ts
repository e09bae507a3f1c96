import type { RunEvent, ValueSummary } from '@atomiton/contracts';
import type { Terminal } from './terminal.js';
import { durationText, sizeText } from './units.js';
import { visibleText } from './visible-text.js';

/** Shows the events of a run to somebody. */
export interface RunView {
  onEvent(event: RunEvent): void;
  /** What a language's runtime says while it starts. */
  onRemark(text: string): void;
  /** Nothing follows; leaves the screen tidy. */
  close(): void;
}

type StateEvent = Extract<RunEvent, { type: 'node-state' }>;

/** A value in one line. */
export function summaryText(summary: ValueSummary): string {
  switch (summary.kind) {
    case 'json':
      return summary.text;
    case 'table':
      return `table of ${summary.rows} rows: ${summary.columns.map(({ name }) => name).join(', ')}`;
    case 'tensor':
      return `tensor ${summary.dtype}[${summary.shape.join(', ')}]`;
    case 'image':
      return `image ${summary.width} × ${summary.height}`;
    case 'bytes':
      return `${sizeText(summary.sizeBytes)} of bytes`;
    case 'file':
      return summary.path;
    case 'list':
      return `list of ${summary.length}`;
  }
}

/** Every event as one line of JSON. */
export class JsonView implements RunView {
  constructor(private readonly terminal: Terminal) {}
  onEvent(event: RunEvent): void {
    this.terminal.out(JSON.stringify(event));
  }
  onRemark(text: string): void {
    this.terminal.err(text);
  }
  close(): void {}
}

const COLORS = { done: 32, cached: 36, failed: 31, blocked: 33, cancelled: 33, skipped: 2 } as const;

function lastLineOf(event: StateEvent): string {
  const { state, node, durationMs, sizeBytes, error, blockedBy, lane, outputs } = event;
  if (state === 'failed')
    return `${node}  failed  ${error?.message ?? ''}${error?.hint ? ` ${error.hint}` : ''}`;
  if (state === 'blocked') return `${node}  blocked  needs ${blockedBy ?? 'another node'}`;
  const parts = [node, state];
  if (durationMs !== undefined) parts.push(durationText(durationMs));
  if (sizeBytes !== undefined) parts.push(sizeText(sizeBytes));
  if (lane !== undefined) parts.push(lane);
  const [first] = Object.values(outputs ?? {});
  if (first !== undefined) parts.push(summaryText(first));
  return parts.join('  ');
}

/** One line when a node has ended, and when it prints; nothing is redrawn. For pipes and files. */
export class PlainView implements RunView {
  private instances: ReadonlySet<string> = new Set();

  constructor(private readonly terminal: Terminal) {}

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.instances = new Set(event.instances);
        this.terminal.out(`running ${event.nodes.length} node${event.nodes.length === 1 ? '' : 's'}`);
        return;
      case 'node-state':
        if (isEnd(event) && !this.instances.has(event.node)) this.terminal.out(lastLineOf(event));
        return;
      case 'node-log':
        for (const line of event.text.split('\n')) this.terminal.out(`${event.node} | ${line}`);
        return;
      case 'node-progress':
        return;
      case 'run-finished':
        this.terminal.out(`${event.state} in ${durationText(event.durationMs)}`);
    }
  }

  onRemark(text: string): void {
    this.terminal.err(text);
  }

  close(): void {}
}

function isEnd(event: StateEvent): boolean {
  return event.state in COLORS;
}

const REDRAW_MS = 80;
const BAR_CHARS = 20;

interface Live {
  fraction: number;
  message: string;
  startedAt: number;
}

/** What has ended scrolls by; what runs now stands below with its bar, redrawn in place. For terminals. */
export class LiveView implements RunView {
  private readonly running = new Map<string, Live>();
  /** Their inner nodes are shown instead. */
  private instances: ReadonlySet<string> = new Set();
  private total = 0;
  private ended = 0;
  private drawn = 0;
  private remark = '';
  private readonly began = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly terminal: Terminal) {
    this.timer = setInterval(() => this.redraw([]), REDRAW_MS);
    this.timer.unref();
  }

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.total = event.nodes.length;
        this.instances = new Set(event.instances);
        return;
      case 'node-state':
        this.onState(event);
        return;
      case 'node-progress': {
        const live = this.running.get(event.node);
        if (live !== undefined) {
          live.fraction = event.fraction;
          live.message = event.message ?? live.message;
        }
        return;
      }
      case 'node-log':
        this.redraw(event.text.split('\n').map((line) => `${this.paint(2, event.node)} | ${line}`));
        return;
      case 'run-finished':
        this.running.clear();
        this.total = 0;
        this.remark = '';
        this.redraw([
          `${this.paint(event.state === 'done' ? 32 : 31, event.state)} in ${durationText(event.durationMs)}`,
        ]);
    }
  }

  onRemark(text: string): void {
    this.remark = text;
  }

  close(): void {
    clearInterval(this.timer);
    this.running.clear();
    this.total = 0;
    this.remark = '';
    this.redraw([]);
  }

  private onState(event: StateEvent): void {
    const { node, state } = event;
    if (this.instances.has(node)) return;
    if (state === 'running')
      this.running.set(node, { fraction: 0, message: '', startedAt: performance.now() });
    if (!isEnd(event)) return;
    this.running.delete(node);
    this.ended += 1;
    const color = COLORS[state as keyof typeof COLORS];
    this.redraw([lastLineOf(event).replace(`  ${state}`, `  ${this.paint(color, state)}`)]);
  }

  private paint(color: number, text: string): string {
    return this.terminal.color ? `\u001B[${color}m${text}\u001B[0m` : text;
  }

  /** Takes the live lines away, prints what stays, and draws the live lines again. */
  private redraw(lasting: readonly string[]): void {
    const up = this.drawn === 0 ? '' : `\u001B[${this.drawn}A\r\u001B[J`;
    const live = this.liveLines();
    this.drawn = live.length;
    const lines = [...lasting, ...live];
    if (up === '' && lines.length === 0) return;
    this.terminal.raw(up + lines.map((line) => `${visibleText(line)}\n`).join(''));
  }

  private liveLines(): string[] {
    if (this.total === 0) return [];
    const width = Math.max(20, this.terminal.columns - 1);
    const shown = Math.max(1, this.terminal.rows - 3);
    const lines = [...this.running].slice(0, shown).map(([node, live]) => {
      const full = Math.round(live.fraction * BAR_CHARS);
      const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_CHARS - full)}`;
      const percent = `${Math.floor(live.fraction * 100)} %`.padStart(5);
      return `${node}  ${bar} ${percent}  ${durationText(performance.now() - live.startedAt)}  ${live.message}`;
    });
    const more = this.running.size > shown ? `, ${this.running.size} running` : '';
    const remark = this.remark === '' ? '' : `  ${this.remark}`;
    lines.push(
      `${this.ended} of ${this.total}${more}  ${durationText(performance.now() - this.began)}${remark}`,
    );
    return lines.map((line) => line.slice(0, width));
  }
}
