import { StringDecoder } from 'node:string_decoder';
import type { LogLevel } from '@atomiton/contracts';

export interface LogLine {
  level: LogLevel;
  text: string;
}

const BURST_LINES = 50;
const WINDOW_MS = 10;
/** A line without end is cut here, so that a node that prints no line ends keeps bounded memory. Characters. */
const MAX_LINE = 64 * 1024;

/**
 * Collects log lines of the running call. The first lines of every 10 ms go out at once (node code that then computes
 * for ever has been heard); a flood goes out in batches.
 */
export class LogBatch {
  private waiting: LogLine[] = [];
  private windowStart = 0;
  private inWindow = 0;

  constructor(private readonly send: (lines: LogLine[]) => void) {}

  add(level: LogLevel, text: string): void {
    this.waiting.push({ level, text });
    const now = performance.now();
    if (now - this.windowStart > WINDOW_MS) {
      this.windowStart = now;
      this.inWindow = 0;
    }
    this.inWindow++;
    if (this.inWindow <= BURST_LINES || this.waiting.length >= 1000) this.flush();
  }

  flush(): void {
    if (this.waiting.length === 0) return;
    const lines = this.waiting;
    this.waiting = [];
    this.send(lines);
  }
}

type Write = typeof process.stdout.write;

/** Sends what node code prints (console, process.stdout, process.stderr) to `line`, split into lines. */
export class CapturedPrints {
  private readonly parts: { level: LogLevel; decoder: StringDecoder; rest: string }[] = [];

  /** @param line gets each whole line; false when no call is running, then the print goes its usual way. */
  constructor(private readonly line: (level: LogLevel, text: string) => boolean) {
    this.capture(process.stdout, 'info');
    this.capture(process.stderr, 'warn');
  }

  /** Ends a line that was printed without its line end. */
  flush(): void {
    for (const part of this.parts) {
      const text = part.rest + part.decoder.end();
      part.rest = '';
      if (text !== '') this.line(part.level, text);
    }
  }

  private capture(stream: NodeJS.WriteStream, level: LogLevel): void {
    const part = { level, decoder: new StringDecoder('utf8'), rest: '' };
    this.parts.push(part);
    const original = stream.write.bind(stream) as Write;
    stream.write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      const text = typeof chunk === 'string' ? chunk : part.decoder.write(Buffer.from(chunk));
      const lines = (part.rest + text).split(/\r?\n/);
      part.rest = lines.pop() ?? '';
      if (part.rest.length > MAX_LINE) {
        lines.push(part.rest);
        part.rest = '';
      }
      for (const one of lines) if (!this.line(level, one)) original(`${one}\n`);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') queueMicrotask(() => (done as () => void)());
      return true;
    }) as Write;
  }
}
