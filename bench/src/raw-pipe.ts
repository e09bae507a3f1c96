import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** A living process that gives frames back, spoken to with nothing of ours in between. */
export interface RawPipe {
  /** Milliseconds until a frame of this many bytes has come back whole. */
  roundTrip(bytes: number): Promise<number>;
  stop(): void;
}

export function startRawPipe(program: string, args: readonly string[]): RawPipe {
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'],
  });
  const input = child.stdio[3] as Writable;
  const output = child.stdio[4] as Readable;
  let missing = 0;
  let done: () => void = () => {};
  output.on('data', (chunk: Buffer) => {
    missing -= chunk.length;
    if (missing === 0) done();
  });
  const frames = new Map<number, Buffer>();
  return {
    async roundTrip(bytes) {
      let frame = frames.get(bytes);
      if (frame === undefined) {
        frame = Buffer.alloc(4 + bytes);
        frame.writeUInt32LE(bytes);
        frames.set(bytes, frame);
      }
      missing = frame.length;
      const start = performance.now();
      const back = new Promise<void>((resolve) => {
        done = resolve;
      });
      input.write(frame);
      await back;
      return performance.now() - start;
    },
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}
