import { Packr, Unpackr } from 'msgpackr';

/** One message on a pipe to or from a node process. */
export interface Frame {
  /** A map with `t`, the message's type; checked by whoever reads it. */
  head: unknown;
  /** Payload bytes; a view, valid until the caller drops it. */
  body: Uint8Array;
}

/** The bytes are no frame of the protocol: whoever wrote them is not to be trusted any further. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

export interface FrameLimits {
  /** Head and body together. Bytes. */
  maxFrameBytes: number;
  /** Bytes. */
  maxHeadBytes: number;
}

export const FRAME_LIMITS: FrameLimits = {
  maxFrameBytes: 256 * 1024 * 1024,
  maxHeadBytes: 64 * 1024 * 1024,
};

/** Below this length head and body are joined into one buffer and leave in one write. Bytes. */
const JOIN_LIMIT_BYTES = 16 * 1024;
const PREFIX_BYTES = 8;
const EMPTY = new Uint8Array(0);

/** Writes frames: `u32le total | u32le head length | msgpack head | body`, total = 4 + head + body. */
export class FrameEncoder {
  private readonly packr = new Packr({ useRecords: false });

  constructor(private readonly limits: FrameLimits = FRAME_LIMITS) {}

  /**
   * The pieces of one frame in order; large body parts are passed on, not copied.
   * @throws FrameError when the frame exceeds the limits.
   */
  encode(head: Record<string, unknown>, body: readonly Uint8Array[] = []): Uint8Array[] {
    const packed = this.packr.pack(head);
    let bodyBytes = 0;
    for (const part of body) bodyBytes += part.byteLength;
    const { maxFrameBytes, maxHeadBytes } = this.limits;
    if (packed.byteLength > maxHeadBytes || packed.byteLength + bodyBytes > maxFrameBytes) {
      throw new FrameError(
        `a message of ${packed.byteLength} + ${bodyBytes} bytes was to be sent, at most ${maxHeadBytes} for its head and ${maxFrameBytes} in all are allowed`,
      );
    }
    const joins = packed.byteLength + bodyBytes <= JOIN_LIMIT_BYTES;
    const first = Buffer.allocUnsafe(PREFIX_BYTES + packed.byteLength + (joins ? bodyBytes : 0));
    first.writeUInt32LE(4 + packed.byteLength + bodyBytes, 0);
    first.writeUInt32LE(packed.byteLength, 4);
    first.set(packed, PREFIX_BYTES);
    if (!joins) return [first, ...body];
    let offset = PREFIX_BYTES + packed.byteLength;
    for (const part of body) {
      first.set(part, offset);
      offset += part.byteLength;
    }
    return [first];
  }
}

/**
 * Cuts a byte stream into frames. Chunks are kept as they came; only a frame that spans several of them is joined,
 * once, so the cost is linear however the stream is cut. A hostile length is refused before anything is stored for it.
 */
export class FrameDecoder {
  private readonly unpackr = new Unpackr({ useRecords: false, int64AsType: 'number' });
  private readonly chunks: Uint8Array[] = [];
  /** Index of the first chunk that is not used up, and how much of it is. */
  private index = 0;
  private offset = 0;
  private buffered = 0;
  private length: { frame: number; head: number } | undefined;

  constructor(private readonly limits: FrameLimits = FRAME_LIMITS) {}

  /** Bytes received and not yet given out. */
  get bufferedBytes(): number {
    return this.buffered;
  }

  push(chunk: Uint8Array): void {
    if (chunk.byteLength === 0) return;
    this.chunks.push(chunk);
    this.buffered += chunk.byteLength;
  }

  /**
   * The next complete frame, or undefined until more bytes come.
   * @throws FrameError when the bytes are no frame; the stream cannot be read on after that.
   */
  next(): Frame | undefined {
    if (this.length === undefined) {
      if (this.buffered < PREFIX_BYTES) return undefined;
      this.length = this.readLengths();
    }
    const { frame, head } = this.length;
    if (this.buffered < frame) return undefined;
    this.length = undefined;
    const bytes = this.take(frame);
    const body = head === frame ? EMPTY : bytes.subarray(head);
    try {
      return { head: this.unpackr.unpack(head === frame ? bytes : bytes.subarray(0, head)), body };
    } catch (thrown) {
      throw new FrameError(
        `the head of a frame (${head} bytes) is no msgpack: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      );
    }
  }

  private readLengths(): { frame: number; head: number } {
    const prefix = this.take(PREFIX_BYTES);
    const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES);
    const frame = view.getUint32(0, true) - 4;
    const head = view.getUint32(4, true);
    if (frame < 1 || head < 1 || head > frame) {
      throw new FrameError(`received the lengths ${frame + 4} and ${head}, which no frame has`);
    }
    const { maxFrameBytes, maxHeadBytes } = this.limits;
    if (frame > maxFrameBytes || head > maxHeadBytes) {
      throw new FrameError(
        `received a frame of ${frame} bytes with a head of ${head}, at most ${maxFrameBytes} and ${maxHeadBytes} are allowed`,
      );
    }
    return { frame, head };
  }

  /** Removes `length` bytes, which are there, from the front: a view where one chunk holds them all. */
  private take(length: number): Uint8Array {
    this.buffered -= length;
    const first = this.chunks[this.index] as Uint8Array;
    if (first.byteLength - this.offset >= length) {
      const view = first.subarray(this.offset, this.offset + length);
      this.advance(length);
      return view;
    }
    const joined = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const chunk = this.chunks[this.index] as Uint8Array;
      const part = chunk.subarray(this.offset, this.offset + (length - filled));
      joined.set(part, filled);
      filled += part.byteLength;
      this.advance(part.byteLength);
    }
    return joined;
  }

  private advance(length: number): void {
    this.offset += length;
    const chunk = this.chunks[this.index] as Uint8Array;
    if (this.offset < chunk.byteLength) return;
    this.offset = 0;
    this.index++;
    if (this.index < this.chunks.length) {
      // Used chunks are let go in batches: removing each from the front would be quadratic.
      if (this.index < 1024) return;
      this.chunks.splice(0, this.index);
      this.index = 0;
      return;
    }
    this.chunks.length = 0;
    this.index = 0;
  }
}
