/** Longer lines are cut, with a note of their real length. Bytes. */
export const MAX_LINE_BYTES = 16 * 1024;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts a byte stream of prints into lines. Memory is bounded by one line's limit whatever arrives; bytes that are no
 * UTF-8 become U+FFFD. A carriage return inside a line begins it anew, as on a terminal: of a progress bar, its last
 * form remains.
 */
export class LineSplitter {
  private readonly kept: Uint8Array;
  private keptBytes = 0;
  private lineBytes = 0;
  /** The last byte was a carriage return: the end of the line, or the begin of another form of it. */
  private endsWithReturn = false;
  private readonly decoder = new TextDecoder('utf-8');

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly maxLineBytes = MAX_LINE_BYTES,
  ) {
    this.kept = new Uint8Array(maxLineBytes);
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.keep(chunk.subarray(start, end));
      this.finishLine();
      start = end + 1;
    }
    if (start < chunk.byteLength) this.keep(chunk.subarray(start));
  }

  /** Gives out the last line where it has no end. */
  flush(): void {
    if (this.lineBytes > 0) this.finishLine();
  }

  private keep(received: Uint8Array): void {
    if (received.byteLength === 0) return;
    if (this.endsWithReturn) this.beginAnew();
    const lastReturn =
      received.byteLength < 2 ? -1 : received.lastIndexOf(CARRIAGE_RETURN, received.byteLength - 2);
    if (lastReturn !== -1) this.beginAnew();
    const part = received.subarray(lastReturn + 1);
    const fits = part.subarray(0, this.maxLineBytes - this.keptBytes);
    this.kept.set(fits, this.keptBytes);
    this.keptBytes += fits.byteLength;
    this.lineBytes += part.byteLength;
    this.endsWithReturn = part[part.byteLength - 1] === CARRIAGE_RETURN;
  }

  private beginAnew(): void {
    this.keptBytes = 0;
    this.lineBytes = 0;
    this.endsWithReturn = false;
  }

  private finishLine(): void {
    const { lineBytes } = this;
    let length = this.keptBytes;
    const isCut = lineBytes > length;
    if (!isCut && length > 0 && this.kept[length - 1] === CARRIAGE_RETURN) length--;
    const text = this.decoder.decode(this.kept.subarray(0, length));
    this.beginAnew();
    this.onLine(isCut ? `${text} … [a line of ${lineBytes} bytes, cut after ${length}]` : text);
  }
}
