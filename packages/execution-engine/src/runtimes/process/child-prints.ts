import type { Readable } from 'node:stream';
import type { LogLevel } from '@atomiton/contracts';
import { LineSplitter } from './line-splitter.js';

/** Lines of the error output that are kept for the case that the process ends by itself. */
const TAIL_LINES = 64;
/** Prints are handled for at most this long before the event loop gets its turn. Milliseconds. */
const SLICE_MS = 4;
/** Turns of the event loop that an answer waits for prints: a thread that goes on printing delays it no longer. */
const MAX_TURNS = 64;

interface PrintStream {
  stream: Readable;
  splitter: LineSplitter;
  /** Something came since it was last looked at. */
  hasNew: boolean;
}

/** What a child prints to stdout and stderr, line by line. */
export class ChildPrints {
  private readonly streams: PrintStream[] = [];
  private readonly tail: string[] = [];

  constructor(
    stdout: Readable | null,
    stderr: Readable | null,
    private readonly onLine: (level: LogLevel, line: string) => void,
  ) {
    if (stdout !== null) this.read(stdout, (line) => this.onLine('info', line));
    if (stderr !== null) this.read(stderr, (line) => this.takeError(line));
  }

  /** The last lines of the error output since `forget`. */
  get errorTail(): string {
    return this.tail.join('\n').trim();
  }

  /** What the process said about its end: the line that gives the reason, else its last lines; empty when nothing. */
  get lastWords(): string {
    const reason = /^(panic|fatal error|Fatal Python error|\w*Error): ?/;
    const said = this.tail.filter((line) => line.trim() !== '');
    return [...said].reverse().find((line) => reason.test(line)) ?? said.slice(-3).join('\n');
  }

  forget(): void {
    this.tail.length = 0;
  }

  /**
   * Calls back once everything is read that the child printed before the answer that has just been read. It is in the
   * pipes already, but this turn of the event loop may have looked at them before: the whole next turn sees it.
   */
  afterAnswer(callback: () => void, turn = 0): void {
    for (const one of this.streams) one.hasNew = false;
    setImmediate(() => {
      const moreCame = this.streams.some(({ hasNew, stream }) => hasNew || stream.isPaused());
      if (turn === 0 || (moreCame && turn < MAX_TURNS)) this.afterAnswer(callback, turn + 1);
      else callback();
    });
  }

  /** Gives out last lines that have no end. */
  flush(): void {
    for (const { splitter } of this.streams) splitter.flush();
  }

  destroy(): void {
    for (const { stream } of this.streams) stream.destroy();
  }

  private takeError(line: string): void {
    this.tail.push(line);
    if (this.tail.length > TAIL_LINES) this.tail.shift();
    this.onLine('warn', line);
  }

  private read(stream: Readable, onLine: (line: string) => void): void {
    const one: PrintStream = { stream, splitter: new LineSplitter(onLine), hasNew: false };
    this.streams.push(one);
    let spentMs = 0;
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
      one.hasNew = true;
      const begun = performance.now();
      one.splitter.push(chunk);
      spentMs += performance.now() - begun;
      if (spentMs < SLICE_MS) return;
      spentMs = 0;
      stream.pause();
      setImmediate(() => stream.resume());
    });
  }
}
