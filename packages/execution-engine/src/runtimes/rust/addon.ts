/** What this runtime needs of the addon with the Rust nodes; messages are JSON text. */
export interface RustAddonSession {
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
  take(kept: number, targets: Uint8Array[], listener: (message: string) => void): boolean;
  forget(kept: number): void;
}

export interface RustAddonHost {
  nodes(): string[];
  open(nodeType: string, parameters: string): RustAddonSession;
  close(): void;
}

export interface RustNodes {
  addon: { NativeHost: new (mostThreads: number) => RustAddonHost };
  /** SHA-256 of the addon's file. */
  hash: string;
}
