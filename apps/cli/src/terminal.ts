import { visibleText } from './visible-text.js';

/** Where a command writes. */
export interface Terminal {
  /** One line of the command's result; control characters are written out. */
  out(line: string): void;
  /** One line of remarks and errors. */
  err(line: string): void;
  /** Writes control sequences and text as they are, to a terminal only. */
  raw(text: string): void;
  /** Somebody looks: lines may be redrawn. */
  readonly isTerminal: boolean;
  readonly color: boolean;
  readonly columns: number;
  readonly rows: number;
  /** Called once when nobody reads our output any more. */
  onClosed(listener: () => void): void;
}

/** The process's own streams. A closed pipe is told to the command instead of ending it with a stack. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const listeners: (() => void)[] = [];
  let closed = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    if (closed) return;
    closed = true;
    for (const listener of listeners) listener();
  };
  stdout.on('error', onError);
  stderr.on('error', () => undefined);
  const isTerminal = stdout.isTTY === true && process.env.TERM !== 'dumb';
  return {
    out: (line) => {
      if (!closed) stdout.write(`${visibleText(line)}\n`);
    },
    err: (line) => {
      stderr.write(`${visibleText(line)}\n`);
    },
    raw: (text) => {
      if (!closed) stdout.write(text);
    },
    isTerminal,
    color: isTerminal && (process.env.NO_COLOR ?? '') === '',
    get columns() {
      return stdout.columns ?? 80;
    },
    get rows() {
      return stdout.rows ?? 24;
    },
    onClosed: (listener) => listeners.push(listener),
  };
}

/** Resolves when everything written so far was handed to the system. */
export function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
