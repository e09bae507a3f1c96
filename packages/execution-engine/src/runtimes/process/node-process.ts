import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { BlockPayload, CallHooks, ErrorData, Payload, Value } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { ChildPrints } from './child-prints.js';
import { type Frame, FrameEncoder } from './frame.js';
import { FrameStream } from './frame-stream.js';
import { type BlockStore, HeldBlocks } from './held-blocks.js';
import { type ChildMessage, type Hello, parseChildMessage } from './message.js';
import { fromWire } from './wire-value.js';

/** A process that ignores its signal is killed after this. Milliseconds. */
const KILL_AFTER_MS = 300;
/** A process that has not said hello by then counts as failed. Milliseconds. */
const HELLO_TIMEOUT_MS = 60_000;

/** Starts a child with pipes on 1 to 4, as the leader of its own process group. Called on the main thread. */
export type Launch = (environment: Readonly<Record<string, string>>) => ChildProcess;

export interface NodeProcessOptions {
  /** `python` or `go`: lane names and messages. */
  label: string;
  launch: Launch;
  store: BlockStore;
  /** Distinguishes the blocks of this process from all others; also in the environment of the child. */
  prefix: string;
  /** Called once, when the process is gone and its blocks are settled. */
  onEnd(process: NodeProcess): void;
}

export interface Reply {
  message: ChildMessage;
  body: Uint8Array;
}

/** What the process is doing for the host: one operation at a time. */
interface Operation {
  s: number;
  c: number | undefined;
  hooks: CallHooks | undefined;
  resolve(reply: Reply): void;
  reject(error: AtomitonError): void;
}

/** One living child that runs nodes: sends it frames, reads its frames and prints, ends it. */
export class NodeProcess {
  readonly pid: number;
  /** Settles when the child has said hello; rejects when it ended before. */
  readonly ready: Promise<Hello>;
  /** Resolves when the child has exited and nothing of it is left. */
  readonly ended: Promise<void>;
  /** Sessions this process knows. */
  readonly opened = new Set<number>();
  /** Time the child has spent on the identities of large outputs so far. Microseconds. */
  identityUs = 0;
  hasEnded = false;
  hello: Hello | undefined;

  private writtenBytes = 0;
  private readonly child: ChildProcess;
  private readonly input: Socket;
  private readonly output: Socket;
  private readonly encoder = new FrameEncoder();
  private readonly frames: FrameStream | undefined;
  private readonly blocks: HeldBlocks;
  private readonly prints: ChildPrints;
  private operation: Operation | undefined;
  /** Set when the host ends the process: the error of the operation that is under way. */
  private ending: { error: AtomitonError | undefined } | undefined;
  private spawnError: Error | undefined;
  private readonly helloTimer: NodeJS.Timeout;
  private killTimer: NodeJS.Timeout | undefined;
  private resolveReady: (hello: Hello) => void = () => undefined;
  private rejectReady: (error: AtomitonError) => void = () => undefined;
  private resolveEnded: () => void = () => undefined;

  constructor(private readonly options: NodeProcessOptions) {
    const { store, prefix } = options;
    this.child = options.launch({
      ATOMITON_BLOCK_FOLDER: store.blockFolder,
      ATOMITON_BLOCK_PREFIX: prefix,
      ATOMITON_HOST_PID: String(process.pid),
    });
    this.pid = this.child.pid ?? 0;
    this.blocks = new HeldBlocks(store, prefix, (name) => this.post({ t: 'release', blocks: [name] }));
    this.ready = new Promise((resolve, reject) => {
      this.resolveReady = resolve;
      this.rejectReady = reject;
    });
    this.ready.catch(() => undefined);
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
    this.input = this.child.stdio[3] as Socket;
    this.output = this.child.stdio[4] as Socket;
    this.prints = new ChildPrints(this.child.stdout, this.child.stderr, (level, line) =>
      this.operation?.hooks?.log(level, line),
    );
    this.child.on('error', (error) => {
      this.spawnError = error;
      if (this.child.pid === undefined) void this.finish(null, null);
    });
    // `close` would wait for grandchildren that keep the pipes of prints open.
    this.child.on('exit', (code, signal) => void this.finish(code, signal));
    this.input?.on('error', () => undefined);
    this.output?.on('error', () => undefined);
    // Without a process there are no pipes.
    this.frames =
      this.output &&
      new FrameStream(this.output, {
        onFrame: (frame) => this.handle(parseChildMessage(frame.head), frame),
        onRefused: (thrown) => this.refuse(thrown),
      });
    this.helloTimer = setTimeout(() => {
      this.kill(
        this.error('node-start-failed', `did not answer within ${HELLO_TIMEOUT_MS / 1000} s of its start.`),
      );
    }, HELLO_TIMEOUT_MS);
  }

  /** Bytes through its pipes so far, both ways. */
  get pipeBytes(): number {
    return this.writtenBytes + (this.frames?.readBytes ?? 0);
  }

  /** `python 4711`. */
  get lane(): string {
    return `${this.options.label} ${this.pid}`;
  }

  get isBusy(): boolean {
    return this.operation !== undefined;
  }

  /**
   * Sends one message and waits for its answer. Emits, progress, logs and prints meanwhile go to `hooks`; the blocks it
   * names stay held until the child maps them no longer. Rejects with the node's error, or with `node-crashed` when the
   * process ends.
   */
  request(
    head: { t: string; s: number; c?: number } & Record<string, unknown>,
    body: readonly Uint8Array[] = [],
    { hooks, blocks = [] }: { hooks?: CallHooks | undefined; blocks?: readonly BlockPayload[] } = {},
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.hasEnded || this.ending !== undefined) {
        reject(this.ending?.error ?? this.error('node-crashed', 'has ended.'));
        return;
      }
      if (this.operation !== undefined) throw new Error(`${this.lane} was given two operations at once`);
      this.prints.forget();
      this.operation = { s: head.s, c: head.c, hooks, resolve, reject };
      this.blocks.give(blocks);
      try {
        this.write(head, body);
      } catch (thrown) {
        this.operation = undefined;
        this.blocks.unmapped(blocks.map(({ name }) => name));
        reject(
          new AtomitonError({
            kind: 'resource',
            code: 'message-too-large',
            message: `The inputs do not fit into a message: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
            hint: 'Pass large data as table, tensor, image or bytes: they are shared, not sent.',
          }),
        );
      }
    });
  }

  /** Sends a message that has no answer. */
  post(head: { t: string } & Record<string, unknown>): void {
    if (!this.hasEnded && this.ending === undefined) this.write(head, []);
  }

  /** Ends the process and its group: by a signal it may use to clean up, by SIGKILL 300 ms later. */
  kill(error?: AtomitonError): void {
    if (this.hasEnded || this.ending !== undefined) return;
    this.ending = { error };
    this.signalGroup('SIGTERM');
    this.killTimer = setTimeout(() => this.signalGroup('SIGKILL'), KILL_AFTER_MS);
  }

  /** Asks an idle process to leave, and ends it when it does not. */
  async close(): Promise<void> {
    if (!this.hasEnded && this.ending === undefined && this.operation === undefined) {
      this.post({ t: 'exit' });
      this.ending = { error: undefined };
      this.input.end();
      this.killTimer = setTimeout(() => this.signalGroup('SIGKILL'), KILL_AFTER_MS);
    } else {
      this.kill(this.error('cancelled', 'was ended because its runtime was closed.'));
    }
    await this.ended;
  }

  private write(head: Record<string, unknown>, body: readonly Uint8Array[]): void {
    const parts = this.encoder.encode(head, body);
    if (parts.length > 1) this.input.cork();
    for (const part of parts) {
      this.writtenBytes += part.byteLength;
      this.input.write(part);
    }
    if (parts.length > 1) this.input.uncork();
  }

  private signalGroup(signal: NodeJS.Signals): void {
    try {
      if (process.platform === 'win32') this.child.kill(signal);
      else if (this.pid > 0) process.kill(-this.pid, signal);
    } catch {
      // No process of the group is left.
    }
  }

  /** Ends a process that sent what is no message: nothing it says from now on can be trusted. */
  private refuse(thrown: unknown): void {
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    this.kill(
      new AtomitonError({
        ...this.error('node-protocol-error', `broke the protocol: ${what}.`).data,
        hint: 'File descriptors 3 and 4 belong to the host: code of a node prints to stdout or stderr. The process is replaced.',
      }),
    );
  }

  /** Takes one message; what it returns has to settle before the next one is taken. */
  private handle(message: ChildMessage, frame: Frame): Promise<void> | undefined {
    if (message.t === 'hello') {
      clearTimeout(this.helloTimer);
      this.hello = message;
      this.resolveReady(message);
      return undefined;
    }
    if (message.t === 'unmapped') {
      this.blocks.unmapped(message.blocks);
      return undefined;
    }
    const { operation } = this;
    const isCurrent =
      operation !== undefined &&
      operation.s === message.s &&
      ('c' in message && message.c !== undefined ? operation.c === message.c : true);
    switch (message.t) {
      case 'emit':
        return this.emit(message, frame.body, isCurrent ? operation : undefined);
      case 'progress':
        if (isCurrent) operation.hooks?.progress(message.fraction, message.message);
        return undefined;
      case 'log':
        if (isCurrent) operation.hooks?.log(message.level, message.text);
        return undefined;
      case 'opened':
        this.opened.add(message.s);
        break;
      case 'closed':
        this.opened.delete(message.s);
        break;
      default:
        break;
    }
    if (isCurrent) this.settle(operation, { message, body: frame.body });
    return undefined;
  }

  private emit(
    message: Extract<ChildMessage, { t: 'emit' }>,
    body: Uint8Array,
    operation: Operation | undefined,
  ): Promise<void> | undefined {
    this.identityUs += message.identityUs;
    const taken: Payload[] = [];
    const pending: Promise<void>[] = [];
    let outputs: Record<string, Value>;
    try {
      outputs = fromWire(message.outputs, {
        body,
        takeBlock: (block) => {
          this.blocks.take(block);
          taken.push(block);
        },
        pending,
      });
    } catch (thrown) {
      this.blocks.drop(taken);
      throw thrown;
    }
    const give = () => {
      if (operation?.hooks === undefined || operation !== this.operation || this.ending !== undefined) {
        this.blocks.drop(taken);
      } else operation.hooks.emit(outputs);
    };
    if (pending.length > 0) {
      return Promise.all(pending).then(give, (thrown: unknown) => {
        this.blocks.drop(taken);
        throw thrown;
      });
    }
    give();
    return undefined;
  }

  /** Ends the operation once the prints before its answer are read. */
  private settle(operation: Operation, reply: Reply): void {
    this.prints.afterAnswer(() => {
      if (this.operation !== operation) return;
      this.prints.flush();
      this.operation = undefined;
      const { message } = reply;
      if (message.t === 'error') operation.reject(new AtomitonError(message.error));
      else operation.resolve(reply);
    });
  }

  private async finish(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearTimeout(this.helloTimer);
    clearTimeout(this.killTimer);
    // Whatever the node's code has started dies with it.
    this.signalGroup('SIGKILL');
    // One turn for the last frames and prints, which are in the pipes.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    this.prints.flush();
    const error = this.ending?.error ?? this.crashError(code, signal);
    const { operation } = this;
    this.operation = undefined;
    this.prints.destroy();
    this.input?.destroy();
    this.output?.destroy();
    await this.blocks.end();
    this.rejectReady(error);
    operation?.reject(error);
    this.options.onEnd(this);
    this.resolveEnded();
  }

  private crashError(code: number | null, signal: NodeJS.Signals | null): AtomitonError {
    if (this.spawnError !== undefined) {
      return this.error('node-start-failed', `could not be started: ${this.spawnError.message}.`);
    }
    const how = signal === null ? `with exit code ${code}` : `by the signal ${signal}`;
    const { lastWords, errorTail } = this.prints;
    const said = lastWords === '' ? '' : ` Its last words: ${lastWords}`;
    const error =
      this.hello === undefined
        ? this.error('node-start-failed', `ended ${how} while it started.${said}`)
        : this.error('node-crashed', `ended ${how} in the middle of its work.${said}`);
    return new AtomitonError({ ...error.data, ...(errorTail === '' ? {} : { stack: errorTail }) });
  }

  private error(code: string, what: string): AtomitonError {
    const label = this.options.label === 'go' ? 'Go' : 'Python';
    const pid = this.pid > 0 ? ` ${this.pid}` : '';
    const data: ErrorData = {
      kind: code === 'cancelled' ? 'cancelled' : 'runtime',
      code,
      message: `The ${label} process${pid} ${what}`,
    };
    return new AtomitonError(data);
  }
}
