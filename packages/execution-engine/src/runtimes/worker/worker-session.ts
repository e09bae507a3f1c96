import type {
  CallHooks,
  CallRequest,
  JsonValue,
  NodeSession,
  OpenRequest,
  SharedPayload,
  Value,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import { cancelled, type Lane, type LaneExchange, type LaneRequest, Requeued } from './lane.js';
import type { LanePool } from './lane-pool.js';
import type { FromLane, LaneNode, LaneValue } from './lane-protocol.js';
import { blocksOf, laneInputs, laneInputsOf, valueOfLane } from './lane-values.js';

export interface WorkerSessionOptions {
  request: OpenRequest;
  /** Unique within the pool. */
  session: number;
  module: string;
  pool: LanePool;
  store: ValueStore;
  /** Parameters whose files the worker reads before the call. */
  files?: ((parameters: Record<string, JsonValue>) => Record<string, string>) | undefined;
  onClosed?: (() => void) | undefined;
}

type Report = Extract<FromLane, { t: 'allocate' | 'emit' | 'progress' | 'logs' }>;
type Done = Extract<FromLane, { t: 'done' }>;

/** A call under way; `cancel` does what fits the moment. */
interface Running {
  cancelled: boolean;
  cancel: (() => void) | undefined;
}

/** A node whose code runs in workers: in any free lane, or in a lane of its own when it has state. */
export class WorkerSession implements NodeSession {
  private readonly node: LaneNode;
  private readonly pure: boolean;
  private pinned: Lane | undefined;
  /** Lanes that know this session. */
  private readonly used = new Set<Lane>();
  private running: Running | undefined;
  private closed = false;

  constructor(private readonly options: WorkerSessionOptions) {
    const { definition, node, parameters } = options.request;
    const { handler } = definition.runtime;
    this.pure = definition.purity === 'pure' && !definition.stateful;
    this.node = {
      session: options.session,
      type: definition.type,
      node,
      module: options.module,
      handler,
      stateful: definition.stateful,
      outputs: definition.outputs.map((port) => port.name),
      parameters,
    };
  }

  async call(request: CallRequest, hooks: CallHooks): Promise<void> {
    const { store } = this.options;
    const allocated = new Map<number, SharedPayload>();
    try {
      await this.guarded(async (running) => {
        const blocks = blocksOf(request.inputs);
        const views =
          blocks.length === 0 ? laneInputs(request.inputs) : await laneInputsOf(request.inputs, store);
        const files = this.options.files?.(request.parameters ?? this.node.parameters);
        const { number, parameters } = request;
        const message: LaneRequest = { t: 'call', number, inputs: views.inputs };
        if (parameters !== undefined) message.parameters = parameters;
        if (files !== undefined && Object.keys(files).length > 0) message.files = files;
        const publish = (outputs: Record<string, LaneValue>) => {
          const memory = { inputs: views.memories, allocated };
          const values: Record<string, Value> = {};
          for (const [port, output] of Object.entries(outputs))
            values[port] = valueOfLane(output, memory, store);
          hooks.emit(values);
        };
        const small = views.memories.length === 0;
        const done = await this.exchange(running, message, this.pure && small, hooks, (report, lane) =>
          this.handle(report, lane, allocated, publish, hooks),
        );
        if (done.outputs !== undefined) publish(done.outputs);
      });
    } finally {
      // Nothing writes into it any more: the call is over, or its thread has gone.
      for (const payload of allocated.values()) store.releasePayload(payload);
    }
  }

  cancel(): void {
    const { running } = this;
    if (running === undefined || running.cancelled) return;
    running.cancelled = true;
    running.cancel?.();
  }

  async snapshot(): Promise<Uint8Array> {
    const { state } = await this.guarded((running) => this.exchange(running, { t: 'snapshot' }, false));
    return state ?? new Uint8Array(0);
  }

  async restore(state: Uint8Array): Promise<void> {
    await this.guarded((running) =>
      this.exchange(running, { t: 'restore', state: new Uint8Array(state) }, false),
    );
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.cancel();
    for (const lane of this.used) lane.forget(this.node.session);
    this.used.clear();
    await this.pinned?.close();
    this.options.onClosed?.();
  }

  /** One thing at a time, errors told as this node's. */
  private async guarded<T>(run: (running: Running) => Promise<T>): Promise<T> {
    if (this.closed) throw misuse('is closed');
    if (this.running !== undefined) throw misuse('has a call running; calls of one session never overlap');
    const running: Running = { cancelled: false, cancel: undefined };
    this.running = running;
    try {
      return await run(running);
    } catch (thrown) {
      throw new AtomitonError({ ...toErrorData(thrown, 'node-failed'), node: this.node.node });
    } finally {
      this.running = undefined;
    }
  }

  /** Runs one exchange on a lane; again on another when the lane went for another's fault before it began. */
  private async exchange(
    running: Running,
    request: LaneRequest,
    repeatable: boolean,
    hooks?: CallHooks,
    report: (message: Report, lane: Lane) => void = () => undefined,
  ): Promise<Done> {
    const { pool } = this.options;
    for (;;) {
      if (running.cancelled) throw cancelled();
      const lane = this.node.stateful
        ? await this.pin()
        : await pool.acquire(this.node.module, repeatable, running);
      let exchange: LaneExchange | undefined;
      try {
        if (running.cancelled) throw cancelled();
        hooks?.lane(`worker ${lane.index}`);
        this.used.add(lane);
        exchange = lane.start(this.node, request, repeatable, (message) => report(message, lane));
        running.cancel = exchange.cancel;
        const done = await exchange.done;
        if (done.ms !== undefined) pool.noteDuration(this.node.module, done.ms);
        return done;
      } catch (thrown) {
        if (!(thrown instanceof Requeued)) throw thrown;
        this.used.delete(lane);
      } finally {
        running.cancel = undefined;
        if (!this.node.stateful) pool.giveBack(lane);
      }
    }
  }

  private async pin(): Promise<Lane> {
    // After a crash or a cancel the state is gone: the next call begins with a fresh one.
    if (this.pinned === undefined || !this.pinned.alive) this.pinned = this.options.pool.pin();
    await this.pinned.ready;
    if (!this.pinned.serves) throw this.options.pool.startError(this.pinned);
    return this.pinned;
  }

  private handle(
    received: Report,
    lane: Lane,
    allocated: Map<number, SharedPayload>,
    publish: (outputs: Record<string, LaneValue>) => void,
    hooks: CallHooks,
  ): void {
    switch (received.t) {
      case 'allocate': {
        const { request } = received;
        try {
          const payload = this.options.store.allocate(received.byteLength);
          allocated.set(request, payload);
          lane.send({ t: 'allocated', request, buffer: payload.buffer });
        } catch (thrown) {
          lane.send({ t: 'refused', request, error: toErrorData(thrown) });
        }
        return;
      }
      case 'emit':
        try {
          publish(received.outputs);
          lane.send({ t: 'emitted', request: received.request });
        } catch (thrown) {
          lane.send({ t: 'refused', request: received.request, error: toErrorData(thrown) });
        }
        return;
      case 'progress':
        hooks.progress(received.fraction, received.message);
        return;
      case 'logs':
        for (const { level, text } of received.lines) hooks.log(level, text);
    }
  }
}

function misuse(what: string): AtomitonError {
  return new AtomitonError({
    kind: 'runtime',
    code: 'session-misused',
    message: `The node's session ${what}.`,
  });
}
