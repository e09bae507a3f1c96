import type {
  CallHooks,
  CallRequest,
  JsonValue,
  NodeSession,
  OpenRequest,
  SharedPayload,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError, toErrorData } from '@atomiton/contracts';
import { cancelled, type Lane } from './lane.js';
import type { LanePool } from './lane-pool.js';
import type { FromLane, LaneNode, LaneValue, ToLane } from './lane-protocol.js';
import { laneInputs, valueOfLane } from './lane-values.js';

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

/** A node whose code runs in workers: in any free lane, or in a lane of its own when it has state. */
export class WorkerSession implements NodeSession {
  private readonly node: LaneNode;
  private readonly pinned: boolean;
  private lane: Lane | undefined;
  private calls = 0;
  private running: { cancelled: boolean; cancel: () => void } | undefined;
  private closed = false;

  constructor(private readonly options: WorkerSessionOptions) {
    const { definition, node, parameters } = options.request;
    const { handler } = definition.runtime;
    this.pinned = definition.stateful;
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
      await this.exchange(async (lane, call) => {
        hooks.lane(`worker ${lane.index}`);
        const parameters = request.parameters ?? this.node.parameters;
        const views = await laneInputs(request.inputs, store);
        if (this.running?.cancelled === true) throw cancelled();
        const files = this.options.files?.(parameters) ?? {};
        const { number } = request;
        const memory = { inputs: views.memories, allocated };
        const publish = (outputs: Record<string, LaneValue>) => {
          hooks.emit(
            Object.fromEntries(
              Object.entries(outputs).map(([port, output]) => [port, valueOfLane(output, memory, store)]),
            ),
          );
        };
        const message: ToLane = {
          t: 'call',
          call,
          node: this.node,
          number,
          parameters,
          inputs: views.inputs,
          files,
        };
        const done = await lane.run(message, {
          message: (received) => this.handle(received, lane, allocated, publish, hooks),
        });
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
    running.cancel();
  }

  async snapshot(): Promise<Uint8Array> {
    const { state } = await this.exchange((lane, call) =>
      lane.run({ t: 'snapshot', call, node: this.node }, { message: () => undefined }),
    );
    return state ?? new Uint8Array(0);
  }

  async restore(state: Uint8Array): Promise<void> {
    await this.exchange((lane, call) =>
      lane.run(
        { t: 'restore', call, node: this.node, state: new Uint8Array(state) },
        { message: () => undefined },
      ),
    );
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.cancel();
    if (this.lane !== undefined) {
      this.lane.send({ t: 'close', session: this.node.session });
      await this.lane.close();
    }
    this.options.onClosed?.();
  }

  /** Runs one exchange on a lane, with the error told as this node's. */
  private async exchange<T>(run: (lane: Lane, call: number) => Promise<T>): Promise<T> {
    if (this.closed) throw misuse('is closed');
    if (this.running !== undefined) throw misuse('has a call running; calls of one session never overlap');
    const running: { cancelled: boolean; cancel: () => void } = { cancelled: false, cancel: () => undefined };
    this.running = running;
    let lane: Lane | undefined;
    try {
      lane = await this.takeLane(running);
      const taken = lane;
      running.cancel = () => taken.cancel();
      if (running.cancelled) throw cancelled();
      return await run(lane, this.calls++);
    } catch (thrown) {
      throw new AtomitonError({ ...toErrorData(thrown, 'node-failed'), node: this.node.node });
    } finally {
      this.running = undefined;
      if (lane !== undefined && !this.pinned) this.options.pool.giveBack(lane);
    }
  }

  private async takeLane(running: { cancel: () => void }): Promise<Lane> {
    const { pool } = this.options;
    if (!this.pinned) return pool.acquire(this.node.module, running);
    // After a crash or a cancel the state is gone: the next call begins with a fresh one.
    if (this.lane === undefined || !this.lane.alive) this.lane = pool.pin();
    await this.lane.ready;
    return this.lane;
  }

  private handle(
    received: Extract<FromLane, { t: 'allocate' | 'emit' | 'progress' | 'logs' }>,
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
