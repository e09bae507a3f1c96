/** One opened Rust node. Calls never overlap. Messages are JSON text, the last of a call `done` or `error`. */
export interface NativeSession {
  /** `inputs`: JSON of the values by port, their payloads as numbers into `buffers`, which stay held until the end. */
  call(
    number: number,
    inputs: string,
    buffers: Uint8Array[],
    parameters: string,
    listener: (message: string) => void,
  ): void;
  cancel(): void;
  snapshot(listener: (message: string) => void): void;
  restore(state: Uint8Array, listener: (message: string) => void): void;
  /** Copies kept outputs into `targets`. True: done; false: `listener` is called when it is. */
  take(kept: number, targets: Uint8Array[], listener: (message: string) => void): boolean;
  forget(kept: number): void;
}

/** Threads and sessions of one runtime. */
export interface NativeHost {
  nodes(): string[];
  /** `parameters`: JSON text. */
  open(nodeType: string, parameters: string): NativeSession;
  /** Takes no more calls; the threads end with those under way. */
  close(): void;
}

/** The loaded `.node` file. */
export interface NativeAddon {
  NativeHost: new (mostThreads: number) => NativeHost;
}
