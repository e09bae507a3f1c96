const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** A place where the text is no CSV. `row` counts from 1, the header included. */
export interface QuotingProblem {
  row: number;
  what: 'open-quote' | 'text-behind-quote';
}

/**
 * Splits bytes into rows and fields by RFC 4180: quoted fields may hold delimiters, line breaks and doubled quotes; rows
 * end with LF, CRLF or CR; blank lines are passed over. A quote inside an unquoted field is an ordinary character.
 *
 * No object is made per field: the bounds of the last row stand in `starts` and `ends`, as offsets into `bytes`.
 */
export class RowScanner {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** Fields in the last row. */
  fields = 0;
  /** Rows seen so far. */
  row = 0;
  problem: QuotingProblem | undefined;
  readonly #delimiter: number;
  /** Fields of the row under way whose doubled quotes have to be undone once the row is complete. */
  readonly #doubled: number[] = [];
  #skipLf = false;

  /** @param delimiter a single ASCII character */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /**
   * Finds the next complete row in `bytes[from, to)`. Doubled quotes are undone in place.
   * @param isLast no more bytes will follow, so that the end of the bytes ends a row
   * @returns the offset behind the row; `~from` (negative) when no complete row is left from `from` on
   */
  next(bytes: Uint8Array, from: number, to: number, isLast: boolean): number {
    let at = from;
    for (;;) {
      if (at < to && this.#skipLf) {
        if (bytes[at] === LF) at++;
        this.#skipLf = false;
      }
      if (at >= to) return ~at;
      const first = bytes[at];
      if (first === LF) at++;
      else if (first === CR) {
        at++;
        this.#skipLf = true;
      } else break;
    }
    const end = this.#scanRow(bytes, at, to, isLast);
    if (end < 0) {
      this.#doubled.length = 0;
      return ~at;
    }
    for (const field of this.#doubled) {
      this.ends[field] = undouble(bytes, this.starts[field] as number, this.ends[field] as number);
    }
    this.#doubled.length = 0;
    this.row++;
    return end;
  }

  #scanRow(bytes: Uint8Array, from: number, to: number, isLast: boolean): number {
    const delimiter = this.#delimiter;
    let at = from;
    let field = 0;
    for (;;) {
      if (at < to && bytes[at] === QUOTE) {
        const closed = this.#scanQuoted(bytes, at + 1, to, field);
        if (closed < 0) {
          if (isLast) this.problem = { row: this.row + 1, what: 'open-quote' };
          return -1;
        }
        at = closed;
        if (at === to && !isLast) return -1;
        const behind = bytes[at];
        if (at < to && behind !== delimiter && behind !== LF && behind !== CR) {
          this.problem = { row: this.row + 1, what: 'text-behind-quote' };
          return -1;
        }
      } else {
        this.starts[field] = at;
        let byte = 0;
        while (at < to) {
          byte = bytes[at] as number;
          if (byte === delimiter || byte === LF || byte === CR) break;
          at++;
        }
        this.ends[field] = at;
      }
      field++;
      if (at >= to) {
        if (!isLast) return -1;
        this.fields = field;
        return to;
      }
      if (bytes[at] === delimiter) {
        at++;
        continue;
      }
      this.#skipLf = bytes[at] === CR;
      this.fields = field;
      return at + 1;
    }
  }

  /** @returns the offset behind the closing quote, or -1 when there is none yet. */
  #scanQuoted(bytes: Uint8Array, from: number, to: number, field: number): number {
    let doubled = false;
    let at = from;
    for (;;) {
      at = bytes.indexOf(QUOTE, at);
      if (at === -1 || at >= to) return -1;
      if (at + 1 < to && bytes[at + 1] === QUOTE) {
        doubled = true;
        at += 2;
        continue;
      }
      break;
    }
    this.starts[field] = from;
    this.ends[field] = at;
    if (doubled) this.#doubled.push(field);
    return at + 1;
  }
}

/** Closes the gaps of doubled quotes towards the front. @returns the new end. */
function undouble(bytes: Uint8Array, from: number, to: number): number {
  let write = from;
  for (let read = from; read < to; read++) {
    bytes[write++] = bytes[read] as number;
    if (bytes[read] === QUOTE) read++;
  }
  return write;
}
