import type {
  CallHooks,
  CallRequest,
  ErrorData,
  LogLevel,
  NodeSession,
  OpenRequest,
  Payload,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import type { RustAddonSession } from './addon.js';
import { fromRust, placePayloads, type RustPayload, toRust } from './rust-values.js';

type Message =
  | { t: 'progress'; fraction: number; message?: string | null }
  | { t: 'log'; level: LogLevel; text: string }
  | { t: 'emit'; outputs: Record<string, unknown>; payloads: RustPayload[]; kept?: number }
  | { t: 'snapshot'; payloads: RustPayload[]; kept: number }
  | { t: 'done' }
  | { t: 'error'; error: ErrorData };

/** A node whose code has not stopped this long after cancel is left behind. Milliseconds. */
const CANCEL_GRACE_MS = 400;

/** One opened Rust node. Its messages come from other threads, in order, and are handled one after another. */
export class RustSession implements NodeSession {
  private running: { cancelled: boolean; abandon: () => void } | undefined;
  private closed = false;

  constructor(
    private readonly native: RustAddonSession,
    private readonly request: OpenRequest,
    private readonly store: ValueStore,
    private readonly onClosed: () => void,
  ) {}

  async call(request: CallRequest, hooks: CallHooks): Promise<void> {
    await this.exclusive(async (running) => {
      const inputs = await toRust(request.inputs, this.store);
      if (running.cancelled) throw cancelled();
      hooks.lane('rust');
      const parameters = JSON.stringify(request.parameters ?? this.request.parameters);
      await this.exchange(
        running,
        (listener) => this.native.call(request.number, inputs.text, inputs.buffers, parameters, listener),
        async (message) => {
          if (message.t === 'progress') hooks.progress(message.fraction, message.message ?? undefined);
          else if (message.t === 'log') hooks.log(message.level, message.text);
          else if (message.t === 'emit') await this.publish(message, inputs.payloads, running, hooks);
        },
      );
    });
  }

  cancel(): void {
    const { running } = this;
    if (running === undefined || running.cancelled) return;
    running.cancelled = true;
    this.native.cancel();
    setTimeout(running.abandon, CANCEL_GRACE_MS).unref();
  }

  async snapshot(): Promise<Uint8Array> {
    let state = new Uint8Array(0);
    await this.exclusive((running) =>
      this.exchange(
        running,
        (listener) => this.native.snapshot(listener),
        async (message) => {
          if (message.t !== 'snapshot') return;
          const [payload] = message.payloads;
          state = new Uint8Array(payload !== undefined && 'bytes' in payload ? payload.bytes : 0);
          await this.take(message.kept, [state]);
        },
      ),
    );
    return state;
  }

  async restore(state: Uint8Array): Promise<void> {
    await this.exclusive((running) =>
      this.exchange(
        running,
        (listener) => this.native.restore(state, listener),
        async () => undefined,
      ),
    );
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const { running } = this;
    this.cancel();
    if (running !== undefined) await new Promise<void>((resolve) => this.whenIdle(resolve));
    this.onClosed();
  }

  private readonly idle: (() => void)[] = [];

  private whenIdle(callback: () => void): void {
    if (this.running === undefined) callback();
    else this.idle.push(callback);
  }

  /** Runs one exchange, with its error told as this node's. */
  private async exclusive(
    run: (running: { cancelled: boolean; abandon: () => void }) => Promise<void>,
  ): Promise<void> {
    if (this.closed) throw misuse('is closed');
    if (this.running !== undefined) throw misuse('has a call running; calls of one session never overlap');
    const running = { cancelled: false, abandon: () => undefined };
    this.running = running;
    try {
      await run(running);
      if (running.cancelled) throw cancelled();
    } catch (thrown) {
      const error = running.cancelled ? cancelled() : thrown;
      throw new AtomitonError({ ...toErrorData(error, 'node-failed'), node: this.request.node });
    } finally {
      this.running = undefined;
      for (const callback of this.idle.splice(0)) callback();
    }
  }

  /** Starts something in Rust and handles its messages in order until the last one. */
  private exchange(
    running: { cancelled: boolean; abandon: () => void },
    start: (listener: (message: string) => void) => void,
    handle: (message: Message) => Promise<void>,
  ): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      let over = false;
      const end = (settle: () => void) => {
        if (over) return;
        over = true;
        settle();
      };
      running.abandon = () => end(() => reject(cancelled()));
      // Progress and log lines are handled at once unless outputs before them are still being copied.
      let pending: Promise<void> | undefined;
      const receive = async (message: Message): Promise<void> => {
        if (over) {
          if ('kept' in message && message.kept !== undefined) this.native.forget(message.kept);
          return;
        }
        if (message.t === 'error') return end(() => reject(new AtomitonError(message.error)));
        if (message.t === 'done') return end(resolve);
        await handle(message);
        if (message.t === 'snapshot') end(resolve);
      };
      const fail = (thrown: unknown) => end(() => reject(thrown));
      const queue: Message[] = [];
      const drain = async () => {
        for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
          await receive(message).catch(fail);
        }
        pending = undefined;
      };
      start((text) => {
        queue.push(JSON.parse(text) as Message);
        pending ??= drain();
      });
    });
  }

  private async publish(
    message: Extract<Message, { t: 'emit' }>,
    inputs: readonly Payload[],
    running: { cancelled: boolean },
    hooks: CallHooks,
  ): Promise<void> {
    const forget = () => {
      if (message.kept !== undefined) this.native.forget(message.kept);
    };
    if (running.cancelled) return forget();
    let placed: ReturnType<typeof placePayloads>;
    try {
      placed = placePayloads(message.payloads, inputs, this.store);
    } catch (thrown) {
      forget();
      this.native.cancel();
      throw thrown;
    }
    const { payloads, targets } = placed;
    try {
      if (message.kept !== undefined) await this.take(message.kept, targets);
      if (running.cancelled) throw cancelled();
      const outputs = fromRust(message.outputs, payloads);
      hooks.emit(outputs);
    } catch (thrown) {
      for (const payload of payloads) this.store.releasePayload(payload);
      throw thrown;
    }
  }

  private take(kept: number, targets: Uint8Array[]): Promise<void> {
    return new Promise((resolve) => {
      if (this.native.take(kept, targets, () => resolve())) resolve();
    });
  }
}

function cancelled(): AtomitonError {
  return new AtomitonError({ kind: 'cancelled', code: 'cancelled', message: 'The call was cancelled.' });
}

function misuse(what: string): AtomitonError {
  return new AtomitonError({
    kind: 'runtime',
    code: 'session-misused',
    message: `The node's session ${what}.`,
  });
}
