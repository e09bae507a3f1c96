import type { Socket } from 'node:net';
import { type Frame, FrameDecoder } from './frame.js';

/** Frames are handled for at most this long before the event loop gets its turn. Milliseconds. */
const SLICE_MS = 4;

export interface FrameStreamHandlers {
  /** Takes one frame; what it returns has to settle before the next one is taken. */
  onFrame(frame: Frame): Promise<void> | undefined;
  /** The bytes are no frames, or a frame was refused: nothing more is read. */
  onRefused(thrown: unknown): void;
}

/** Reads frames from a child, in slices: a flood of them never holds the event loop. */
export class FrameStream {
  /** Bytes read so far. */
  readBytes = 0;
  private readonly decoder = new FrameDecoder();
  private isPaused = false;

  constructor(
    private readonly socket: Socket,
    private readonly handlers: FrameStreamHandlers,
  ) {
    socket.on('data', (chunk: Buffer) => {
      this.readBytes += chunk.byteLength;
      this.decoder.push(chunk);
      if (!this.isPaused) this.drain();
    });
  }

  private drain(): void {
    const until = performance.now() + SLICE_MS;
    try {
      for (let frame = this.decoder.next(); frame !== undefined; frame = this.decoder.next()) {
        const reading = this.handlers.onFrame(frame);
        if (reading === undefined && performance.now() < until) continue;
        void this.drainLater(reading);
        return;
      }
    } catch (thrown) {
      this.refuse(thrown);
    }
  }

  /** Goes on in another turn of the event loop, when the frame before is read. */
  private async drainLater(reading: Promise<void> | undefined): Promise<void> {
    this.isPaused = true;
    this.socket.pause();
    try {
      await (reading ?? new Promise((resolve) => setImmediate(resolve)));
    } catch (thrown) {
      this.refuse(thrown);
      return;
    }
    this.isPaused = false;
    this.socket.resume();
    this.drain();
  }

  private refuse(thrown: unknown): void {
    this.isPaused = true;
    this.socket.pause();
    this.handlers.onRefused(thrown);
  }
}
