import type {
  CallHooks,
  CallRequest,
  Draft,
  JsonValue,
  NodeModule,
  NodeSession,
  OpenRequest,
  SharedPayload,
  Value,
  ValueStore,
} from '@atomiton/contracts';
import { AtomitonError, INLINE_LIMIT_BYTES, payloadBytes } from '@atomiton/contracts';
import { cancelled } from '../worker/lane.js';
import { laneInputs, valueOfLane } from '../worker/lane-values.js';
import { errorOfNodeCode } from '../worker/node-error.js';
import { type KnownMemory, publishOutputs } from '../worker/publish-outputs.js';

/**
 * A cheap, stateless node of a built-in pack: runs on the host's thread while its inputs are below 64 KB, else in a
 * worker. Here nothing can be interrupted and prints stay prints; that is what "cheap" promises.
 */
export class InlineSession implements NodeSession {
  private running: { cancelled: boolean } | undefined;

  constructor(
    private readonly request: OpenRequest,
    private readonly module: NodeModule,
    private readonly store: ValueStore,
    /** Runs calls with large inputs. */
    private readonly worker: NodeSession,
  ) {}

  async call(request: CallRequest, hooks: CallHooks): Promise<void> {
    if (!isSmall(request.inputs)) return this.worker.call(request, hooks);
    hooks.lane('main');
    const running = { cancelled: false };
    this.running = running;
    const allocated = new Map<number, SharedPayload>();
    try {
      await this.run(request, hooks, running, allocated);
    } catch (thrown) {
      throw new AtomitonError({ ...errorOfNodeCode(thrown), node: this.request.node });
    } finally {
      this.running = undefined;
      for (const payload of allocated.values()) this.store.releasePayload(payload);
    }
  }

  cancel(): void {
    if (this.running !== undefined) this.running.cancelled = true;
    this.worker.cancel();
  }

  snapshot(): Promise<Uint8Array> {
    return this.worker.snapshot();
  }

  restore(state: Uint8Array): Promise<void> {
    return this.worker.restore(state);
  }

  close(): Promise<void> {
    return this.worker.close();
  }

  private async run(
    request: CallRequest,
    hooks: CallHooks,
    running: { cancelled: boolean },
    allocated: Map<number, SharedPayload>,
  ): Promise<void> {
    const { store } = this;
    const { definition, node } = this.request;
    const { inputs, memories } = laneInputs(request.inputs);
    const known: KnownMemory = new Map();
    for (const [index, { buffer }] of memories.entries()) known.set(buffer, { at: 'input', index });
    const allocate = async (byteLength: number): Promise<Uint8Array> => {
      const payload = store.allocate(byteLength);
      const index = allocated.size;
      allocated.set(index, payload);
      known.set(payload.buffer, { at: 'allocated', index });
      return new Uint8Array(payload.buffer, payload.byteOffset, byteLength);
    };
    const ports = definition.outputs.map((port) => port.name);
    const emit = async (outputs: Record<string, Draft>): Promise<void> => {
      const published = await publishOutputs(outputs, ports, known, allocate);
      if (running.cancelled) throw cancelled();
      const memory = { inputs: memories, allocated };
      const entries = Object.entries(published).map(([port, output]): [string, Value] => [
        port,
        valueOfLane(output, memory, store),
      ]);
      hooks.emit(Object.fromEntries(entries));
    };
    const returned = await this.module.run?.({
      node,
      number: request.number,
      parameters: request.parameters ?? this.request.parameters,
      inputs,
      get cancelled() {
        return running.cancelled;
      },
      allocate,
      emit,
      progress: (fraction, message) => {
        if (this.running === running) hooks.progress(Math.min(1, Math.max(0, fraction)), message);
      },
      log: (level, text) => {
        if (this.running === running) hooks.log(level, text);
      },
    });
    if (running.cancelled) throw cancelled();
    if (returned !== undefined) await emit(returned);
  }
}

/** Whether all inputs together are below the inline limit; looks at no more of them than that takes. */
function isSmall(inputs: Record<string, Value>): boolean {
  let left = INLINE_LIMIT_BYTES;
  const values: Value[] = Object.values(inputs);
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    if (value.kind === 'list') {
      left -= value.items.length;
      if (left > 0) values.push(...value.items);
    } else if (value.kind === 'json') left -= jsonBytes(value.json, left);
    else left -= value.kind === 'file' ? value.path.length : payloadBytes(value.payload);
    if (left <= 0) return false;
  }
  return true;
}

/** About the length of the value's JSON text, counted up to `limit`. */
function jsonBytes(root: JsonValue, limit: number): number {
  let bytes = 0;
  const stack: JsonValue[] = [root];
  while (stack.length > 0 && bytes < limit) {
    const value = stack.pop() as JsonValue;
    if (typeof value === 'string') bytes += value.length + 2;
    else if (typeof value !== 'object' || value === null) bytes += 4;
    else if (Array.isArray(value)) {
      bytes += value.length + 2;
      if (bytes < limit) stack.push(...value);
    } else {
      for (const [key, field] of Object.entries(value)) {
        bytes += key.length + 4;
        stack.push(field);
      }
    }
  }
  return bytes;
}
