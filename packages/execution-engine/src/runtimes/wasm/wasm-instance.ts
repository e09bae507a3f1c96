import type { Draft, ErrorData, JsonValue, LogLevel, ReceivedValue } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';

/** Version of the border that this host speaks; described in the README of `packages/wasm-nodes`. */
const ABI_VERSION = 1;
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
/** Not log lines: the text of a panic ahead of its trap, and the place where an error was made. */
const PANIC = 4;
const ERROR_ORIGIN = 5;
/** Beyond this much memory an allocation that fails is told as running out of memory. Bytes. */
const NEARLY_FULL_BYTES = 3.5 * 1024 ** 3;

/** What a module exports. */
interface Exports {
  memory: WebAssembly.Memory;
  atomiton_abi(): number;
  atomiton_alloc(length: number): number;
  atomiton_free(pointer: number, length: number): void;
  atomiton_call(pointer: number, length: number): bigint;
  atomiton_release(): void;
}

/** What the host asks a module for. */
export type WasmRequest =
  | { t: 'nodes' }
  | {
      t: 'call';
      session: number;
      node: string;
      number: number;
      opened: Record<string, JsonValue>;
      parameters: Record<string, JsonValue>;
      inputs: Record<string, ReceivedValue>;
      files: Record<string, { path: string; bytes: Uint8Array }>;
    }
  | { t: 'next' | 'snapshot'; session: number; node: string; opened: Record<string, JsonValue> }
  | { t: 'restore'; session: number; node: string; opened: Record<string, JsonValue>; state: Uint8Array }
  | { t: 'close'; session: number };

export interface WasmReply {
  outputs?: Record<string, Draft>;
  /** The node has more to emit: ask `next`. */
  more: boolean;
  state?: Uint8Array;
  nodes?: string[];
}

/** Bytes in a head: where they lie in the module's memory. */
interface Place {
  at: number;
  length: number;
}

export interface WasmHooks {
  log(level: LogLevel, text: string): void;
  progress(fraction: number, message?: string): void;
}

/** A trap: the instance is in an unknown state and must be dropped. */
export class WasmTrap extends AtomitonError {}

/** One instance of a module. Inputs are copied in, outputs are views of its memory until `endCall`. */
export class WasmInstance {
  private readonly exports: Exports;
  private readonly decoder = new TextDecoder();
  private readonly encoder = new TextEncoder();
  private hooks: WasmHooks | undefined;
  private panic: string | undefined;
  private errorStack: string | undefined;
  /** Memory that this call allocated for its inputs, freed at its end. */
  private lent: { pointer: number; length: number; view: Uint8Array }[] = [];

  constructor(module: WebAssembly.Module) {
    const imports = {
      atomiton: {
        log: (level: number, pointer: number, length: number) => this.log(level, pointer, length),
        progress: (fraction: number, pointer: number, length: number) => {
          const message = this.text(pointer, length);
          this.hooks?.progress(fraction, message === '' ? undefined : message);
        },
      },
    };
    const { exports } = new WebAssembly.Instance(module, imports);
    this.exports = exports as unknown as Exports;
    const version = this.exports.atomiton_abi?.();
    if (version !== ABI_VERSION) {
      throw new AtomitonError({
        kind: 'runtime',
        code: 'invalid-module',
        message: `The WebAssembly module speaks version ${String(version)} of the node border, expected ${ABI_VERSION}.`,
      });
    }
  }

  /** Size of the instance's memory; it never shrinks. Bytes. */
  get memoryBytes(): number {
    return this.exports.memory.buffer.byteLength;
  }

  /**
   * Asks the module for one step. Outputs are views into its memory, valid until the next request.
   * @throws AtomitonError of the node, or WasmTrap after which the instance is unusable.
   */
  request(request: WasmRequest, hooks: WasmHooks): WasmReply {
    this.hooks = hooks;
    this.panic = undefined;
    this.errorStack = undefined;
    let place: bigint;
    try {
      const head = this.encoder.encode(JSON.stringify(this.headOf(request)));
      const pointer = this.put(head);
      place = this.exports.atomiton_call(pointer, head.byteLength);
    } catch (thrown) {
      throw this.trap(thrown);
    } finally {
      this.hooks = undefined;
    }
    const text = this.text(Number(place >> 32n), Number(place & 0xffffffffn));
    const reply = JSON.parse(text) as Omit<WasmReply, 'outputs' | 'state'> & {
      outputs?: Record<string, HeadValue>;
      state?: Place;
      error?: ErrorData;
    };
    if (reply.error !== undefined) {
      throw new AtomitonError({
        ...reply.error,
        ...(this.errorStack ? { stack: this.stackOf(reply.error) } : {}),
      });
    }
    const { outputs, state, ...rest } = reply;
    const entries = Object.entries(outputs ?? {}).map(([port, value]): [string, Draft] => [
      port,
      this.draft(value),
    ]);
    return {
      ...rest,
      ...(outputs === undefined ? {} : { outputs: Object.fromEntries(entries) }),
      ...(state === undefined ? {} : { state: this.view(state).slice() }),
    };
  }

  /** Gives the reply and the inputs back; views of either are dead afterwards. */
  endCall(): void {
    this.exports.atomiton_release();
    for (const { pointer, length } of this.lent) this.exports.atomiton_free(pointer, length);
    this.lent = [];
  }

  private headOf(request: WasmRequest): unknown {
    switch (request.t) {
      case 'call': {
        const inputs: Record<string, unknown> = {};
        for (const [port, value] of Object.entries(request.inputs)) inputs[port] = this.head(value);
        const files: Record<string, { path: string; bytes: Place }> = {};
        for (const [name, { path, bytes }] of Object.entries(request.files)) {
          files[name] = { path, bytes: this.place(bytes) };
        }
        return { ...request, inputs, files };
      }
      case 'restore':
        return { ...request, state: this.place(request.state) };
      case 'nodes':
      case 'next':
      case 'snapshot':
      case 'close':
        return request;
    }
  }

  private head(value: ReceivedValue | Draft): unknown {
    if (value.kind === 'list') return { kind: 'list', items: value.items.map((item) => this.head(item)) };
    if (!('bytes' in value)) return value;
    const { bytes, ...meta } = value;
    return { ...meta, bytes: this.place(bytes) };
  }

  private place(bytes: Uint8Array): Place {
    return { at: this.put(bytes), length: bytes.byteLength };
  }

  /** The one copy into the module's memory. */
  private put(bytes: Uint8Array): number {
    const length = bytes.byteLength;
    const pointer = this.exports.atomiton_alloc(length) >>> 0;
    if (pointer === 0) throw new RangeError(`no memory for ${length} bytes`);
    new Uint8Array(this.exports.memory.buffer, pointer, length).set(bytes);
    this.lent.push({ pointer, length, view: bytes });
    return pointer;
  }

  private draft(value: HeadValue): Draft {
    if (value.kind === 'list') return { kind: 'list', items: value.items.map((item) => this.draft(item)) };
    if (!('bytes' in value)) return value;
    const { bytes, ...meta } = value;
    return { ...meta, bytes: this.view(bytes) } as Draft;
  }

  /** Bytes of an input that come out again are told as the input: no copy. */
  private view({ at, length }: Place): Uint8Array {
    const input = this.lent.find(
      ({ pointer, length: size }) => at >= pointer && at + length <= pointer + size,
    );
    if (input !== undefined && length > 0)
      return input.view.subarray(at - input.pointer, at - input.pointer + length);
    return new Uint8Array(this.exports.memory.buffer, at, length);
  }

  private text(pointer: number, length: number): string {
    return this.decoder.decode(new Uint8Array(this.exports.memory.buffer, pointer >>> 0, length >>> 0));
  }

  private log(level: number, pointer: number, length: number): void {
    if (level === ERROR_ORIGIN) {
      this.errorStack = stackHere();
      return;
    }
    const text = this.text(pointer, length);
    if (level === PANIC) {
      this.panic = text;
      this.errorStack = stackHere();
      return;
    }
    for (const line of text.split(/\r?\n/)) this.hooks?.log(LEVELS[level] ?? 'info', line);
  }

  private stackOf(error: ErrorData): string {
    return `${error.message}\n${this.errorStack ?? ''}`;
  }

  private trap(thrown: unknown): WasmTrap {
    if (thrown instanceof AtomitonError) throw thrown;
    const full = this.memoryBytes >= NEARLY_FULL_BYTES;
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const stack = this.errorStack ?? (thrown instanceof Error ? thrown.stack : undefined);
    const reason =
      this.panic ??
      (full
        ? 'it ran out of its 4 GB of memory'
        : thrown instanceof RangeError
          ? `it used up its stack (${text})`
          : text);
    return new WasmTrap({
      kind: full && this.panic === undefined ? 'resource' : 'runtime',
      code: 'node-crashed',
      message: `The node's code crashed: ${reason}.`,
      ...(stack === undefined ? {} : { stack }),
    });
  }
}

type WithPlace<T> = T extends { bytes: Uint8Array } ? Omit<T, 'bytes'> & { bytes: Place } : T;
type HeadValue = WithPlace<Exclude<Draft, { kind: 'list' }>> | { kind: 'list'; items: HeadValue[] };

/** The WebAssembly frames of the current stack, innermost first. */
function stackHere(): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack } = new Error();
  Error.stackTraceLimit = before;
  return (stack ?? '')
    .split('\n')
    .filter((line) => line.includes('wasm'))
    .join('\n');
}
